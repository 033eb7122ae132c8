import type { PixelImage } from '../../lib/types';
import { resize } from '../../lib/vision/resize';

/**
 * What makes a picture recognisable: `bits`, 64 of them in four numbers of 16, say where it gets brighter from left to
 * right (dHash, N. Krawetz, hackerfactor.com 2013); `color` is the mean red, green and blue, 0–255, of its middle, because a shirt in
 * another colour has the same outline.
 */
export interface PictureHash {
  readonly bits: readonly [number, number, number, number];
  readonly color: readonly [number, number, number];
}

const [COLUMNS, ROWS] = [9, 8];
const [MOST_BITS, MOST_COLOR] = [3, 8];

/** The hash of an upright picture. */
export function pictureHash(image: PixelImage): PictureHash {
  const { width, height } = image;
  const small = resize(image, { x0: 0, y0: 0, x1: width, y1: height }, COLUMNS, ROWS);
  const gray = Array.from({ length: COLUMNS * ROWS }, (_, i) => {
    const [r = 0, g = 0, b = 0] = small.subarray(3 * i, 3 * i + 3);
    return 0.299 * r + 0.587 * g + 0.114 * b;
  });
  const bits: [number, number, number, number] = [0, 0, 0, 0];
  for (let y = 0; y < ROWS; y += 1) {
    for (let x = 0; x < COLUMNS - 1; x += 1) {
      const at = y * COLUMNS + x;
      // Rows far apart share a word, because the upper ones of most product pictures are blank.
      const word = y & 3;
      bits[word as 0] = (bits[word as 0] << 1) | ((gray[at + 1] ?? 0) > (gray[at] ?? 0) ? 1 : 0);
    }
  }
  const centre = { x0: width / 4, y0: height / 4, x1: (3 * width) / 4, y1: (3 * height) / 4 };
  const [red = 0, green = 0, blue = 0] = resize(image, centre, 1, 1);
  return { bits, color: [red, green, blue] };
}

function bitsSet(word: number): number {
  let count = 0;
  for (let rest = word; rest > 0; rest &= rest - 1) count += 1;
  return count;
}

/** Whether two hashes are of the same picture, perhaps scaled or saved again. */
export function isSamePicture(a: PictureHash, b: PictureHash): boolean {
  const bits = a.bits.reduce((sum, word, i) => sum + bitsSet(word ^ (b.bits[i] ?? 0)), 0);
  return bits <= MOST_BITS && a.color.every((value, i) => Math.abs(value - (b.color[i] ?? 0)) <= MOST_COLOR);
}
