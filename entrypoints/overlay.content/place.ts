import { type Part, partIn } from '../../lib/page/area';
import { type Clip, clippingAncestors } from '../../lib/page/clips';
import { isCovered, unmetAbove } from '../../lib/page/cover';
import { type Face, fanOut } from '../../lib/page/fan-out';
import type { Area, Point, Size } from '../../lib/page/geometry';
import { type Layout, layoutOf, project, visibleArea } from '../../lib/page/picture-box';
import type { Shows } from '../../lib/page/shows';
import type { BoundingBox } from '../../lib/types';

/** What is needed to follow one picture. */
export interface Placed {
  readonly element: Element;
  /** What moves with the picture; its parent says with what it scrolls. Undefined where there is no dot. */
  readonly mover: HTMLElement | undefined;
  readonly shows: Pick<Shows, 'place' | 'layer' | 'density'>;
  /** What was chosen of the element; else the picture in it is meant. */
  readonly part?: Part | undefined;
  /** Faces in the picture, in fractions: no dot lies there. */
  readonly faces: readonly BoundingBox[];
  readonly natural: { readonly width: number; readonly height: number };
  /** Where each dot belongs, in fractions of the picture. */
  readonly dots: readonly { readonly button: HTMLElement; readonly at: Point }[];
}

/** What is known of a picture's place and holds for a while: clips, and where in its box each dot lies. */
export interface Known {
  readonly of: Placed;
  /** When it was worked out, and when it was last looked at what can be seen of it. */
  readonly since: number;
  readonly looked: number;
  readonly size: Size;
  readonly clips: readonly Clip[];
  readonly drawn: boolean;
  /**
   * Of each dot: its centre from the corner of the element's box, whether the part of the picture that is drawn ends
   * before it, and whether something of the page lies over it.
   */
  readonly points: readonly Point[];
  readonly beyond: readonly boolean[];
  readonly covered: readonly boolean[];
}

/** Where a picture is now. */
export interface Seat {
  /** Its box in the viewport, and how far the page was scrolled then. */
  readonly box: Area;
  readonly scroll: Point;
  /** It stays in the viewport while the page scrolls. */
  readonly pinned: boolean;
}

/** Centres of two dots are at least this far apart, CSS pixels: areas that take a click do not overlap. */
const APART = 32;
/** A dot that moved stays this far inside of its picture. */
const INSIDE = 10;
/** What is drawn of a dot reaches this far from its centre. */
const REACH = 9;

/** While it scrolls, dots are there before they come into view and go later: every one of them costs the page a frame. */
const BEYOND = { moving: 10_000, calm: 0 } as const;
/** A dot is moved when it lies further than this from where it is to be, CSS pixels. */
const TOLERANCE = 0.25;

/** What lies around a picture: the overlay's own element, and all pictures with dots that are in view. */
export interface Around {
  readonly host: Element | null;
  readonly pictures: readonly Element[];
}

/** Reads everything about a picture's place that costs style queries or hit tests. Out of view, what was covered `before` is. */
export function study(of: Placed, now: number, around: Around, before?: Known): Known {
  const { element, natural, shows, dots, part, faces } = of;
  const box = element.getBoundingClientRect();
  const layout: Layout = part ? { inner: partIn(part, box) } : layoutOf(element, natural, shows);
  const clips = clippingAncestors(element);
  const centres = dots.map(({ at }) => project(layout, box, at));
  const moves = fanOut(centres, APART, { faces: faces.map((face) => circle(layout, box, face)), inside: inset(box) });
  const places = centres.map(({ x, y }, at) => ({ x: x + (moves[at]?.x ?? 0), y: y + (moves[at]?.y ?? 0) }));
  const points = places.map(({ x, y }) => ({ x: x - box.left, y: y - box.top }));
  const beyond = dots.map(({ at }) => layout.view !== undefined && !holds(layout.view, at.x, at.y));
  const covered = before?.of === of ? before.covered : [];
  const size = { width: box.width, height: box.height };
  return lookOver({ of, since: now, looked: now, size, clips, drawn: true, points, beyond, covered }, now, around);
}

/** Reads anew whether a picture is drawn, and what of the page lies over its dots. */
export function lookOver(known: Known, now: number, { host, pictures }: Around): Known {
  const { element, part } = known.of;
  const box = element.getBoundingClientRect();
  const drawn = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const view = visibleArea(known.clips, part ? undefined : box);
  const above = unmetAbove(element, pictures);
  const covered = known.points.map(({ x, y }, at) => {
    const [left, top] = [box.left + x, box.top + y];
    if (!drawn || !holds(view, left, top)) return known.covered[at] === true;
    return above.some((one) => holds(one, left, top)) || isCovered(element, left, top, host, part !== undefined);
  });
  return { ...known, looked: now, drawn, covered };
}

/** Where a picture is now. With what it scrolls shows when the page does: no style tells it as cheaply. */
export function seatOf(element: Element, before: Seat | undefined): Seat {
  const box = element.getBoundingClientRect();
  const scroll = { x: scrollX, y: scrollY };
  if (!before) return { box, scroll, pinned: false };
  const scrolled = Math.hypot(scroll.x - before.scroll.x, scroll.y - before.scroll.y);
  const moved = Math.hypot(box.left - before.box.left, box.top - before.box.top);
  return { box, scroll, pinned: scrolled < 1 ? before.pinned : moved < scrolled / 2 };
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

/** The corner of a picture's box where its dots are put: in the document, or in the viewport that it stays in. */
function cornerOf({ box: { left, top }, scroll, pinned }: Seat): Point {
  return pinned ? { x: left, y: top } : { x: left + scroll.x, y: top + scroll.y };
}

/** Whether a picture moved in a way that the page's scrolling does not carry its dots along. */
export function hasMoved(before: Seat, now: Seat): boolean {
  return before.pinned !== now.pinned || isFar(cornerOf(before), cornerOf(now));
}

/** Whether the page was scrolled between. */
export function hasScrolled(before: Seat, now: Seat): boolean {
  return before.scroll.x !== now.scroll.x || before.scroll.y !== now.scroll.y;
}

/** Which dots of a picture can be seen, while it moves or soon; one with an open popover only now. Reads boxes only. */
export function seenDots(
  { of, clips, drawn, points, beyond, covered }: Known,
  { box }: Seat,
  moving: boolean,
): boolean[] {
  // A chosen part lies inside of its element, which may be the page itself and longer than its own box.
  const own = of.part ? undefined : box;
  const now = visibleArea(clips, own, BEYOND.calm);
  const soon = moving ? visibleArea(clips, own, BEYOND.moving) : now;
  return points.map(({ x, y }, at) => {
    const isOpen = of.dots[at]?.button.ariaExpanded === 'true';
    return drawn && !beyond[at] && !covered[at] && holds(isOpen ? now : soon, box.left + x, box.top + y);
  });
}

/** Moves a picture's dots there. Where the page scrolls them along, nothing is written. */
export function putDots({ mover, dots }: Placed, { points }: Known, seat: Seat): void {
  if (!mover) return;
  put(mover, cornerOf(seat));
  if (mover.parentElement?.classList.contains('pinned') !== seat.pinned) {
    mover.parentElement?.classList.toggle('pinned');
  }
  for (const [at, { button }] of dots.entries()) put(button, points[at]);
}

/** Shows or hides a dot. */
export function showDot(button: HTMLElement, seen: boolean): void {
  if (button.hidden === seen) button.hidden = !seen;
}

const lies = new WeakMap<HTMLElement, Point>();

function put(element: HTMLElement, to: Point | undefined): void {
  const at = lies.get(element);
  if (!to || (at && !isFar(at, to))) return;
  lies.set(element, to);
  element.style.translate = `${to.x.toFixed(2)}px ${to.y.toFixed(2)}px`;
}

function isFar(one: Point, other: Point): boolean {
  return Math.abs(one.x - other.x) > TOLERANCE || Math.abs(one.y - other.y) > TOLERANCE;
}

function holds({ left, top, width, height }: Area, x: number, y: number): boolean {
  return x >= left && y >= top && x <= left + width && y <= top + height;
}
