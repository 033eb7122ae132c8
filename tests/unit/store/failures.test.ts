import 'fake-indexeddb/auto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SENTENCES } from '../../../lib/all-sentences';
import { Database, withDatabase } from '../../../lib/store/db';
import { databaseError } from '../../../lib/store/failures';

let name: string;
let db: Database;

beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  db = new Database(name);
});
afterEach(async () => {
  db.close();
  await Dexie.delete(name);
});

/** A connection as a page of another version of the extension would hold it. */
function rawConnection(version: number, onVersionChange?: (connection: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => {
      if (!opening.result.objectStoreNames.contains('settings')) {
        opening.result.createObjectStore('settings', { keyPath: 'key' });
      }
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const connection = opening.result;
      connection.onversionchange = () => onVersionChange?.(connection);
      resolve(connection);
    };
  });
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

const count = () => withDatabase((open) => open.looks.count(), db);

describe('the database', () => {
  it('says so when an older version keeps it from opening, and opens once that is gone', async () => {
    const old = await rawConnection(10);
    await expect(count()).rejects.toMatchObject({ name: 'CatalogUnavailable', message: SENTENCES.databaseBlocked });
    // Whoever asks while it is still there hears the same.
    await expect(count()).rejects.toMatchObject({ message: SENTENCES.databaseBlocked });
    old.close();
    expect(await count()).toBe(0);
    expect(await count()).toBe(0);
  });

  it('waits for an older version that closes when it is asked to', async () => {
    await rawConnection(10, (connection) => connection.close());
    expect(await count()).toBe(0);
  });

  it('makes room for a newer version at once, and goes on beside it', async () => {
    expect(await count()).toBe(0);
    const newer = await rawConnection(10_000);
    expect(await count()).toBe(0);
    newer.close();
  });

  it('keeps no answer alive after it was given', async () => {
    const ask = async () => new WeakRef(await withDatabase(async () => ({ large: new Uint8Array(1_000) }), db));
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    await new Promise((resolve) => setTimeout(resolve));
    collectGarbage();
    expect(answers.filter((one) => one.deref())).toEqual([]);
  });

  it('asks for a reload once it was closed for good', async () => {
    expect(await count()).toBe(0);
    db.close();
    await expect(count()).rejects.toMatchObject({ name: 'CatalogUnavailable', message: SENTENCES.extensionUpdated });
  });
});

describe('a failure of the database', () => {
  it('is a full disk however deep that hides', () => {
    const full = new Dexie.QuotaExceededError('full');
    for (const error of [
      full,
      new DOMException('full', 'QuotaExceededError'),
      new Dexie.AbortError('aborted', full),
      new Dexie.BulkError('2 of 3 failed', [full] as never),
    ]) {
      expect(databaseError(error), String(error)).toMatchObject({
        name: 'CatalogUnavailable',
        message: SENTENCES.diskFull,
      });
    }
  });

  it('has a sentence when it is none of these, and any other error stays itself', () => {
    expect(databaseError(new Dexie.OpenFailedError('no'))).toMatchObject({ message: SENTENCES.catalogClosed });
    const other = new TypeError('x is undefined');
    expect(databaseError(other)).toBe(other);
    expect(databaseError(undefined)).toBeUndefined();
  });
});
