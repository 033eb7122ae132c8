import { crc32 as zlibCrc } from 'node:zlib';
import type { PixelImage } from '../../../lib/types';

/** RGBA noise from a linear congruential generator; its RGB is what the Python side of a golden number used. */
export function noise(width: number, height: number, seed = 7): PixelImage {
  const data = new Uint8Array(width * height * 4).fill(255);
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    if (i % 4 === 3) continue;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state >>> 24;
  }
  return { width, height, data };
}

/** A picture of one colour. */
export function plain(width: number, height: number, value: number): PixelImage {
  const data = new Uint8Array(width * height * 4).fill(value);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { width, height, data };
}

/** CRC-32 of bytes, as Python's zlib.crc32. */
export function crc32(bytes: Uint8Array): number {
  return zlibCrc(bytes);
}
