import { createCache, type RecentCache } from '../cache';
import type { Embedding, GarmentCategory, Match, OpenIndex, ProductSearch, SearchFilter } from '../types';
import type { Database, ProductRecord, SourceRecord } from './db';
import { placeOf } from './place';
import { asksRecord, openShelf, passing, type Shelf, suits } from './shelf';
import { readShelf } from './stored-shelf';

const MAX_MATCHES = 200;
/** How many times as many as asked for are looked through where one product fills places with its colours. */
export const FARTHEST = 16;
/** Products that are kept at hand: pictures of one page have many matches in common. One takes about a kilobyte. */
const MOST_AT_HAND = 1_000;
/** Products read together where a filter needs their whole records. */
const READ_AT_ONCE = 2_000;
/** Nearest products whose records are read before those of the whole category: enough pass most prices and shops. */
const AROUND = [400, 2_000] as const;

interface Found {
  readonly key: [string, number];
  readonly similarity: number;
}

/** Rows that pass a filter, by generation; undefined where all do. */
type Allowed = Map<string, ReadonlySet<number> | undefined>;

/**
 * Searches every current source of one embedder: one index per category and source, so that a pack's own index is used
 * as it came and removing a source costs nothing. Sources are merged by similarity, which is exact.
 */
export class StoredSearch implements ProductSearch {
  readonly #db: Database;
  readonly #embedder: string;
  readonly #open: OpenIndex;
  #sources: PromiseLike<readonly SourceRecord[]> | undefined;
  readonly #shelves = new Map<string, Promise<Shelf | undefined>>();
  #atHand: RecentCache<ProductRecord> = createCache(MOST_AT_HAND);

  constructor(db: Database, embedder: string, open: OpenIndex) {
    this.#db = db;
    this.#embedder = embedder;
    this.#open = open;
  }

  /** Loads the shelves of a category, where they are not yet; answers whose they are. */
  async load(category: GarmentCategory): Promise<readonly SourceRecord[]> {
    const sources = (await this.#current()).filter(
      (source) => source.embedder === this.#embedder && source.categories.includes(category),
    );
    // All at once: the database answers one while another is opened.
    await Promise.all(sources.map((source) => this.#shelf(source, category)));
    return sources;
  }

  #current(): PromiseLike<readonly SourceRecord[]> {
    // Only this context changes the catalogue, and `release` follows every change.
    if (this.#sources) return this.#sources;
    const reading = this.#db.sources.toArray();
    this.#sources = reading;
    // A database that fails once may answer the next time.
    reading.catch(() => {
      if (this.#sources === reading) this.#sources = undefined;
    });
    return reading;
  }

  /** Similar products, best first; none when nothing of that category is stored. */
  async search(category: GarmentCategory, embedding: Embedding, k: number, filter: SearchFilter = {}) {
    // What a message asks for may be no whole number: half a product more would be looked for without end.
    const wanted = Math.min(Math.max(0, Math.trunc(k) || 0), MAX_MATCHES);
    const around = asksRecord(filter) ? await this.#around(category, embedding, wanted, filter) : undefined;
    if (around) return around;
    // Which products pass is read once, however far is looked.
    const allowed: Allowed = new Map();
    for (let reach = wanted; ; reach *= 4) {
      const { found, sure } = await this.#nearest(category, embedding, reach, filter, allowed);
      const isLast = sure === -Infinity || 4 * reach > FARTHEST * wanted;
      // A source that has more may have nearer ones than what another one ends with.
      const matches = await this.#different(isLast ? found : found.filter((one) => one.similarity >= sure), wanted);
      if (isLast || matches.length === wanted) return matches;
    }
  }

  /** The `reach` nearest of every source, best first; nothing nearer than `sure` is missing, −∞ where nothing is. */
  async #nearest(
    category: GarmentCategory,
    embedding: Embedding,
    reach: number,
    filter: SearchFilter,
    passed: Allowed,
  ) {
    const found: Found[] = [];
    let sure = -Infinity;
    for (const source of await this.load(category)) {
      const first = await this.#shelf(source, category);
      if (!first) continue;
      const { generation } = source;
      if (!passed.has(generation)) passed.set(generation, await this.#allowed(source, category, first, filter));
      const allowed = passed.get(generation);
      // While the products were read the shelf may have been replaced and closed.
      const shelf = (await this.#shelf(source, category)) ?? first;
      const neighbors = shelf.index.search(embedding, reach, allowed && ((id) => allowed.has(id)));
      for (const { id, similarity } of neighbors) found.push({ key: [source.generation, id], similarity });
      if (neighbors.length === reach) sure = Math.max(sure, neighbors.at(-1)?.similarity ?? sure);
    }
    return { found: found.sort((a, b) => b.similarity - a.similarity), sure };
  }

  /** Those of the nearest that pass a filter of whole records, best first; undefined where more may lie farther off. */
  async #around(category: GarmentCategory, embedding: Embedding, wanted: number, filter: SearchFilter) {
    const { gender, inStock } = filter;
    const cheap: SearchFilter = { ...(gender ? { gender } : {}), ...(inStock ? { inStock } : {}) };
    const allowed: Allowed = new Map();
    for (const reach of AROUND) {
      const { found, sure } = await this.#nearest(category, embedding, reach, cheap, allowed);
      const near = await this.#matches(found.filter((one) => one.similarity >= sure));
      const passed = near.filter(({ product }) => suits(product, filter));
      const matches = distinct(passed, new Set()).slice(0, wanted);
      if (sure === -Infinity || matches.length === wanted) return matches;
    }
    return undefined;
  }

  /** The best `wanted` matches; what two sources of one shop both have, or one in several colours, is shown once. */
  async #different(found: readonly Found[], wanted: number): Promise<Match[]> {
    const matches: Match[] = [];
    const shown = new Set<string>();
    for (let at = 0; at < found.length && matches.length < wanted; ) {
      const part = found.slice(at, at + wanted - matches.length);
      at += part.length;
      matches.push(...distinct(await this.#matches(part), shown));
    }
    return matches;
  }

  /** Forgets what is loaded of one source in some categories: something came or went there. */
  forget(generation: string, categories: Iterable<string>): void {
    this.#sources = undefined;
    this.#atHand = createCache(MOST_AT_HAND);
    for (const category of categories) {
      const key = `${generation}/${category}`;
      void this.#shelves.get(key)?.then(
        (open) => open?.index.close(),
        () => undefined,
      );
      this.#shelves.delete(key);
    }
  }

  /** Forgets what is loaded. */
  release(): void {
    for (const shelf of this.#shelves.values()) {
      void shelf.then(
        (open) => open?.index.close(),
        () => undefined,
      );
    }
    this.#shelves.clear();
    this.#sources = undefined;
    this.#atHand = createCache(MOST_AT_HAND);
  }

  #shelf(source: SourceRecord, category: GarmentCategory): Promise<Shelf | undefined> {
    const key = `${source.generation}/${category}`;
    const known = this.#shelves.get(key);
    if (known) return known;
    const loading = this.#load(source, category).catch((error: unknown) => {
      this.#shelves.delete(key);
      throw error;
    });
    this.#shelves.set(key, loading);
    return loading;
  }

  async #load({ generation }: SourceRecord, category: GarmentCategory): Promise<Shelf | undefined> {
    const stored = await readShelf(this.#db, generation, category);
    return stored && openShelf(stored, this.#open);
  }

  async #allowed({ generation }: SourceRecord, category: string, shelf: Shelf, filter: SearchFilter) {
    const cheap = passing(shelf, filter);
    if (!asksRecord(filter)) return cheap;
    const allowed = new Set<number>();
    const last = shelf.ids.reduce((a, b) => Math.max(a, b), 0);
    // Many at once are read much faster than one by one, all at once would take too much memory.
    for (let from = 0; from <= last; from += READ_AT_ONCE) {
      const rows = this.#db.products
        .where('[generation+row]')
        .between([generation, from], [generation, from + READ_AT_ONCE]);
      for (const product of await rows.toArray()) {
        const passes = product.category === category && suits(product, filter);
        if (passes && (cheap?.has(product.row) ?? true)) allowed.add(product.row);
      }
    }
    return allowed;
  }

  async #matches(found: readonly Found[]): Promise<Match[]> {
    // Whoever changes the catalogue meanwhile begins another cache: this one then keeps what was.
    const atHand = this.#atHand;
    // Held here too: while the others are read, other searches may push these out.
    const held = new Map(found.map(({ key }) => [`${key}`, atHand.get(`${key}`)]));
    const missing = found.map(({ key }) => key).filter((key) => !held.get(`${key}`));
    for (const record of missing.length > 0 ? await this.#db.products.bulkGet(missing) : []) {
      if (!record) continue;
      const key = `${[record.generation, record.row]}`;
      held.set(key, record);
      atHand.set(key, record);
    }
    return found.flatMap(({ key, similarity }) => {
      const record = held.get(`${key}`);
      if (!record) return [];
      const { generation: _generation, row: _row, ...product } = record;
      return [{ product, similarity }];
    });
  }
}

/** Those of the matches whose place is not among `shown` yet, which grows by theirs. */
function distinct(matches: readonly Match[], shown: Set<string>): Match[] {
  return matches.filter(({ product }) => {
    const place = placeOf(product);
    if (shown.has(place)) return false;
    shown.add(place);
    return true;
  });
}
