import type { Detection, DetectorLabel, PixelImage, Sensitivity } from '../types';
import { decode } from './decode';
import { letterbox } from './letterbox';
import type { Manifests } from './manifest';
import type { Session, Tensor } from './session';

/** Finds persons and garments, best first. `minScore` replaces the manifest's thresholds, `sensitivity` moves them. */
export type Detect = (image: PixelImage, minScore?: number, sensitivity?: Sensitivity) => Promise<Detection[]>;

/** The detector over a loaded network. */
export function createDetector(session: Session, manifest: Manifests['detector']): Detect {
  return async (image, minScore, sensitivity = 'balanced') => {
    const boxed = letterbox(image, manifest.input);
    const thresholds = moved(manifest.thresholds, sensitivity);
    const lowest = minScore ?? Math.min(...Object.values(thresholds));
    const { rows } = await session.run({ images: boxed.tensor, floor: floorOf(lowest, manifest.second) });
    return decode(rows, boxed, { thresholds, minScore });
  };
}

/**
 * The score of the first stage below which no box can reach `score`, which is first^(1 − share) · second^share: the
 * second stage need not look at it.
 */
export function floorOf(score: number, { share, least }: Manifests['detector']['second']): Tensor {
  return { data: new Float32Array([Math.max(least, score ** (1 / (1 - share)))]), dims: [1] };
}

type Thresholds = Manifests['detector']['thresholds'];

/** Few: a third of the way up to certainty. Many: two fifths of the way down to nothing. */
function moved(thresholds: Thresholds, sensitivity: Sensitivity): Thresholds {
  if (sensitivity === 'balanced') return thresholds;
  const move = (one: number): number => (sensitivity === 'few' ? one + (1 - one) / 3 : one * 0.6);
  return Object.fromEntries(Object.entries(thresholds).map(([label, one]) => [label, move(one)])) as Record<
    DetectorLabel,
    number
  >;
}
