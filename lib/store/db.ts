import Dexie, { type Table } from 'dexie';
import type { ShopSpec, ShopStage, Tally } from '../shop';
import type { GarmentCategory, Look, Price, Product } from '../types';
import { blockedError, databaseError } from './failures';
import type { Listed, Original, PictureFacts, Refusal } from './ingest-store';

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

/** Vectors that came to a shelf after it was written, in the order of `seq`: a shelf is rewritten only now and then. */
export interface ChunkRecord {
  readonly generation: string;
  readonly category: GarmentCategory;
  readonly seq: number;
  /** Vectors in `data`, laid out as a shelf; they replace earlier ones of the same id. */
  readonly count: number;
  readonly data: Blob;
  readonly removed: readonly number[];
  readonly stock: readonly (readonly [id: number, inStock: boolean])[];
}

/** A shop the user added: its source in the catalogue has the same id. */
export interface ShopRecord {
  readonly id: string;
  readonly name: string;
  readonly spec: ShopSpec;
  readonly generation: string;
  readonly stage: ShopStage;
  readonly paused: boolean;
  readonly nextRow: number;
  readonly nextSeq: number;
  /** Of the run at hand or the last one. */
  readonly tally: Tally;
  /** Products that needed their picture in this run, and how many of them are done. */
  readonly total: number;
  readonly done: number;
  readonly rejected: number;
  /** Stored products whose picture shows another kind of thing than their words say. */
  readonly doubtful?: number;
  /** Whether the list of what was left out names products that went in and lack something. */
  readonly noted?: boolean;
  readonly addedAt: number;
  /** When the last run ended well; 0 before. */
  readonly refreshedAt: number;
  /** Runs so far: each asks for another share of the pictures again. */
  readonly runs?: number;
  /** Why the last run ended badly, a sentence. */
  readonly error?: string;
  /** The first product that waited when a run began, and how many runs began there: a crash repeats itself. */
  readonly stuck?: { readonly at: number; readonly runs: number };
  /** The first product that waited when pictures did not come, and how many runs in a row ended there. */
  readonly late?: { readonly at: number; readonly runs: number };
  /** What broke the list off whose products come in now, a sentence. */
  readonly broken?: string;
  /** When the last run ended badly, milliseconds since the epoch, and how many in a row did: the next try waits longer. */
  readonly failed?: { readonly at: number; readonly runs: number };
}

/** What is stored of a shop's product besides its record. */
export interface FactRecord extends PictureFacts {
  readonly source: string;
  readonly productId: string;
  readonly row: number;
  readonly category: GarmentCategory;
  readonly gender?: Product['gender'];
  readonly hash: string;
  readonly price?: Price;
  readonly inStock: boolean;
}

/** A product of a shop that was left out because another one has its picture. */
export interface CopyRecord {
  readonly source: string;
  readonly productId: string;
  readonly hash: string;
  readonly original: Original;
}

/** A product of a shop in line for its picture. */
export interface WaitingRecord {
  readonly at?: number;
  readonly source: string;
  readonly listed: Listed;
}

/** A product of a shop that did not go in. */
export interface RejectedRecord extends Refusal {
  readonly at?: number;
  readonly source: string;
}

/** A remembered choice. */
export interface SettingRecord {
  readonly key: string;
  readonly value: unknown;
}

/** How long an older connection may take to close before the user hears of it. */
const BLOCKED_MS = 4_000;

/** Everything the extension keeps. */
export class Database extends Dexie {
  declare readonly products: Table<ProductRecord, [string, number]>;
  declare readonly sources: Table<SourceRecord, string>;
  declare readonly shelves: Table<ShelfRecord, [string, string]>;
  declare readonly looks: Table<Look, string>;
  declare readonly settings: Table<SettingRecord, string>;
  declare readonly chunks: Table<ChunkRecord, [string, string, number]>;
  declare readonly shops: Table<ShopRecord, string>;
  declare readonly facts: Table<FactRecord, [string, string]>;
  declare readonly copies: Table<CopyRecord, [string, string]>;
  declare readonly waiting: Table<WaitingRecord, number>;
  declare readonly rejected: Table<RejectedRecord, number>;
  readonly #waiters = new Set<(error: Error) => void>();

  constructor(name = 'buy-me-that-look') {
    super(name);
    this.version(1).stores({
      products: '[generation+row]',
      sources: 'id',
      shelves: '[generation+category]',
      looks: 'id, savedAt',
      settings: 'key',
    });
    this.version(2).stores({
      chunks: '[generation+category+seq]',
      shops: 'id',
      facts: '[source+productId]',
      waiting: '++at, source',
      rejected: '++at, source',
    });
    // A product is looked up by its id to find more like it.
    this.version(3).stores({ products: '[generation+row], id' });
    this.version(4).stores({ copies: '[source+productId]' });
    // A newer version of the extension wants to upgrade: an open connection would block it.
    this.on('versionchange', () => this.close());
    this.on('blocked', () => {
      const timer = setInterval(() => {
        if (this.hasBeenClosed()) clearInterval(timer);
        else this.#sayBlocked();
      }, BLOCKED_MS);
      this.on('ready', () => clearInterval(timer));
    });
  }

  /**
   * Waits for `work`, but rejects when a connection of an older version, in a frozen page for example, keeps this one from
   * opening. Whoever asks later waits anew: it may have closed meanwhile.
   */
  unlessBlocked<T>(work: PromiseLike<T>): Promise<T> {
    // A promise shared by all would keep every answer alive that was raced with it.
    return new Promise<T>((resolve, reject) => {
      this.#waiters.add(reject);
      const done = (): void => void this.#waiters.delete(reject);
      work.then(resolve, reject).then(done, done);
    });
  }

  #sayBlocked(): void {
    for (const reject of this.#waiters) reject(blockedError());
    this.#waiters.clear();
  }
}

/** Every chunk of a generation: in IndexedDB's order an array follows all text, and a key precedes its extensions. */
export const chunksOf = (db: Database, generation: string) =>
  db.chunks.where('[generation+category+seq]').between([generation], [generation, []]);

/** What was left out of a shop as copies. */
export const copiesOf = (db: Database, source: string) =>
  db.copies.where('[source+productId]').between([source], [source, []]);

let shared: Database | undefined;

/** The one connection of this context; opened with the first query. */
export function database(): Database {
  shared ??= new Database();
  return shared;
}

/** Runs `work` on the database; its failures become `CatalogUnavailable` with a sentence. */
export async function withDatabase<T>(work: (db: Database) => Promise<T>, db = database()): Promise<T> {
  try {
    return await db.unlessBlocked(work(db));
  } catch (error) {
    throw databaseError(error);
  }
}
