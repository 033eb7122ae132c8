import type { Models } from '../../lib/vision/models';
import { FAINT } from '../garment-box';
import type { Eyes } from '../ingest/look';
import { readPictureNode } from './pixels';

/** The models as ingest uses them. `detector: false` leaves the product's place to the picture's white background. */
export async function openEyes(models: Models, detector: boolean): Promise<Eyes> {
  return {
    embedder: await embedderName(models),
    decode: async (bytes) => (await readPictureNode(bytes)).pixels,
    detect: detector ? (image) => models.detect(image, FAINT) : undefined,
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
