import type { Tally } from '../shop';
import type { Embedding, GarmentCategory } from '../types';
import type { PackRow } from './pack-format';

/** What a server said about a version of something: sent back, it may answer that nothing changed (304). */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
  /** Which of a product's pictures they are of; its first where nothing is said. */
  readonly address?: string;
}

/** Characters of each that are kept: no server needs more, and a backup is read within limits. */
const LONGEST = { etag: 1_000, lastModified: 200, address: 5_000 };

/** Validators that are worth keeping: half of one would fit nothing, and all are of one picture. */
export function shortValidators(said: { [K in keyof Validators]: Validators[K] | undefined }): Validators {
  const { etag = '', lastModified = '', address = '' } = said;
  if (address.length > LONGEST.address) return {};
  return {
    ...(etag && etag.length <= LONGEST.etag ? { etag } : {}),
    ...(lastModified && lastModified.length <= LONGEST.lastModified ? { lastModified } : {}),
    ...(address ? { address } : {}),
  };
}

/** A cleaned product in line for its picture; `row.imageUrl` is still empty. */
export interface Listed {
  readonly where: string;
  /** Of everything that a new picture or new words would change; price and stock change without it. */
  readonly hash: string;
  readonly row: PackRow;
  /** Addresses, best guess first; never empty. */
  readonly pictures: readonly string[];
  /** Where the picture is known already: it is read only if it changed. */
  readonly known?: Validators;
}

/** A product that did not go in, and why; or (`kept`) one that did and lacks something. */
export interface Refusal {
  readonly where: string;
  readonly productId: string;
  readonly reason: string;
  readonly kept?: true;
}

/** The product whose picture another one has, and its hash when that was seen. */
export interface Original {
  readonly productId: string;
  readonly hash: string;
}

/** A product that did not go in because another one has its picture. */
export interface Copy extends Refusal {
  readonly hash: string;
  readonly original: Original;
}

/** What the picture of a product tells besides its vector. */
export interface PictureFacts {
  /** Of the picture that was chosen. */
  readonly validators: Validators;
  /** By which the same picture is recognised under another product; `catalog/understand` makes and reads it. */
  readonly print?: Uint8Array<ArrayBuffer>;
  /** Why the product, which went in, may be another kind of thing than its words say. */
  readonly doubt?: string;
}

/** A product with its vector. */
export interface Taken extends PictureFacts {
  readonly row: PackRow;
  readonly hash: string;
  readonly embedding: Embedding;
}

/** The picture of a product that is stored and available. */
export interface StoredPrint {
  readonly productId: string;
  readonly hash: string;
  readonly category: GarmentCategory;
  readonly gender: PackRow['gender'];
  readonly print: Uint8Array;
}

/** A listed product whose picture is still the known one. */
export interface Unchanged {
  readonly unchanged: Listed;
}

/** What became of a listed product. */
export type Outcome = Taken | Unchanged | Refusal | Copy;

/** What is stored of a product already. */
export interface Known {
  readonly hash: string;
  readonly price?: PackRow['price'];
  readonly inStock: boolean;
  readonly validators: Validators;
}

/** Some products of a source, sorted out. */
export interface ListedBatch {
  /** New or changed: their pictures are needed. */
  readonly waiting: readonly Listed[];
  /** Stored as they are; only price or stock are written anew. */
  readonly updated: readonly PackRow[];
  readonly refused: readonly Refusal[];
}

/** Those of a list that did not go in. */
export const leftOut = (refusals: readonly Refusal[]): readonly Refusal[] => refusals.filter(({ kept }) => !kept);

/** A run before it began. */
export const NOTHING: Tally = { found: 0, fresh: 0, changed: 0, cheaper: 0, same: 0, gone: 0, refused: 0 };

/**
 * Where ingest keeps what it did. Each method that changes something does so completely or not at all, so that a kill
 * at any moment loses nothing and doubles nothing.
 */
export interface IngestStore {
  /** What is stored of these products, by product id. */
  known(productIds: readonly string[]): Promise<ReadonlyMap<string, Known>>;
  /** How many products are stored, available or not. */
  count(): Promise<number>;
  /** Which of these products were left out as copies, by product id. */
  copies(productIds: readonly string[]): Promise<ReadonlyMap<string, Omit<Copy, keyof Refusal>>>;
  /** Writes a part of the listing down. */
  list(batch: ListedBatch): Promise<void>;
  /**
   * Marks everything stored that is not in `seen` as unavailable, but for products at addresses of which `isUnread` says
   * that nobody could look; answers how many became so.
   */
  markGone(seen: ReadonlySet<string>, isUnread?: (url: string) => boolean): Promise<number>;
  /** The pictures of everything stored and available, a part at a time. */
  prints(): AsyncIterable<readonly StoredPrint[]>;
  /** How many products wait for their pictures. */
  waiting(): Promise<number>;
  /** The first `count` of them. */
  next(count: number): Promise<readonly Listed[]>;
  /** Stores outcomes of products that waited; they wait no more. */
  commit(outcomes: readonly Outcome[]): Promise<void>;
}
