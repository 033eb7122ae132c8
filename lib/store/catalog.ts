import { UserError } from '../errors';
import type { ExportedPack, SourceSummary } from '../messages';
import type { GarmentCategory, OpenIndex, Product, ProductSearch } from '../types';
import { type Database, database, type SourceRecord, withDatabase } from './db';
import { findProducts } from './find-products';
import { importSources, sweep } from './import';
import { StoredSearch } from './product-search';
import { forgetShops, shopTables } from './shops';
import { type StoredVector, storedVector } from './stored-vector';

/** Id of the packaged sample boutique. */
export const SAMPLE = 'sample';
/** How often a search is asked again because the catalogue changed meanwhile. */
const ATTEMPTS = 3;
const STARTER_SETTING = 'sample-removed';

/** What the catalogue needs from outside; the store itself knows neither models nor indexes. */
export interface CatalogOptions {
  /** The embedder in use as `name@version`; vectors of any other are never searched or imported. */
  readonly embedder: string;
  /** The packaged starter pack (the sample boutique). */
  readonly starter: () => Promise<Blob>;
  /** `openIndex` or `openIndexSoon` of `lib/index/open`. */
  readonly openIndex: OpenIndex;
}

/** The user's catalogue. Methods throw `CatalogUnavailable` when the database cannot be opened. */
export interface Catalog {
  /** Similar products over all sources; imports the sample boutique on first use. */
  readonly search: ProductSearch;
  /** Imports a pack; replaces sources of the same id. Throws `PackInvalid`, then nothing has changed. */
  importPack(pack: Blob): Promise<SourceSummary>;
  /** The whole catalogue as one pack; the sample boutique only where it is all there is. */
  exportPack(): Promise<ExportedPack>;
  /** Removes a source with everything it brought; the sample boutique then stays away. */
  removeSource(id: string): Promise<void>;
  /** What the catalogue holds; imports the sample boutique on first use. */
  listSources(): Promise<readonly SourceSummary[]>;
  /** The vector of a product; undefined where it is not in the catalogue any more. */
  vectorOf(productId: string): Promise<StoredVector | undefined>;
  /** Those of the products, by id, that are in the catalogue, as they are now. */
  find(ids: readonly string[]): Promise<readonly Product[]>;
  /** Grows with every change of the catalogue: cached answers of an older revision are stale. */
  revision(): number;
  /** Something came to or left shelves of one source, outside of this catalogue's own methods. */
  touched(generation: string, categories: Iterable<GarmentCategory>): void;
  /** Drops loaded vectors and indexes; the next search loads them again. */
  release(): void;
}

const summaryOf = ({ id, shop, products }: SourceRecord): SourceSummary => ({
  id,
  shop,
  products,
  sample: id === SAMPLE,
});

class StoredCatalog implements Catalog {
  readonly search: ProductSearch;
  readonly #options: CatalogOptions;
  readonly #db: Database;
  readonly #stored: StoredSearch;
  #revision = 0;
  #started: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: CatalogOptions, db: Database) {
    this.#options = options;
    this.#db = db;
    this.#stored = new StoredSearch(db, options.embedder, options.openIndex);
    this.search = {
      prepare: (category) =>
        void this.#start()
          .then(() => this.#stored.load(category))
          .catch(() => undefined),
      search: async (category, embedding, k, filter) => {
        await this.#start();
        const ask = () => withDatabase(() => this.#stored.search(category, embedding, k, filter), db);
        for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
          const before = this.#revision;
          // A change closes the indexes under a running search: its answer is of the past, or an error.
          const answer = await ask().catch((error: unknown) => {
            if (this.#revision === before) throw error;
            return undefined;
          });
          if (answer && this.#revision === before) return answer;
        }
        return ask();
      },
    };
  }

  importPack(pack: Blob): Promise<SourceSummary> {
    return this.#change(async () => {
      const [first, ...others] = await this.#bringIn(pack);
      if (!first) throw new UserError('PackInvalid', 'This catalogue file holds no shop.');
      const all = [first, ...others];
      if (all.some(({ id }) => id === SAMPLE)) await this.#db.settings.delete(STARTER_SETTING);
      const products = all.reduce((sum, source) => sum + source.products, 0);
      return { ...summaryOf(first), shop: all.map(({ shop }) => shop).join(', '), products };
    });
  }

  async exportPack(): Promise<ExportedPack> {
    await this.#start();
    const { exportSources } = await import('./export');
    // Between two changes: one in the middle would replace a source whose products were just read.
    return this.#inTurn(() => exportSources(this.#db, this.#options.embedder, SAMPLE));
  }

  removeSource(id: string): Promise<void> {
    return this.#change(async () => {
      const { sources, settings } = this.#db;
      await this.#db.transaction('rw', [sources, settings, ...shopTables(this.#db)], async () => {
        await sources.delete(id);
        await forgetShops(this.#db, [id]);
        if (id === SAMPLE) await settings.put({ key: STARTER_SETTING, value: true });
      });
      // Clearing away takes a while: whoever searches meanwhile asks what is there.
      this.#changed();
      await sweep(this.#db);
    });
  }

  async listSources(): Promise<readonly SourceSummary[]> {
    await this.#start();
    const { embedder } = this.#options;
    return withDatabase(async (db) => {
      const sources = await db.sources.toArray();
      return sources.map((one) => ({ ...summaryOf(one), ...(one.embedder === embedder ? {} : { outdated: true }) }));
    }, this.#db);
  }

  vectorOf(productId: string): Promise<StoredVector | undefined> {
    return withDatabase((db) => storedVector(db, this.#options.embedder, productId), this.#db);
  }

  find(ids: readonly string[]): Promise<readonly Product[]> {
    return withDatabase((db) => findProducts(db, this.#options.embedder, ids), this.#db);
  }

  revision(): number {
    return this.#revision;
  }

  touched(generation: string, categories: Iterable<GarmentCategory>): void {
    this.#revision += 1;
    this.#stored.forget(generation, categories);
  }

  release(): void {
    this.#stored.release();
  }

  /** Changes come one after the other; a failed one does not stop the next. */
  #change<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(work, () => this.#changed());
  }

  #inTurn<T>(work: () => Promise<T>, done: () => void = () => undefined): Promise<T> {
    const turn = this.#turn.then(() => withDatabase(work, this.#db));
    this.#turn = turn.then(done, () => undefined);
    return turn.finally(() => this.#turn);
  }

  #changed(): void {
    this.#revision += 1;
    this.#stored.release();
  }

  async #bringIn(blob: Blob): Promise<readonly SourceRecord[]> {
    // What unpacks is as large as what searches, and most starts need none of it.
    const { readPack } = await import('./pack-read');
    const pack = await readPack(blob, this.#options.embedder);
    await sweep(this.#db);
    const imported = await importSources(this.#db, pack).catch(async (error: unknown) => {
      // What was written of it would keep a full disk full.
      await sweep(this.#db).catch(() => undefined);
      throw error;
    });
    this.#changed();
    await sweep(this.#db);
    return imported;
  }

  /** The sample boutique comes in once, and again after an update that brings another embedder. */
  #start(): Promise<void> {
    this.#started ??= this.#importStarter().catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  async #importStarter(): Promise<void> {
    const { embedder, starter } = this.#options;
    const due = await withDatabase(async (db) => {
      if (await db.settings.get(STARTER_SETTING)) return false;
      return (await db.sources.get(SAMPLE))?.embedder !== embedder;
    }, this.#db);
    if (due) await this.#change(async () => this.#bringIn(await starter()));
  }
}

/** Opens the catalogue over IndexedDB (extension pages and workers only). */
export function openCatalog(options: CatalogOptions, db: Database = database()): Catalog {
  return new StoredCatalog(options, db);
}
