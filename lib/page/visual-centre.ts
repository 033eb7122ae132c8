import type { BoundingBox } from '../types';
import type { Point } from './geometry';

/** What lies in front of a garment is at most this large, by its area: a shirt in an open coat, a bag before a dress. */
const SMALLER = 0.7;
/** Of what is free beside something in front, the point is this far in: sleeves, and the ground, are further out. */
const IN = 0.35;
/** Strips narrower than this, by the garment's side, are no place for a dot: boxes are not that exact. */
const NARROW = 0.12;
/** What is free below counts less: tables, laps and bags hide it more often than they hide lapels. */
const BELOW = 0.5;

/**
 * Where each garment shows, in fractions of the picture: the middle of its box, or beside a smaller garment that lies
 * there, so that the dot of a coat is on the coat and not on the shirt in it.
 */
export function visualCentres(boxes: readonly BoundingBox[]): Point[] {
  return boxes.map((box) => {
    const front = boxes.filter((other) => other !== box && areaOf(other) < SMALLER * areaOf(box));
    return visualCentre(box, front);
  });
}

function visualCentre(box: BoundingBox, front: readonly BoundingBox[]): Point {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const cover = front.find((one) => holds(one, middle));
  if (!cover) return middle;
  const free = beside(box, cover, middle).filter(({ point }) => !front.some((one) => holds(one, point)));
  return free.sort((a, b) => b.area - a.area)[0]?.point ?? middle;
}

interface Strip {
  /** Weighted. */
  readonly area: number;
  readonly point: Point;
}

/** What of a box lies to the left and right of what is in front of it, above and below. */
function beside(box: BoundingBox, cover: BoundingBox, middle: Point): Strip[] {
  const [left, top] = [cover.x - box.x, cover.y - box.y];
  const [right, bottom] = [box.width - left - cover.width, box.height - top - cover.height];
  const wide = (width: number, x: number): Strip[] =>
    width < box.width * NARROW ? [] : [{ area: width * box.height, point: { x, y: middle.y } }];
  const high = (height: number, y: number, weight: number): Strip[] =>
    height < box.height * NARROW ? [] : [{ area: height * box.width * weight, point: { x: middle.x, y } }];
  return [
    ...wide(left, cover.x - left * IN),
    ...wide(right, cover.x + cover.width + right * IN),
    ...high(top, cover.y - top * IN, 1),
    ...high(bottom, cover.y + cover.height + bottom * IN, BELOW),
  ];
}

function areaOf({ width, height }: BoundingBox): number {
  return width * height;
}

function holds({ x, y, width, height }: BoundingBox, point: Point): boolean {
  return point.x >= x && point.y >= y && point.x <= x + width && point.y <= y + height;
}
