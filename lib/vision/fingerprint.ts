import type { PixelImage } from '../types';
import { resize } from './resize';

/** Cells along each side of a fingerprint. */
const CELLS = 16;
/** Two sides of a picture whose ratio differs by more than this are another section of it. */
const SAME_SHAPE = 0.02;
/** Most that cells of one picture differ through scaling and compression (measured: 0.6 and 3): on average, and any one. */
const MOST = { mean: 1, single: 5 } as const;

/** A picture in 16 × 16 cells of colour, 8 bits a channel; near enough ones are the same picture. */
export interface Fingerprint {
  /** Width over height. */
  readonly shape: number;
  readonly cells: Uint8Array;
}

/**
 * What is left of a picture when size and compression are taken away. Colours stay: hashes of brightness alone take the
 * red and the blue dress of a shop's listing for one.
 */
export function fingerprint(image: PixelImage): Fingerprint {
  const { width, height } = image;
  return { shape: width / height, cells: resize(image, { x0: 0, y0: 0, x1: width, y1: height }, CELLS, CELLS) };
}

/** Whether two fingerprints are of one picture. */
export function isSamePicture(a: Fingerprint, b: Fingerprint): boolean {
  if (Math.abs(Math.log(a.shape / b.shape)) > SAME_SHAPE) return false;
  let sum = 0;
  for (const [i, value] of a.cells.entries()) {
    const apart = Math.abs(value - (b.cells[i] ?? 0));
    if (apart > MOST.single) return false;
    sum += apart;
  }
  return sum <= MOST.mean * a.cells.length;
}
