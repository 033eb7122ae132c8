import type { SourceSummary } from '../messages';
import type { OpenIndex, ProductSearch } from '../types';

/** What the catalogue needs from outside; the store itself knows neither models nor indexes. */
export interface CatalogOptions {
  /** The embedder in use as `name@version`; vectors of any other are never searched or imported. */
  readonly embedder: string;
  /** The packaged starter pack (the sample boutique). */
  readonly starter: () => Promise<Blob>;
  /** `openIndex` of `lib/index/open`. */
  readonly openIndex: OpenIndex;
}

/** The user's catalogue. Methods throw `CatalogUnavailable` when the database cannot be opened. */
export interface Catalog {
  /** Similar products over all sources; imports the sample boutique on first use. */
  readonly search: ProductSearch;
  /** Imports a pack; replaces sources of the same id. Throws `PackInvalid`, then nothing has changed. */
  importPack(pack: Blob): Promise<SourceSummary>;
  /** The whole catalogue as one pack. */
  exportPack(): Promise<Blob>;
  /** Removes a source with everything it brought; the sample boutique then stays away. */
  removeSource(id: string): Promise<void>;
  /** What the catalogue holds; imports the sample boutique on first use. */
  listSources(): Promise<readonly SourceSummary[]>;
  /** Grows with every change of the catalogue: cached answers of an older revision are stale. */
  revision(): number;
  /** Drops loaded vectors and indexes; the next search loads them again. */
  release(): void;
}

/** Opens the catalogue over IndexedDB (extension pages and workers only). */
export function openCatalog(_options: CatalogOptions): Catalog {
  throw new Error('not yet');
}
