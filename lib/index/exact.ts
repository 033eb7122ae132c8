import type { Embedding, Neighbor, VectorIndex, VectorSet } from '../types';

/** Exact scan over one array of unit vectors: the oracle, and the answer for small or filtered sets. */
export class ExactIndex implements VectorIndex {
  readonly #dimensions: number;
  readonly #rows = new Map<number, number>();
  #ids: Uint32Array;
  #vectors: Float32Array;

  /** Shares the arrays of `set`; `dimensions` is needed where the set may be empty. */
  constructor(set: VectorSet, dimensions = set.ids.length > 0 ? set.vectors.length / set.ids.length : 128) {
    if (set.vectors.length !== set.ids.length * dimensions) throw new Error('Vectors and ids do not belong together');
    this.#dimensions = dimensions;
    this.#ids = set.ids;
    this.#vectors = set.vectors;
    for (const [row, id] of set.ids.entries()) this.#rows.set(id, row);
  }

  /** Opens what `toBytes` wrote. Throws when lengths do not fit. */
  static fromBytes(bytes: Uint8Array<ArrayBuffer>, dimensions: number): ExactIndex {
    const record = 4 * (dimensions + 1);
    if (bytes.byteLength % record !== 0) throw new Error('These vectors are damaged');
    const count = bytes.byteLength / record;
    const copy = bytes.slice().buffer;
    return new ExactIndex(
      { ids: new Uint32Array(copy, 0, count), vectors: new Float32Array(copy, 4 * count, count * dimensions) },
      dimensions,
    );
  }

  /** Numbers of one vector. */
  get dimensions(): number {
    return this.#dimensions;
  }

  get size(): number {
    return this.#rows.size;
  }

  add(id: number, embedding: Embedding): void {
    if (embedding.length !== this.#dimensions) throw new Error(`Expected ${this.#dimensions} numbers`);
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = this.#rows.size;
      if (row >= this.#ids.length) this.#resize(Math.max(64, 2 * row));
      this.#ids[row] = id;
      this.#rows.set(id, row);
    }
    this.#vectors.set(embedding, row * this.#dimensions);
  }

  remove(id: number): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    const last = this.#rows.size - 1;
    const moved = this.#ids[last] ?? 0;
    const n = this.#dimensions;
    this.#vectors.copyWithin(row * n, last * n, (last + 1) * n);
    this.#ids[row] = moved;
    this.#rows.set(moved, row);
    this.#rows.delete(id);
  }

  search(embedding: Embedding, k: number, filter?: (id: number) => boolean): readonly Neighbor[] {
    const best: Neighbor[] = [];
    if (k <= 0) return best;
    let worst = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < this.size; row += 1) {
      const id = this.#ids[row] ?? 0;
      if (filter && !filter(id)) continue;
      const similarity = this.#dot(embedding, row);
      if (best.length === k && similarity <= worst) continue;
      if (best.length === k) best.pop();
      let place = best.length;
      while (place > 0 && (best[place - 1]?.similarity ?? 0) < similarity) place -= 1;
      best.splice(place, 0, { id, similarity });
      worst = best[best.length - 1]?.similarity ?? worst;
    }
    return best;
  }

  /** Cosine similarity to the vector `id`; −1 for an unknown one. */
  similarity(embedding: Embedding, id: number): number {
    const row = this.#rows.get(id);
    return row === undefined ? -1 : this.#dot(embedding, row);
  }

  /** The ids it holds, in the order of the scan. */
  ids(): IterableIterator<number> {
    return this.#rows.keys();
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.size * 4 * (this.#dimensions + 1));
    new Uint32Array(bytes.buffer, 0, this.size).set(this.#ids.subarray(0, this.size));
    new Float32Array(bytes.buffer, 4 * this.size).set(this.#vectors.subarray(0, this.size * this.#dimensions));
    return bytes;
  }

  close(): void {
    this.#rows.clear();
    this.#ids = new Uint32Array();
    this.#vectors = new Float32Array();
  }

  /** Four sums, so that the multiplications do not wait for each other. */
  #dot(a: Embedding, row: number): number {
    const n = this.#dimensions;
    const b = this.#vectors;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    let at = row * n;
    let i = 0;
    for (; i + 3 < n; i += 4, at += 4) {
      s0 += (a[i] as number) * (b[at] as number);
      s1 += (a[i + 1] as number) * (b[at + 1] as number);
      s2 += (a[i + 2] as number) * (b[at + 2] as number);
      s3 += (a[i + 3] as number) * (b[at + 3] as number);
    }
    for (; i < n; i += 1, at += 1) s0 += (a[i] as number) * (b[at] as number);
    return s0 + s1 + s2 + s3;
  }

  #resize(capacity: number): void {
    const ids = new Uint32Array(capacity);
    ids.set(this.#ids);
    const vectors = new Float32Array(capacity * this.#dimensions);
    vectors.set(this.#vectors);
    this.#ids = ids;
    this.#vectors = vectors;
  }
}
