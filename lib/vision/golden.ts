import { GARMENT_CATEGORIES, type GarmentCategory } from '../types';
import { invalid, type Manifest } from './manifest';
import type { Session, Tensor } from './session';

/** Linear congruential generator of the manifests: the same numbers in Python and here, in [−1, 1). */
export function goldenInput(shape: readonly number[], seed: number): Tensor {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let state = seed >>> 0;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = ((state >>> 8) / 2 ** 24) * 2 - 1;
  }
  return { data, dims: shape };
}

/** One-hot rows (B, 8) in the order of `GARMENT_CATEGORIES`. */
export function oneHot(categories: readonly GarmentCategory[]): Tensor {
  const size = GARMENT_CATEGORIES.length;
  const data = new Float32Array(categories.length * size);
  categories.forEach((category, row) => {
    data[row * size + GARMENT_CATEGORIES.indexOf(category)] = 1;
  });
  return { data, dims: [categories.length, size] };
}

function goldenFeeds(manifest: Manifest): Record<string, Tensor> {
  const input = goldenInput(manifest.golden.shape, manifest.golden.seed);
  if (manifest.kind === 'detector') {
    return { images: input, floor: { data: new Float32Array([manifest.second.least]), dims: [1] } };
  }
  if (manifest.kind === 'attributes') return { crops: input };
  return { crops: input, categories: oneHot(['topwear', 'bottomwear']) };
}

/**
 * Runs the golden input; throws `ModelInvalid` when an output is missing or differs more than the tolerance.
 * @returns milliseconds of the run.
 */
export async function checkGolden(session: Session, manifest: Manifest): Promise<number> {
  const feeds = goldenFeeds(manifest);
  const start = performance.now();
  const outputs = await session.run(feeds);
  const took = performance.now() - start;
  for (const [name, expected] of Object.entries(manifest.golden.values)) {
    const actual = outputs[name]?.data;
    const fits = expected.every(
      (value, i) => Math.abs((actual?.[i] ?? Number.NaN) - value) <= manifest.golden.tolerance,
    );
    if (!fits) throw invalid(manifest.kind, `golden output ${name} differs`);
  }
  return took;
}
