import Dexie, { liveQuery, type Table } from 'dexie';
import type { LedgerEntry } from '../request';

/** Entries that are kept; the oldest go first. */
const MOST_ENTRIES = 10_000;
/** Entries beyond the limit before the oldest are dropped: dropping one at a time would double the writing. */
const SLACK = 500;
/** Entries that wait for a database that does not answer. */
const MOST_WAITING = 1_000;

/** A database of its own: a ledger must not fail with the catalogue, nor the catalogue with a ledger. */
class LedgerDatabase extends Dexie {
  declare readonly requests: Table<LedgerEntry, string>;

  constructor(name = 'buy-me-that-look-ledger') {
    super(name);
    this.version(1).stores({ requests: 'id, at' });
    this.on('versionchange', () => this.close());
  }
}

let shared: LedgerDatabase | undefined;
const waiting = new Map<string, LedgerEntry>();
let writing: Promise<void> | undefined;

const database = (): LedgerDatabase => {
  shared ??= new LedgerDatabase();
  return shared;
};

/** Keeps an entry, or what is newly known of one. Never rejects: a full disk must not stop a picture from being read. */
export function keepEntry(entry: LedgerEntry): Promise<void> {
  if (waiting.size >= MOST_WAITING && !waiting.has(entry.id)) return Promise.resolve();
  waiting.set(entry.id, entry);
  writing ??= writeWaiting().finally(() => {
    writing = undefined;
  });
  return writing;
}

async function writeWaiting(): Promise<void> {
  // What comes while a write runs is written together by the next.
  while (waiting.size > 0) {
    const entries = [...waiting.values()];
    waiting.clear();
    try {
      await database().requests.bulkPut(entries);
      await dropOldest();
    } catch (error) {
      console.warn('The ledger could not be written', error);
    }
  }
}

async function dropOldest(): Promise<void> {
  const { requests } = database();
  const beyond = (await requests.count()) - MOST_ENTRIES;
  if (beyond > SLACK) await requests.bulkDelete(await requests.orderBy('at').limit(beyond).primaryKeys());
}

/** Every entry kept, newest first. */
export function listEntries(): Promise<LedgerEntry[]> {
  return database().requests.orderBy('at').reverse().toArray();
}

/** Forgets every entry. */
export async function clearEntries(): Promise<void> {
  await database().requests.clear();
}

/** Calls `show` with every entry now and after every change, in whichever context, until `signal` aborts. */
export function watchEntries(
  show: (entries: LedgerEntry[]) => void,
  fail: (error: unknown) => void,
  signal: AbortSignal,
): void {
  const subscription = liveQuery(listEntries).subscribe(show, fail);
  signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
}
