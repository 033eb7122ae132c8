import type { Tally } from '../../lib/shop';
import { type IngestStore, type Known, type Listed, NOTHING, type Refusal } from '../../lib/store/ingest-store';
import { MAX_PRODUCTS, type PackRow, sha256 } from '../../lib/store/pack-format';
import { type CatalogSource, type Found, type RawProduct, SourceError } from '../source';
import { COPIED } from './look';
import { Unread } from './unread';

/** Products written down at once. */
const BATCH = 200;
/** Products of a run that are listed although they go in. */
const MOST_NOTES = 1_000;

/**
 * A raw product made ready, or why it cannot be. `place` is what two rows for one product share whatever their ids, `note`
 * what the product lacks.
 */
export type Clean = (
  raw: RawProduct,
) => { row: PackRow; pictures: readonly string[]; place: number; note?: string | undefined } | { reason: string };

/** How a source is listed. */
export interface ListOptions {
  readonly clean: Clean;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((tally: Tally) => void | Promise<void>) | undefined;
  /** The source is only a part of what is stored: what it lacks is not gone. */
  readonly partial?: boolean | undefined;
  /** Asks for every picture again whether it changed. */
  readonly checkPictures?: boolean | undefined;
  /** Whose picture is due to be asked for again: one that says which version it is is then asked whether it changed. */
  readonly isDue?: ((productId: string) => boolean) | undefined;
}

/** The hash that says whether a product has to be looked at again. */
export async function contentHash(row: PackRow, pictures: readonly string[]): Promise<string> {
  const { price: _price, inStock: _stock, imageUrl: _image, ...words } = row;
  return (await sha256(new TextEncoder().encode(JSON.stringify([words, pictures])))).slice(0, 32);
}

const isCheaper = (now: PackRow['price'], before: PackRow['price']): boolean =>
  now !== undefined && now.currency === before?.currency && Number(now.amount) < Number(before.amount);

const isUpdated = (row: PackRow, known: Known): boolean =>
  row.inStock !== known.inStock ||
  row.price?.amount !== known.price?.amount ||
  row.price?.currency !== known.price?.currency;

class Listing {
  readonly seen = new Set<string>();
  readonly #places = new Set<number>();
  /** What is to be listed of products that go in, and how much of it there was. */
  readonly #noted: Refusal[] = [];
  #notes = 0;
  tally: Tally = NOTHING;
  readonly #store: IngestStore;
  readonly #options: ListOptions;

  constructor(store: IngestStore, options: ListOptions) {
    this.#store = store;
    this.#options = options;
  }

  async take(found: readonly Found[]): Promise<void> {
    const refused: Refusal[] = [];
    const ready: Listed[] = [];
    for (const one of found) {
      const sorted = await this.#sort(one);
      if ('reason' in sorted) refused.push(sorted);
      else ready.push(sorted);
    }
    const known = await this.#store.known(ready.map(({ row }) => row.productId));
    const copies = await this.#copies(ready);
    const waiting: Listed[] = [];
    const updated: PackRow[] = [];
    const count = {
      ...this.tally,
      found: this.tally.found + found.length,
      refused: this.tally.refused + refused.length,
    };
    for (const listed of ready) {
      const before = known.get(listed.row.productId);
      const copy = copies.get(listed.row.productId);
      if (copy) {
        refused.push(copy);
        count.refused += 1;
        // It went in before it was a copy, and stays in what it is bought for.
        if (before && isUpdated(listed.row, before)) updated.push(listed.row);
        continue;
      }
      if (!before) count.fresh += 1;
      else if (before.hash !== listed.hash) count.changed += 1;
      else count.same += 1;
      if (before && isCheaper(listed.row.price, before.price)) count.cheaper += 1;
      if (before?.hash !== listed.hash) waiting.push(listed);
      else if (this.#asksAgain(before, listed)) waiting.push({ ...listed, known: before.validators });
      // Also where it waits for its picture, which may never come.
      if (before && isUpdated(listed.row, before)) updated.push(listed.row);
    }
    await this.#store.list({ waiting, updated, refused: [...refused, ...this.#noted.splice(0)] });
    this.tally = count;
    await this.#options.progress?.(count);
  }

  #asksAgain({ validators: { etag, lastModified } }: Known, { row }: Listed): boolean {
    const { checkPictures, isDue } = this.#options;
    return checkPictures === true || (Boolean(etag || lastModified) && isDue?.(row.productId) === true);
  }

  /** Products that are copies still: both they and their originals are as they were. */
  async #copies(ready: readonly Listed[]): Promise<ReadonlyMap<string, Refusal>> {
    if (this.#options.checkPictures) return new Map();
    const copies = await this.#store.copies(ready.map(({ row }) => row.productId));
    if (copies.size === 0) return new Map();
    const originals = await this.#store.known([...copies.values()].map(({ original }) => original.productId));
    const left = new Map<string, Refusal>();
    for (const { row, hash, where } of ready) {
      const copy = copies.get(row.productId);
      if (!copy || copy.hash !== hash || this.#options.isDue?.(row.productId)) continue;
      const original = originals.get(copy.original.productId);
      if (!original?.inStock || original.hash !== copy.original.hash) continue;
      left.set(row.productId, { where, productId: row.productId, reason: COPIED });
    }
    return left;
  }

  #note(line: Refusal): void {
    if (this.#notes >= MOST_NOTES) return;
    this.#notes += 1;
    this.#noted.push(line);
  }

  async #sort({ where, raw, reason }: Found): Promise<Listed | Refusal> {
    const productId = (raw?.product_id ?? '').trim().slice(0, 200);
    if (!raw) return { where, productId, reason };
    const cleaned = this.#options.clean(raw);
    if ('reason' in cleaned) return { where, productId, reason: cleaned.reason };
    const { row, pictures, place, note } = cleaned;
    if (this.seen.has(row.productId)) return { where, productId, reason: 'repeated product_id' };
    if (this.seen.size >= MAX_PRODUCTS) return { where, productId, reason: `more than ${MAX_PRODUCTS} products` };
    if (this.#places.has(place)) return { where, productId, reason: 'the page of another product' };
    this.#places.add(place);
    this.seen.add(row.productId);
    if (note) this.#note({ where, productId, reason: note, kept: true });
    return { where, row, pictures, hash: await contentHash(row, pictures) };
  }
}

/**
 * Reads a whole source and sorts its products into new, changed and known ones; what is stored but no longer sold is
 * marked, unless it is where nobody could look. Throws what the source throws, and `SourceError` where nothing of it can
 * be taken any more: then what was read is written down and nothing is marked as gone.
 */
export async function listSource(source: CatalogSource, store: IngestStore, options: ListOptions): Promise<Tally> {
  const listing = new Listing(store, options);
  const unread = new Unread();
  let batch: Found[] = [];
  const flush = async () => {
    const found = batch;
    batch = [];
    if (found.length > 0) await listing.take(found);
    options.signal?.throwIfAborted();
  };
  try {
    for await (const found of source.products(options.signal)) {
      unread.note(found);
      batch.push(found);
      if (batch.length >= BATCH) await flush();
    }
  } catch (error) {
    // What came before the break is good.
    if (!options.signal?.aborted) await flush();
    throw error;
  }
  await flush();
  // A feed that is just being written, or an error that calls itself one: nobody gives up all products at once.
  if (!options.partial && listing.seen.size === 0 && unread.isNone && (await store.count()) > 0) {
    throw new SourceError('This shop lists no product that can be taken now. What it had stays as it was.');
  }
  const gone = options.partial || unread.isAll ? 0 : await store.markGone(listing.seen, unread.test);
  return { ...listing.tally, gone };
}

/** How far a source was listed. `broken` is what ended the list after some of its products; undefined where it ended well. */
export interface ListedSoFar {
  readonly tally: Tally;
  readonly broken?: SourceError;
}

/**
 * Lists a source as `listSource` does, but is content with what came before the list broke off: a page of it may fail
 * for ever. Throws where nothing came, or where it was no fault of the source.
 */
export async function listSoFar(source: CatalogSource, store: IngestStore, options: ListOptions): Promise<ListedSoFar> {
  let tally = NOTHING;
  const progress = (now: Tally) => {
    tally = now;
    return options.progress?.(now);
  };
  try {
    return { tally: await listSource(source, store, { ...options, progress }) };
  } catch (error) {
    if (options.signal?.aborted || !(error instanceof SourceError)) throw error;
    if (tally.found === tally.refused) throw error;
    return { tally, broken: error };
  }
}
