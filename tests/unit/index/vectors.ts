import type { VectorSet } from '../../../lib/types';

/** Seeded source of clustered unit vectors, as embeddings of garments are. */
export function clusteredVectors(seed: number, dimensions = 128, clusters = 100) {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const centres = Array.from({ length: clusters }, () => Float32Array.from({ length: dimensions }, normal));
  const next = (): Float32Array => {
    const centre = centres[Math.floor(random() * clusters) % clusters] ?? new Float32Array(dimensions);
    const vector = centre.map((x) => x + 0.8 * normal());
    const length = Math.hypot(...vector);
    return vector.map((x) => x / length);
  };
  const set = (count: number): VectorSet => {
    const vectors = new Float32Array(count * dimensions);
    for (let i = 0; i < count; i += 1) vectors.set(next(), i * dimensions);
    return { ids: Uint32Array.from({ length: count }, (_, i) => i), vectors };
  };
  return { next, set };
}
