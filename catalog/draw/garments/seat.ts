import { panel } from '../fabric.ts';
import { type Point, place } from '../path.ts';
import { shadeEdge } from '../shade.ts';
import type { Stitch } from './garment.ts';

/** Points in an accessory's own unit: one head high, x right, y down. */
export type Local = readonly (readonly [number, number])[];

/** Where an accessory sits: origin in pixels, turn, pixels of one head and sideways squash. */
export interface Seat {
  origin: Point;
  angle: number;
  scale: number;
  squash: number;
}

/** One cut piece of an accessory, with a soft edge; returns its outline in pixels. */
export function piece(s: Stitch, seat: Seat, points: Local, edge = 0.05): Point[] {
  const line = place(points, seat.origin, seat.angle, seat.scale, seat.squash);
  panel(s.sheet, line, s.garment.fabric, seat, seat.scale, s.owner, () =>
    shadeEdge(s.sheet, line, s.light, seat.scale * edge, 1.3),
  );
  return line;
}
