import type { BoundingBox, Embedding, GarmentCategory, PixelImage } from '../types';
import { crops } from './crop';
import { oneHot } from './golden';
import type { Manifests } from './manifest';
import type { Session } from './session';

/** What to embed of a picture. */
export interface Item {
  readonly category: GarmentCategory;
  readonly box: BoundingBox;
}

/** Unit vectors of the items, in order; one batch. */
export type Embed = (image: PixelImage, items: readonly Item[]) => Promise<Embedding[]>;

/** The embedder over a loaded network. */
export function createEmbedder(session: Session, manifest: Manifests['embedder']): Embed {
  const rule = { ...manifest.input, ...manifest.crop };
  const { dimensions } = manifest;
  return async (image, items) => {
    if (items.length === 0) return [];
    const boxes = items.map(({ box }) => box);
    const categories = oneHot(items.map(({ category }) => category));
    const { embeddings } = await session.run({ crops: crops(image, boxes, rule), categories });
    if (!embeddings) throw new Error('The embedder gave no answer.');
    return items.map((_, i) => embeddings.data.slice(i * dimensions, (i + 1) * dimensions));
  };
}
