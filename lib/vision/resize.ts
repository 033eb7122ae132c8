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

// The casts below are free at run time: the indexes are inside the arrays by construction.
function horizontal(image: PixelImage, taps: Taps, width: number, top: number, bottom: number): Uint8Array {
  const { data } = image;
  const { first, count, weights, size } = taps;
  const out = new Uint8Array(width * (bottom - top) * 3);
  let o = 0;
  for (let y = top; y < bottom; y++) {
    const line = y * image.width * 4;
    for (let x = 0; x < width; x++) {
      let r = HALF;
      let g = HALF;
      let b = HALF;
      let p = line + (first[x] as number) * 4;
      const end = x * size + (count[x] as number);
      for (let k = x * size; k < end; k++, p += 4) {
        const weight = weights[k] as number;
        r += Math.imul(data[p] as number, weight);
        g += Math.imul(data[p + 1] as number, weight);
        b += Math.imul(data[p + 2] as number, weight);
      }
      out[o++] = r >> BITS;
      out[o++] = g >> BITS;
      out[o++] = b >> BITS;
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
    const n = count[y] as number;
    for (let k = 0; k < n; k++) {
      const weight = weights[y * size + k] as number;
      const p = ((first[y] as number) - top + k) * stride;
      if (weight === 0) continue;
      for (let x = 0; x < stride; x++) sums[x] = (sums[x] as number) + Math.imul(rows[p + x] as number, weight);
    }
    const o = y * stride;
    for (let x = 0; x < stride; x++) out[o + x] = (sums[x] as number) >> BITS;
  }
  return out;
}
