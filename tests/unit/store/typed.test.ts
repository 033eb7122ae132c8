import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { database } from '../../../lib/store/db';
import { listLooks, saveLook } from '../../../lib/store/looks';
import { keepTyped, noteTyped } from '../../../lib/store/typed';
import type { Look } from '../../../lib/types';

const look = (id: string): Look => ({
  id,
  savedAt: 1,
  title: `Look ${id}`,
  note: '',
  pageUrl: 'https://news.example/',
  pageTitle: 'News',
  picture: new Blob(['x'], { type: 'image/webp' }),
  result: { width: 1, height: 1, framing: 'full', persons: [], garments: [] },
});

/** As a browser's: entries are its own properties. */
function storage(): Storage {
  const methods = {
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  };
  return Object.create(methods) as Storage;
}

const words = async (id: string) => {
  const found = (await listLooks()).find((one) => one.id === id);
  return [found?.title, found?.note, found?.tags];
};

beforeEach(() => void vi.stubGlobal('localStorage', storage()));

describe('what is typed into a look', () => {
  it('outlasts a panel that is closed in the middle of a word', async () => {
    await saveLook(look('a'));
    noteTyped('a', { note: 'For the wed' });
    noteTyped('a', { tags: ['summer'] });
    noteTyped('a', { note: 'For the wedding' });
    noteTyped('gone', { title: 'Nobody' });
    await keepTyped();
    expect(await words('a')).toEqual(['Look a', 'For the wedding', ['summer']]);
    expect(Object.keys(localStorage)).toEqual([]);
  });

  it('is not forgotten while an earlier part of it is written', async () => {
    await saveLook(look('b'));
    noteTyped('b', { title: 'Blue' });
    const writing = keepTyped();
    noteTyped('b', { title: 'Blue coat' });
    await writing;
    await keepTyped();
    expect(await words('b')).toEqual(['Blue coat', '', undefined]);
  });

  it('stays noted where it cannot be written now, and fails nobody who waits for it', async () => {
    await saveLook(look('d'));
    noteTyped('d', { note: 'Later' });
    const full = vi.spyOn(database().looks, 'update').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    await keepTyped();
    expect([await words('d'), Object.keys(localStorage)]).toEqual([['Look d', '', undefined], ['typed:d']]);
    full.mockRestore();
    await keepTyped();
    expect(await words('d')).toEqual(['Look d', 'Later', undefined]);
  });

  it('costs nothing where it is damaged or has no room', async () => {
    await saveLook(look('c'));
    localStorage.setItem('typed:c', '{"title":7,"note":');
    localStorage.setItem('other', 'stays');
    await keepTyped();
    expect([await words('c'), Object.keys(localStorage)]).toEqual([['Look c', '', undefined], ['other']]);
    vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(() => noteTyped('c', { note: 'x' })).not.toThrow();
  });
});
