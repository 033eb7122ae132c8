import type { Detection, PixelImage } from '../types';
import { decode } from './decode';
import { letterbox } from './letterbox';
import type { Manifests } from './manifest';
import type { Session } from './session';

/** Finds persons and garments, best first. `minScore` replaces the manifest's thresholds. */
export type Detect = (image: PixelImage, minScore?: number) => Promise<Detection[]>;

/** The detector over a loaded network. */
export function createDetector(session: Session, manifest: Manifests['detector']): Detect {
  return async (image, minScore) => {
    const boxed = letterbox(image, manifest.input);
    const maps = await session.run({ images: boxed.tensor });
    return decode(maps, boxed, { ...manifest, minScore });
  };
}
