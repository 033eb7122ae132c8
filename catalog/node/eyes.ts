import type { Models } from '../../lib/vision/models';
import type { Eyes } from '../ingest/look';
import { readPictureNode } from './pixels';

/** Least score of what is seen: also a hint of a product's own kind counts when picture and words are compared. */
const MIN_SCORE = 0.2;

/** The models as ingest uses them. `detector: false` leaves the product's place to the picture's white background. */
export async function openEyes(models: Models, detector: boolean): Promise<Eyes> {
  return {
    embedder: await embedderName(models),
    decode: async (bytes) => (await readPictureNode(bytes)).pixels,
    detect: detector ? (image) => models.detect(image, MIN_SCORE) : undefined,
    embed: async (garments) => {
      const embeddings = [];
      for (const { image, category, box } of garments) {
        embeddings.push(...(await models.embed(image, [{ category, box }])));
      }
      return embeddings;
    },
  };
}

/** The embedder in use as `name@version`. */
export async function embedderName(models: Models): Promise<string> {
  const { name, version } = await models.manifest('embedder');
  return `${name}@${version}`;
}
