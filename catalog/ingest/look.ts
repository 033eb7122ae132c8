import type { Listed, Outcome } from '../../lib/store/ingest-store';
import type { BoundingBox, Detection, Embedding, GarmentCategory, PixelImage } from '../../lib/types';
import type { ReadPicture } from '../fetch/picture';
import { garmentBox } from '../garment-box';
import { isPassing, type SourceError } from '../source';
import { disagreement, disagreementText } from '../understand/disagreement';
import type { Pictures } from '../understand/duplicates';
import { picturePrint } from '../understand/same-picture';
import { choosePicture, type Fetched, ModelFailure } from './choose';

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
  /** Everything that is at least faintly seen; without it a product is what is not white, and its first picture is taken. */
  readonly detect?: ((image: PixelImage) => Promise<readonly Detection[]>) | undefined;
  embed(garments: readonly GarmentPicture[]): Promise<readonly Embedding[]>;
}

/** How pictures get in: read, and turned into the address that cards show. */
export interface PictureWays {
  readonly read: ReadPicture;
  /** The address to store for a picture. */
  readonly addressOf: (address: string, bytes: Uint8Array<ArrayBuffer>) => Promise<string> | string;
}

/** What looking at pictures needs. `pictures` are those that came before. */
export interface LookParts {
  readonly eyes: Eyes;
  readonly ways: PictureWays;
  readonly pictures: Pictures;
  readonly signal?: AbortSignal | undefined;
}

/** Start of the reason for a product whose picture failed. */
export const UNREADABLE = 'picture cannot be read';

/** Why a product whose picture another one has is left out. */
export const COPIED = 'the picture of another product';

const wordsOf = (error: unknown) => (error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : '');

/** What became of a product. */
export interface Looked {
  readonly outcome: Outcome;
  /** Why its picture did not come, where it may come later. */
  readonly late?: SourceError | undefined;
}

interface Seen {
  readonly garment: GarmentPicture;
  readonly print: Uint8Array<ArrayBuffer>;
  readonly taken: (embedding: Embedding) => Outcome;
}

async function see(listed: Listed, first: Fetched, parts: LookParts): Promise<Seen | Looked> {
  const { row, hash, where } = listed;
  try {
    const chosen = await choosePicture(listed, first, parts);
    if (!chosen) return { outcome: { unchanged: listed } };
    const { address, bytes, image, detections, validators } = chosen;
    const garment = { image, category: row.category, box: garmentBox(image, row.category, detections) };
    const imageUrl = await parts.ways.addressOf(address, bytes);
    const print = picturePrint(image);
    const doubted = disagreement(row.category, detections);
    const facts = { validators, print, ...(doubted ? { doubt: disagreementText(doubted) } : {}) };
    return { garment, print, taken: (embedding) => ({ row: { ...row, imageUrl }, hash, embedding, ...facts }) };
  } catch (error) {
    // The whole catalogue would be left out, product by product.
    if (error instanceof ModelFailure) throw error.cause;
    const late = isPassing(error) ? error : undefined;
    // What the catalogue has is good while nobody can say otherwise.
    if (listed.known) return { outcome: { unchanged: listed }, late };
    return { outcome: { where, productId: row.productId, reason: `${UNREADABLE}: ${wordsOf(error)}` }, late };
  }
}

/**
 * Looks at a batch of products: chooses among their pictures, finds and embeds the garments, refuses those whose
 * picture another product has. Every product is answered, in order. Rejects where the models fail.
 */
export async function lookAt(batch: readonly (readonly [Listed, Fetched])[], parts: LookParts): Promise<Looked[]> {
  const seen = await Promise.all(batch.map(([listed, first]) => see(listed, first, parts)));
  // A picture that was dropped on its way is no refusal.
  parts.signal?.throwIfAborted();
  const kept = seen.map((one, i): Seen | Looked => {
    const listed = batch[i]?.[0];
    if (!listed || !('garment' in one)) return one;
    const { where, row, hash } = listed;
    const { productId, category, gender } = row;
    const original = parts.pictures.originalOf({ productId, hash, category, gender, print: one.print });
    return original ? { outcome: { where, productId, reason: COPIED, hash, original } } : one;
  });
  const garments = kept.flatMap((one) => ('garment' in one ? [one.garment] : []));
  const embeddings = garments.length > 0 ? await parts.eyes.embed(garments) : [];
  let next = 0;
  return kept.map((one): Looked => {
    if (!('garment' in one)) return one;
    const embedding = embeddings[next++];
    if (!embedding) throw new Error('The embedder left a picture unanswered');
    return { outcome: one.taken(embedding) };
  });
}
