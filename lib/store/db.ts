import Dexie, { type Table } from 'dexie';
import { UserError } from '../errors';
import type { GarmentCategory, Look, Product } from '../types';

/** A product and its place: `row` is its id in the indexes of its generation. */
export interface ProductRecord extends Product {
  readonly generation: string;
  readonly row: number;
}

/** A source and the generation of rows that is current; rows of any other generation are invisible left-overs. */
export interface SourceRecord {
  readonly id: string;
  readonly shop: string;
  readonly products: number;
  readonly generation: string;
  readonly embedder: string;
  readonly categories: readonly GarmentCategory[];
}

/** Vectors and graph of one category of a generation: big bytes, so a table of their own, as Blobs. */
export interface ShelfRecord {
  readonly generation: string;
  readonly category: GarmentCategory;
  readonly count: number;
  readonly data: Blob;
  readonly graph?: Blob;
}

/** A remembered choice. */
export interface SettingRecord {
  readonly key: string;
  readonly value: unknown;
}

/** Everything the extension keeps. */
export class Database extends Dexie {
  declare readonly products: Table<ProductRecord, [string, number]>;
  declare readonly sources: Table<SourceRecord, string>;
  declare readonly shelves: Table<ShelfRecord, [string, string]>;
  declare readonly looks: Table<Look, string>;
  declare readonly settings: Table<SettingRecord, string>;

  constructor(name = 'buy-me-that-look') {
    super(name);
    this.version(1).stores({
      products: '[generation+row]',
      sources: 'id',
      shelves: '[generation+category]',
      looks: 'id, savedAt',
      settings: 'key',
    });
    // A newer version of the extension wants to upgrade: an open connection would block it.
    this.on('versionchange', () => this.close());
  }
}

let shared: Database | undefined;

/** The one connection of this context; opened with the first query. */
export function database(): Database {
  shared ??= new Database();
  return shared;
}

const SENTENCES: Readonly<Record<string, string>> = {
  QuotaExceededError: 'There is no room left on this disk for the catalogue.',
  DatabaseClosedError: 'The extension was updated. Reload this page to go on.',
};

/** Runs `work` on the database; its failures become `CatalogUnavailable` with a sentence. */
export async function withDatabase<T>(work: (db: Database) => Promise<T>, db = database()): Promise<T> {
  try {
    return await work(db);
  } catch (error) {
    const inner = error instanceof Dexie.DexieError ? (error.inner as { name?: string } | undefined) : undefined;
    if (!(error instanceof Dexie.DexieError)) throw error;
    const sentence = SENTENCES[inner?.name ?? ''] ?? SENTENCES[error.name];
    throw new UserError('CatalogUnavailable', sentence ?? 'The catalogue on this computer cannot be opened.', {
      cause: error,
    });
  }
}
