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
    const size = this.width * this.height;
    for (let c = 0; c < 3; c++) {
      const plane = (index * 3 + c) * size;
      for (let y = 0; y < h; y++) {
        let o = plane + (top + y) * this.width + left;
        let p = y * w * 3 + c;
        for (let x = 0; x < w; x++, p += 3) {
          this.tensor.data[o++] = this.table[c * 256 + (rgb[p] as number)] as number;
        }
      }
    }
  }
}
