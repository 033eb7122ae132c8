import { isCovered } from '../../lib/page/cover';
import { type Area, fanOut, type Point } from '../../lib/page/geometry';
import { clippingAncestors, type Layout, layoutOf, project, visibleArea } from '../../lib/page/picture-box';
import type { Shows } from '../../lib/page/shows';
import type { BoundingBox } from '../../lib/types';

/** What is needed to follow one picture. */
export interface Placed {
  readonly element: Element;
  readonly shows: Pick<Shows, 'place' | 'layer'>;
  readonly natural: { readonly width: number; readonly height: number };
  readonly dots: readonly { readonly button: HTMLElement; readonly box: BoundingBox }[];
}

/** What is known of a picture's place and holds for a while: styles, clips and what covers it. */
export interface Known {
  readonly since: number;
  readonly layout: Layout;
  readonly clips: readonly Element[];
  readonly drawn: boolean;
  readonly box: Area;
  /** Of each dot: how far it moves away from its neighbours, and whether something of the page lies over it. */
  readonly moves: readonly Point[];
  readonly covered: readonly boolean[];
}

/** Centres of two dots are at least this far apart, CSS pixels. */
const APART = 30;
/** A dot that moved stays this far inside of its picture. */
const INSIDE = 10;

/** Reads everything about a picture's place that costs style queries or hit tests. */
export function study({ element, natural, shows, dots }: Placed, now: number, host: Element | null): Known {
  const box = element.getBoundingClientRect();
  const layout = layoutOf(element, natural, shows);
  const clips = clippingAncestors(element);
  const drawn = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const points = dots.map(({ box: garment }) => project(layout, box, centre(garment)));
  const moves = fanOut(points, APART).map((move, at) => within(move, points[at], box));
  const view = visibleArea(clips);
  const covered = points.map((point, at) => {
    const { x, y } = moved(point, moves[at]);
    return drawn && holds(view, x, y) && isCovered(element, x, y, host);
  });
  return { since: now, layout, clips, drawn, box, moves, covered };
}

/** Where the dots of one picture are to be now; undefined for those that cannot be seen. Reads boxes only. */
export function pointsOf(
  { element, dots }: Placed,
  { layout, clips, drawn, moves, covered }: Known,
): (Point | undefined)[] {
  const box = element.getBoundingClientRect();
  const view = visibleArea(clips);
  return dots.map(({ box: garment }, at) => {
    const point = moved(project(layout, box, centre(garment)), moves[at]);
    return drawn && !covered[at] && holds(view, point.x, point.y) ? point : undefined;
  });
}

/** Moves a dot there, or hides it. */
export function putDot(button: HTMLElement, point: Point | undefined): void {
  if (button.hidden === !!point) button.hidden = !point;
  if (!point) return;
  const translate = `${point.x.toFixed(1)}px ${point.y.toFixed(1)}px`;
  if (button.style.translate !== translate) button.style.translate = translate;
}

function centre({ x, y, width, height }: BoundingBox): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function moved({ x, y }: Point, by: Point | undefined): Point {
  return { x: x + (by?.x ?? 0), y: y + (by?.y ?? 0) };
}

/** Keeps a dot that is pushed aside inside of its picture. */
function within(move: Point, from: Point | undefined, box: Area): Point {
  if (!from || (move.x === 0 && move.y === 0)) return move;
  const clamp = (value: number, start: number, length: number): number =>
    Math.max(start + INSIDE, Math.min(start + length - INSIDE, value));
  return {
    x: clamp(from.x + move.x, box.left, box.width) - from.x,
    y: clamp(from.y + move.y, box.top, box.height) - from.y,
  };
}

function holds({ left, top, width, height }: Area, x: number, y: number): boolean {
  return x >= left && y >= top && x <= left + width && y <= top + height;
}
