import pLimit from 'p-limit';
import { isWebAddress, type PackRow } from '../lib/store/pack-format';
import type { BoundingBox, Detection, Embedding, GarmentCategory, PixelImage } from '../lib/types';
import type { Done } from './checkpoint';
import { garmentBox } from './garment-box';
import { loadPicture, thumbnail } from './node/picture';
import { readPictureNode } from './node/pixels';
import { cleanProduct } from './schema';
import type { CsvRow } from './sources/csv';

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
  detect(image: PixelImage): Promise<readonly Detection[]>;
  embed(garments: readonly GarmentPicture[]): Promise<readonly Embedding[]>;
}

/** Where the table stands and what its products become. */
export interface IngestOptions {
  readonly folder: string;
  readonly source: string;
  /** Address that relative pictures get in the pack; without it they travel as thumbnails. */
  readonly picturesUrl?: string | undefined;
}

/** Start of the reason for a row whose picture failed. */
export const UNREADABLE = 'picture cannot be read';

const AT_ONCE = 4;
const downloads = pLimit(AT_ONCE);

type Seen = Done | { readonly number: number; readonly row: PackRow; readonly garment: GarmentPicture };

const wordsOf = (error: unknown) => (error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : '');

async function pictureAddress(address: string, bytes: Buffer, picturesUrl: string | undefined): Promise<string> {
  if (isWebAddress(address)) return address;
  return picturesUrl === undefined ? thumbnail(bytes) : `${picturesUrl}${address.replace(/^\.\//, '')}`;
}

async function see({ number, raw, reason }: CsvRow, eyes: Eyes, options: IngestOptions): Promise<Seen> {
  const productId = raw?.product_id ?? '';
  if (!raw) return { number, productId, reason: reason ?? 'unreadable row' };
  const cleaned = cleanProduct(raw, options.source);
  if (cleaned.reason !== undefined) return { number, productId, reason: cleaned.reason };
  const address = (raw.image_url ?? '').trim();
  try {
    const bytes = await downloads(() => loadPicture(address, options.folder));
    const { pixels: image } = await readPictureNode(bytes);
    const { category } = cleaned.row;
    const box = garmentBox(image, category, await eyes.detect(image));
    const imageUrl = await pictureAddress(address, bytes, options.picturesUrl);
    return { number, row: { ...cleaned.row, imageUrl }, garment: { image, category, box } };
  } catch (error) {
    return { number, productId, reason: `${UNREADABLE}: ${wordsOf(error)}` };
  }
}

/** Cleans a batch of rows, reads their pictures, finds and embeds the garments. Every row is answered. */
export async function ingestBatch(rows: readonly CsvRow[], eyes: Eyes, options: IngestOptions): Promise<Done[]> {
  const seen = await Promise.all(rows.map((row) => see(row, eyes, options)));
  const garments = seen.flatMap((one) => ('garment' in one ? [one.garment] : []));
  const embeddings = garments.length > 0 ? await eyes.embed(garments) : [];
  let next = 0;
  return seen.map((one) => {
    if (!('garment' in one)) return one;
    const embedding = embeddings[next++];
    if (!embedding) throw new Error('The embedder left a picture unanswered');
    return { number: one.number, row: one.row, embedding };
  });
}
