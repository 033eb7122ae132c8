import type { Listed, Outcome } from '../../lib/store/ingest-store';
import type { BoundingBox, Detection, Embedding, GarmentCategory, PixelImage } from '../../lib/types';
import type { PictureBytes, ReadPicture } from '../fetch/picture';
import { garmentBox } from '../garment-box';

/** A garment to embed. */
export interface GarmentPicture {
  readonly image: PixelImage;
  readonly category: GarmentCategory;
  readonly box: BoundingBox;
}

/** The models as ingest needs them: where garments are, and what they look like. */
export interface Eyes {
  /** The embedder as `name@version`. */
  readonly embedder: string;
  /** Decodes an encoded picture. */
  decode(bytes: Uint8Array<ArrayBuffer>): Promise<PixelImage>;
  detect(image: PixelImage): Promise<readonly Detection[]>;
  embed(garments: readonly GarmentPicture[]): Promise<readonly Embedding[]>;
}

/** How pictures get in: read, and turned into the address that cards show. */
export interface PictureWays {
  readonly read: ReadPicture;
  /** The address to store for a picture. */
  readonly addressOf: (address: string, bytes: Uint8Array<ArrayBuffer>) => Promise<string> | string;
}

/** Start of the reason for a product whose picture failed. */
export const UNREADABLE = 'picture cannot be read';

/** Most pictures of one product that are tried. */
const TRIES = 3;

/** A picture on its way; it never rejects. */
export type Fetched = Promise<{ address: string; picture: PictureBytes | undefined } | { error: unknown }>;

const wordsOf = (error: unknown) => (error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : '');

/** Starts reading a product's first picture that answers. */
export async function fetchFirst({ pictures, known }: Listed, read: ReadPicture, signal?: AbortSignal) {
  let failure: unknown;
  for (const address of pictures.slice(0, TRIES)) {
    try {
      return { address, picture: await read(address, signal, known) };
    } catch (error) {
      if (signal?.aborted) break;
      failure ??= error;
    }
  }
  return { error: failure };
}

type Seen = Outcome | { readonly garment: GarmentPicture; readonly taken: (embedding: Embedding) => Outcome };

async function see(listed: Listed, fetched: Fetched, eyes: Eyes, ways: PictureWays): Promise<Seen> {
  const { row, hash, where } = listed;
  const got = await fetched;
  try {
    if ('error' in got) throw got.error;
    if (!got.picture) return { unchanged: listed };
    const { bytes, ...validators } = got.picture;
    const image = await eyes.decode(bytes);
    const box = garmentBox(image, row.category, await eyes.detect(image));
    const imageUrl = await ways.addressOf(got.address, bytes);
    const taken = (embedding: Embedding) => ({ row: { ...row, imageUrl }, hash, embedding, validators });
    return { garment: { image, category: row.category, box }, taken };
  } catch (error) {
    return { where, productId: row.productId, reason: `${UNREADABLE}: ${wordsOf(error)}` };
  }
}

/** Looks at a batch of pictures: decodes, finds and embeds the garments. Every product is answered. */
export async function lookAt(batch: readonly (readonly [Listed, Fetched])[], eyes: Eyes, ways: PictureWays) {
  const seen = await Promise.all(batch.map(([listed, fetched]) => see(listed, fetched, eyes, ways)));
  const garments = seen.flatMap((one) => ('garment' in one ? [one.garment] : []));
  const embeddings = garments.length > 0 ? await eyes.embed(garments) : [];
  let next = 0;
  return seen.map((one): Outcome => {
    if (!('garment' in one)) return one;
    const embedding = embeddings[next++];
    if (!embedding) throw new Error('The embedder left a picture unanswered');
    return one.taken(embedding);
  });
}
