import type { BoundingBox } from '../types';

/** Box in pixels of one picture: left, top, right, bottom. */
export interface PixelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Limits a number to a range. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Area of a box in its own unit. */
export function area(box: BoundingBox): number {
  return box.width * box.height;
}

/** Area that two boxes share. */
export function overlap(a: BoundingBox, b: BoundingBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union, 0–1. */
export function iou(a: BoundingBox, b: BoundingBox): number {
  const shared = overlap(a, b);
  return shared === 0 ? 0 : shared / (area(a) + area(b) - shared);
}

/** Share of `inner` that lies in `outer`, 0–1. */
export function containment(inner: BoundingBox, outer: BoundingBox): number {
  const size = area(inner);
  return size > 0 ? overlap(inner, outer) / size : 0;
}

/** Fractions → pixels of a picture. */
export function toPixels(box: BoundingBox, width: number, height: number): PixelBox {
  return {
    x0: box.x * width,
    y0: box.y * height,
    x1: (box.x + box.width) * width,
    y1: (box.y + box.height) * height,
  };
}

/** The box with `margin` times its size on every side, inside the picture. */
export function enlarge(box: PixelBox, margin: number, width: number, height: number): PixelBox {
  const dx = margin * (box.x1 - box.x0);
  const dy = margin * (box.y1 - box.y0);
  return {
    x0: Math.max(0, box.x0 - dx),
    y0: Math.max(0, box.y0 - dy),
    x1: Math.min(width, box.x1 + dx),
    y1: Math.min(height, box.y1 + dy),
  };
}
