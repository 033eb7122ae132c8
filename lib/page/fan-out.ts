import type { Area, Point } from './geometry';

/** A face on the screen, as a circle in CSS pixels. */
export interface Face extends Point {
  readonly radius: number;
}

/** What limits points that move apart: faces they keep off, and the area they stay inside of. */
export interface Limits {
  readonly faces?: readonly Face[];
  readonly inside?: Area;
}

const ROUNDS = 60;
/** Beyond this share of a face's radius above or below its middle a point leaves it upwards or downwards. */
const ASIDE = 0.45;

/**
 * Moves points apart until none are nearer than `apart` and none lies on a face, each as little as needed, and says how
 * far each moved. The same points always give the same answer, so that dots do not tremble.
 */
export function fanOut(points: readonly Point[], apart: number, { faces = [], inside }: Limits = {}): Point[] {
  const now = points.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const point of now) for (const face of faces) moved = keepOff(point, face) || moved;
    for (let i = 0; i < now.length; i++) {
      for (let j = i + 1; j < now.length; j++) {
        const [a, b] = [now[i], now[j]];
        if (a && b) moved = separate(a, b, apart, i + j) || moved;
      }
    }
    // A point stays where its picture is cut off: only what was pushed comes back inside.
    if (moved && inside) for (const [at, point] of now.entries()) keepIn(point, points[at] ?? point, inside);
    if (!moved) break;
  }
  return now.map(({ x, y }, at) => ({ x: x - (points[at]?.x ?? 0), y: y - (points[at]?.y ?? 0) }));
}

interface Movable {
  x: number;
  y: number;
}

function separate(a: Movable, b: Movable, apart: number, turn: number): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const distance = Math.hypot(dx, dy);
  if (distance >= apart - 0.01) return false;
  // Points that coincide leave in a direction of their own, a golden angle on for each pair.
  const angle = distance < 0.01 ? turn * 2.4 : Math.atan2(dy, dx);
  const push = (apart - distance) / 2;
  a.x -= Math.cos(angle) * push;
  a.y -= Math.sin(angle) * push;
  b.x += Math.cos(angle) * push;
  b.y += Math.sin(angle) * push;
  return true;
}

/** Glasses are shown beside the face, a hat above it, a collar below. */
function keepOff(point: Movable, { x, y, radius }: Face): boolean {
  const [dx, dy] = [point.x - x, point.y - y];
  if (Math.hypot(dx, dy) >= radius - 0.01) return false;
  if (Math.abs(dy) > radius * ASIDE) point.y = y + Math.sign(dy) * Math.sqrt(radius * radius - dx * dx);
  else point.x = x + (dx < 0 ? -1 : 1) * Math.sqrt(radius * radius - dy * dy);
  return true;
}

function keepIn(point: Movable, from: Point, { left, top, width, height }: Area): void {
  const clamp = (value: number, low: number, high: number, start: number): number =>
    value < low ? Math.min(low, start) : value > high ? Math.max(high, start) : value;
  point.x = clamp(point.x, left, left + width, from.x);
  point.y = clamp(point.y, top, top + height, from.y);
}
