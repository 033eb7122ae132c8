import { describe, expect, it } from 'vitest';
import { resize } from '../../../lib/vision/resize';
import { crc32, noise } from './pictures';

/** Computed once with Pillow 9.4: Image.resize((width, height), Image.BILINEAR, box=box) on the same noise, 17 × 11. */
const PILLOW = [
  { width: 5, height: 4, box: [0, 0, 17, 11], first: [138, 104, 131, 153, 161, 123], crc: 1154204161 },
  { width: 23, height: 19, box: [0, 0, 17, 11], first: [61, 233, 156, 168, 98, 194], crc: 3258631190 },
  { width: 6, height: 3, box: [1.3, 0.7, 15.9, 10.2], first: [134, 102, 127, 149, 157, 124], crc: 2967950499 },
  { width: 4, height: 4, box: [3.1, 2.2, 4.4, 3.3], first: [190, 121, 181, 190, 155, 184], crc: 1907055981 },
  { width: 17, height: 11, box: [0, 0, 17, 11], first: [61, 233, 156, 237, 12, 219], crc: 917619757 },
  { width: 1, height: 1, box: [0, 0, 17, 11], first: [141, 124, 116], crc: 3259945502 },
  { width: 17, height: 5, box: [0, 0, 17, 11], first: [65, 153, 202, 192, 70, 136], crc: 1015245554 },
] as const;

describe('resize', () => {
  it.each(PILLOW)('gives the bytes of Pillow for $width × $height of $box', ({ width, height, box, first, crc }) => {
    const [x0, y0, x1, y1] = box;
    const out = resize(noise(17, 11), { x0, y0, x1, y1 }, width, height);
    expect(Array.from(out.subarray(0, first.length))).toEqual([...first]);
    expect(crc32(out)).toBe(crc);
  });

  it('reads pixels that begin at any byte of a larger buffer', () => {
    const { width, height, data } = noise(17, 11);
    const box = { x0: 0, y0: 0, x1: width, y1: height };
    const shifted = new Uint8Array(data.length + 3).subarray(3);
    shifted.set(data);
    expect(resize({ width, height, data: shifted }, box, 5, 4)).toEqual(resize({ width, height, data }, box, 5, 4));
  });

  it('keeps a plain colour at any size', () => {
    const data = new Uint8Array(9 * 7 * 4).fill(200);
    const out = resize({ width: 9, height: 7, data }, { x0: 0.5, y0: 0.25, x1: 8.75, y1: 6 }, 31, 2);
    expect(new Set(out)).toEqual(new Set([200]));
  });
});
