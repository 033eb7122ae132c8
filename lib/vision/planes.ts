import type { Tensor } from './session';

/** Per-channel normalisation of a model's input: (value − mean) / std. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * A batch of RGB float planes, (B, 3, height, width), pre-filled with one grey value; pictures are put into it.
 */
export class Planes {
  readonly tensor: Tensor;
  private readonly table: Float32Array;

  constructor(
    batch: number,
    readonly width: number,
    readonly height: number,
    { mean, std }: Normalisation,
    pad: number,
  ) {
    this.table = new Float32Array(3 * 256);
    for (let c = 0; c < 3; c++) {
      for (let v = 0; v < 256; v++) this.table[c * 256 + v] = (v - (mean[c] as number)) / (std[c] as number);
    }
    const size = width * height;
    const data = new Float32Array(batch * 3 * size);
    for (let i = 0; i < batch * 3; i++) {
      data.fill(this.table[(i % 3) * 256 + pad] as number, i * size, (i + 1) * size);
    }
    this.tensor = { data, dims: [batch, 3, height, width] };
  }

  /** Puts an RGB picture of `w` × `h` bytes into slot `index` with its top-left corner at (left, top). */
  put(index: number, rgb: Uint8Array, w: number, h: number, left: number, top: number): void {
    const { width, table } = this;
    const { data } = this.tensor;
    const size = width * this.height;
    // The casts are free at run time: the indexes are inside the arrays by construction.
    for (let y = 0, p = 0; y < h; y++) {
      let o = index * 3 * size + (top + y) * width + left;
      for (let x = 0; x < w; x++, p += 3, o++) {
        data[o] = table[rgb[p] as number] as number;
        data[o + size] = table[256 + (rgb[p + 1] as number)] as number;
        data[o + 2 * size] = table[512 + (rgb[p + 2] as number)] as number;
      }
    }
  }
}
