import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { database } from '../../../lib/store/db';
import {
  changeLook,
  chooseProduct,
  deleteLook,
  listLooks,
  readLook,
  saveLook,
  saveLooks,
  watchLooks,
  weighLooks,
} from '../../../lib/store/looks';
import { readSetting, writeSetting } from '../../../lib/store/settings';
import type { Look } from '../../../lib/types';

const look = (id: string, savedAt: number): Look => ({
  id,
  savedAt,
  title: `Look ${id}`,
  note: '',
  pageUrl: 'https://news.example/',
  pageTitle: 'News',
  picture: new Blob(['x'], { type: 'image/webp' }),
  result: { width: 1, height: 1, framing: 'full', persons: [], garments: [] },
});

describe('looks', () => {
  it('are listed newest first, renamed, deleted and watched', async () => {
    const end = new AbortController();
    const seen: string[][] = [];
    watchLooks(
      (looks) => seen.push(looks.map(({ title }) => title)),
      (error) => expect.fail(String(error)),
      end.signal,
    );
    await saveLook(look('a', 1));
    await saveLook(look('b', 2));
    await changeLook('a', { title: 'Blue coat' });
    expect((await listLooks()).map(({ title }) => title)).toEqual(['Look b', 'Blue coat']);
    await expect.poll(() => seen.at(-1)).toEqual(['Look b', 'Blue coat']);
    // Written in the same moment: who takes the deletion back gets it too.
    void changeLook('b', { note: 'For the wedding' });
    expect((await deleteLook('b'))?.note).toBe('For the wedding');
    expect(await deleteLook('b')).toBeUndefined();
    await expect.poll(() => seen.at(-1)).toEqual(['Blue coat']);
    end.abort();
  });
});

describe('the room that looks take', () => {
  it('is told without reading all of them', async () => {
    const before = await weighLooks();
    expect(before.count).toBeLessThan(10);
    const { result, ...rest } = look('', 1);
    const heavy = { ...rest, picture: new Blob(['x'.repeat(50_000)]), result };
    await saveLooks(Array.from({ length: 1_000 }, () => ({ ...heavy, id: crypto.randomUUID() })));
    let read = 0;
    database().looks.hook('reading', (one) => {
      read += 1;
      return one;
    });
    const { count, bytes } = await weighLooks();
    expect([count, read]).toEqual([before.count + 1_000, 200]);
    expect(bytes / (count * 50_000)).toBeCloseTo(1, 1);
    await Promise.all((await listLooks()).map(({ id }) => deleteLook(id)));
    expect(await weighLooks()).toEqual({ count: 0, bytes: 0 });
  });
});

describe('products of a look', () => {
  it('are chosen each for itself, however fast', async () => {
    const { result, ...rest } = look('pair', 4);
    const garment = {
      category: 'dress',
      score: 1,
      box: { x: 0, y: 0, width: 1, height: 1 },
      person: null,
      matches: [],
    } as const;
    await saveLook({ ...rest, result: { ...result, garments: [garment, garment, garment] } });
    await Promise.all([chooseProduct('pair', 0, 'a'), chooseProduct('pair', 2, 'c'), chooseProduct('gone', 0, 'x')]);
    expect((await readLook('pair'))?.chosen).toEqual(['a', null, 'c']);
    await chooseProduct('pair', 0, null);
    expect((await readLook('pair'))?.chosen).toEqual([null, null, 'c']);
    expect(await readLook('gone')).toBeUndefined();
    await deleteLook('pair');
  });
});

describe('a look of a page that says too much', () => {
  it('is stored as a backup can hold it', async () => {
    await saveLook({
      ...look('long', 3),
      title: 't'.repeat(2_000),
      pageUrl: `https://a.example/${'u'.repeat(20_000)}`,
    });
    const stored = (await listLooks()).find(({ id }) => id === 'long');
    expect([stored?.title.length, stored?.pageUrl, stored?.pageTitle]).toEqual([1_000, '', 'News']);
    await deleteLook('long');
  });
});

describe('settings', () => {
  it('are remembered', async () => {
    expect(await readSetting('backend')).toBeUndefined();
    await writeSetting('backend', 'wasm');
    expect(await readSetting('backend')).toBe('wasm');
  });
});
