import type { Figure } from './figure.ts';
import { at, type Point, place } from './path.ts';

/** Places points of a head (unit one head, origin its centre) in the picture. */
export interface Face {
  put(points: readonly Point[]): Point[];
  dot(x: number, y: number): Point;
  u: number;
}

/** The head's own coordinates. */
export function faceOf(fig: Figure): Face {
  const put = (points: readonly Point[]) => place(points, fig.head.center, fig.head.tilt, fig.unit);
  return { put, dot: (x, y) => at(put([[x, y]]), 0), u: fig.unit };
}

/** Sideways shift of the features when the head is turned, head units. */
export function faceShift(fig: Figure): number {
  return Math.sin(fig.head.yaw) * 0.2;
}
