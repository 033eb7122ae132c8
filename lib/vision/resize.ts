import type { PixelImage } from '../types';
import type { PixelBox } from './geometry';

/** Fixed-point digits of Pillow's coefficients (src/libImaging/Resample.c: 32 − 8 − 2). */
const BITS = 22;
const HALF = 1 << (BITS - 1);

/** One axis of a resize: for each output cell its first source cell, how many, and their fixed-point weights. */
interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Int32Array;
  readonly size: number;
}

/**
 * Pillow's `precompute_coeffs` and `normalize_coeffs_8bpc` for the triangle filter, whose support grows with the
 * down-scale. Pillow takes the box as C floats, hence `Math.fround`.
 */
function tapsOf(source: number, from: number, to: number, target: number): Taps {
  const start = Math.fround(from);
  const scale = Math.fround(Math.fround(to) - start) / target;
  const support = Math.max(1, scale);
  const size = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(target);
  const count = new Int32Array(target);
  const weights = new Int32Array(target * size);
  const row = new Float64Array(size);
  for (let i = 0; i < target; i++) {
    const center = start + (i + 0.5) * scale;
    const low = Math.max(0, Math.trunc(center - support + 0.5));
    const n = Math.min(source, Math.trunc(center + support + 0.5)) - low;
    let sum = 0;
    for (let k = 0; k < n; k++) {
      const weight = Math.max(0, 1 - Math.abs((k + low - center + 0.5) / support));
      row[k] = weight;
      sum += weight;
    }
    first[i] = low;
    count[i] = n;
    for (let k = 0; k < n; k++) {
      weights[i * size + k] = Math.trunc(0.5 + ((row[k] as number) / (sum || 1)) * (1 << BITS));
    }
  }
  return { first, count, weights, size };
}

/**
 * Pillow's `Image.resize((width, height), Image.BILINEAR, box)`, bit for bit: horizontal pass, rounding to 8 bits,
 * vertical pass, rounding to 8 bits. The box is in source pixels and lies inside the picture.
 * @returns RGB, 8 bits a channel, row-major.
 */
export function resize(image: PixelImage, box: PixelBox, width: number, height: number): Uint8Array {
  const across = tapsOf(image.width, box.x0, box.x1, width);
  const down = tapsOf(image.height, box.y0, box.y1, height);
  const top = down.first[0] as number;
  const bottom = (down.first[height - 1] as number) + (down.count[height - 1] as number);
  return vertical(horizontal(image, across, width, top, bottom), down, width, height, top);
}

/** The pixels as 32-bit numbers, red in the lowest byte: one load each instead of three. */
function wordsOf({ data }: PixelImage): Uint32Array {
  const { buffer, byteOffset, length } = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(buffer, byteOffset, length >> 2);
}

// The casts below are free at run time: the indexes are inside the arrays by construction.
function horizontal(image: PixelImage, taps: Taps, width: number, top: number, bottom: number): Uint8Array {
  const words = wordsOf(image);
  const { first, count, weights, size } = taps;
  const out = new Uint8Array(width * (bottom - top) * 3);
  let o = 0;
  for (let y = top; y < bottom; y++) {
    const line = y * image.width;
    for (let x = 0; x < width; x++) {
      const p = line + (first[x] as number);
      const at = x * size;
      const n = count[x] as number;
      let r = HALF;
      let g = HALF;
      let b = HALF;
      for (let k = 0; k < n; k++) {
        const word = words[p + k] as number;
        const weight = weights[at + k] as number;
        r += Math.imul(word & 255, weight);
        g += Math.imul((word >>> 8) & 255, weight);
        b += Math.imul((word >>> 16) & 255, weight);
      }
      out[o] = r >> BITS;
      out[o + 1] = g >> BITS;
      out[o + 2] = b >> BITS;
      o += 3;
    }
  }
  return out;
}

function vertical(rows: Uint8Array, taps: Taps, width: number, height: number, top: number): Uint8Array {
  const { first, count, weights, size } = taps;
  const stride = width * 3;
  const out = new Uint8Array(stride * height);
  const sums = new Int32Array(stride);
  for (let y = 0; y < height; y++) {
    sums.fill(HALF);
    const from = ((first[y] as number) - top) * stride;
    const end = y * size + (count[y] as number);
    for (let k = y * size, p = from; k < end; k += 3, p += 3 * stride) addThree(sums, rows, p, weights, k, end);
    const o = y * stride;
    for (let x = 0; x < stride; x++) out[o + x] = (sums[x] as number) >> BITS;
  }
  return out;
}

/** Adds three rows (fewer at the end) times their weights, in one pass over the sums instead of three. */
function addThree(sums: Int32Array, rows: Uint8Array, p: number, weights: Int32Array, k: number, end: number): void {
  const stride = sums.length;
  const w0 = weights[k] as number;
  const w1 = k + 1 < end ? (weights[k + 1] as number) : 0;
  const w2 = k + 2 < end ? (weights[k + 2] as number) : 0;
  const second = w1 ? p + stride : p;
  const third = w2 ? p + 2 * stride : p;
  for (let x = 0; x < stride; x++) {
    const a = Math.imul(rows[p + x] as number, w0);
    const b = Math.imul(rows[second + x] as number, w1);
    sums[x] = (sums[x] as number) + a + b + Math.imul(rows[third + x] as number, w2);
  }
}
