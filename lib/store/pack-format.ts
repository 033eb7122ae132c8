import * as v from 'valibot';
import { UserError } from '../errors';
import { GARMENT_CATEGORIES, type Product } from '../types';

/** Numbers of one embedding. */
export const DIMENSIONS = 128;
/** Version of the pack format that is read and written. */
export const PACK_FORMAT = 1;
/** Most products of one pack. */
export const MAX_PRODUCTS = 200_000;
/** Most characters of a shop's name. */
export const LONGEST_NAME = 200;

const text = (limit: number) => v.pipe(v.string(), v.maxLength(limit));

/** Whether an address is plain http(s). */
export function isWebAddress(address: string): boolean {
  // The scheme first: reading an address whole is slow, and a pack has hundreds of thousands.
  return /^https?:/i.test(address) && URL.canParse(address);
}

/** Whether a product picture may be shown: http(s), packaged under `/catalog/`, a WebP thumbnail, or none. */
export function isPictureAddress(address: string): boolean {
  if (address === '' || isWebAddress(address)) return true;
  if (/^\/catalog\/[\w./-]+$/.test(address)) return !address.includes('..');
  return address.length <= 16_384 && /^data:image\/webp;base64,[\w+/=]+$/.test(address);
}

const SourceId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/));

/** One line of `products.ndjson`: row `i` belongs to row `i` of `embeddings.npy` and to label `i` of its index. */
export const PackRow = v.strictObject({
  source: SourceId,
  productId: v.pipe(text(200), v.minLength(1)),
  title: v.pipe(text(500), v.minLength(1)),
  brand: text(200),
  url: v.pipe(text(2_048), v.check(isWebAddress, 'not an http(s) address')),
  imageUrl: v.pipe(text(16_384), v.check(isPictureAddress, 'not a picture address')),
  category: v.picklist(GARMENT_CATEGORIES),
  type: text(100),
  gender: v.picklist(['women', 'men', 'unisex', 'kids']),
  price: v.optional(
    v.strictObject({
      amount: v.pipe(v.string(), v.regex(/^\d{1,12}(\.\d{1,4})?$/)),
      currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
    }),
  ),
  inStock: v.boolean(),
});

/** A product as a pack states it: `id` and `shop` follow from its source. */
export type PackRow = v.InferOutput<typeof PackRow>;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_PRODUCTS));

/** `manifest.json` of a pack: counts, the embedder as `name@version` and the SHA-256 of every other entry. */
export const PackManifest = v.strictObject({
  format: v.literal(PACK_FORMAT),
  embedder: v.pipe(text(200), v.regex(/^[^@]+@[^@]+$/)),
  dimensions: v.literal(DIMENSIONS),
  products: Count,
  categories: v.record(v.picklist(GARMENT_CATEGORIES), Count),
  sources: v.pipe(
    v.array(v.strictObject({ id: SourceId, shop: v.pipe(text(LONGEST_NAME), v.minLength(1)), products: Count })),
    v.maxLength(1_000),
  ),
  entries: v.record(
    text(100),
    v.strictObject({
      bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
});

/** The facts about a pack. */
export type PackManifest = v.InferOutput<typeof PackManifest>;

/** A source inside a pack or the catalogue. */
export interface PackSource {
  readonly id: string;
  readonly shop: string;
}

/** A whole catalogue in memory: row `i` of `rows` has the unit vector `i` of `embeddings` (128 numbers each). */
export interface Pack {
  readonly embedder: string;
  readonly sources: readonly PackSource[];
  readonly rows: readonly PackRow[];
  readonly embeddings: Float32Array;
  /** HNSW files by category; labels are row numbers. */
  readonly graphs: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** The product of a row. */
export function productOf(row: PackRow, shop: string): Product {
  const { price, ...rest } = row;
  return { ...rest, id: `${row.source}/${row.productId}`, shop, ...(price ? { price } : {}) };
}

/** Error for a pack that is refused, with a sentence for the user. */
export function packInvalid(sentence: string, cause?: unknown): UserError {
  return new UserError('PackInvalid', sentence, { cause });
}

/** SHA-256 in lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
