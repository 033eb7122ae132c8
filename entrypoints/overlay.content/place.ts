import { isCovered } from '../../lib/page/cover';
import { type Face, fanOut } from '../../lib/page/fan-out';
import type { Area, Point } from '../../lib/page/geometry';
import { clippingAncestors, type Layout, layoutOf, project, visibleArea } from '../../lib/page/picture-box';
import type { Shows } from '../../lib/page/shows';
import type { BoundingBox } from '../../lib/types';

/** What is needed to follow one picture. */
export interface Placed {
  readonly element: Element;
  readonly shows: Pick<Shows, 'place' | 'layer'>;
  /** What was chosen of the element, in fractions of its bounding box; else the picture in it is meant. */
  readonly part?: Area | undefined;
  /** Faces in the picture, in fractions: no dot lies there. */
  readonly faces: readonly BoundingBox[];
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

/** Centres of two dots are at least this far apart, CSS pixels: areas that take a click do not overlap. */
const APART = 32;
/** A dot that moved stays this far inside of its picture. */
const INSIDE = 10;
/** What is drawn of a dot reaches this far from its centre. */
const REACH = 9;

/** Reads everything about a picture's place that costs style queries or hit tests. */
export function study(
  { element, natural, shows, dots, part, faces }: Placed,
  now: number,
  host: Element | null,
): Known {
  const box = element.getBoundingClientRect();
  const layout = part ? { inner: part } : layoutOf(element, natural, shows);
  // A chosen part lies inside of its element, which may be the page itself and longer than its own box.
  const clips = clippingAncestors(element).slice(part ? 1 : 0);
  const drawn = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const points = dots.map(({ box: garment }) => project(layout, box, centre(garment)));
  const moves = fanOut(points, APART, { faces: faces.map((face) => circle(layout, box, face)), inside: inset(box) });
  const view = visibleArea(clips);
  const covered = points.map((point, at) => {
    const { x, y } = moved(point, moves[at]);
    return drawn && holds(view, x, y) && isCovered(element, x, y, host, part !== undefined);
  });
  return { since: now, layout, clips, drawn, box, moves, covered };
}

/** A face on the screen, with room for a dot beside it. */
function circle(layout: Layout, box: Area, { x, y, width, height }: BoundingBox): Face {
  const middle = project(layout, box, { x: x + width / 2, y: y + height / 2 });
  const side = project(layout, box, { x: x + width, y: y + height / 2 });
  const top = project(layout, box, { x: x + width / 2, y });
  const reach = ({ x: px, y: py }: Point): number => Math.hypot(px - middle.x, py - middle.y);
  return { ...middle, radius: (reach(side) + reach(top)) / 2 + REACH };
}

function inset({ left, top, width, height }: Area): Area {
  const [x, y] = [Math.min(INSIDE, width / 2), Math.min(INSIDE, height / 2)];
  return { left: left + x, top: top + y, width: width - 2 * x, height: height - 2 * y };
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

function holds({ left, top, width, height }: Area, x: number, y: number): boolean {
  return x >= left && y >= top && x <= left + width && y <= top + height;
}
