import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SENTENCES } from '../../../lib/all-sentences';
import { openIndex } from '../../../lib/index/open';
import { type Catalog, openCatalog } from '../../../lib/store/catalog';
import { Database } from '../../../lib/store/db';
import { DIMENSIONS } from '../../../lib/store/pack-format';
import { readPack } from '../../../lib/store/pack-read';
import { writePack } from '../../../lib/store/pack-write';
import { GARMENT_CATEGORIES, type OpenIndex } from '../../../lib/types';
import { EMBEDDER, samplePack } from './sample-pack';

let db: Database;
let catalog: Catalog;
let starts = 0;
const starter = async () => {
  starts += 1;
  return writePack(samplePack('sample', 16, 3));
};
const open = (embedder = EMBEDDER) => openCatalog({ embedder, starter, openIndex }, db);
const shop = samplePack('shop', 64, 9);
const vector = (row: number) => shop.embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS);

beforeEach(() => {
  starts = 0;
  db = new Database(`test-${crypto.randomUUID()}`);
  catalog = open();
});
afterEach(() => db.delete());

describe('the catalogue', () => {
  it('brings the sample boutique in once, without being asked', async () => {
    await Promise.all([catalog.listSources(), catalog.listSources()]);
    expect(await catalog.listSources()).toEqual([{ id: 'sample', shop: 'Shop sample', products: 16, sample: true }]);
    await open().listSources();
    expect(starts).toBe(1);
  });

  it('finds the product whose vector is asked for, merged over sources', async () => {
    await catalog.importPack(await writePack(shop));
    const matches = await catalog.search.search('dress', vector(10), 5);
    expect(matches[0]?.product).toMatchObject({ id: 'shop/p10', shop: 'Shop shop', source: 'shop' });
    expect(matches[0]?.similarity).toBeCloseTo(1, 3);
    expect(matches).toHaveLength(5);
    expect(matches.every(({ product }) => product.category === 'dress')).toBe(true);
    const similarities = matches.map(({ similarity }) => similarity);
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
  });

  it('answers many questions at once with as many products as each asked for', async () => {
    const large = samplePack('large', 8 * 300, 5);
    const like = (row: number) => large.embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS);
    await catalog.importPack(await writePack(large));
    const { search } = catalog;
    await Promise.all(GARMENT_CATEGORIES.map((category) => search.search(category, like(7), 0)));
    // Some products are at hand when all others are asked for.
    await search.search('headwear', like(7), 20);
    const asked = GARMENT_CATEGORIES.map((category) => (category === 'headwear' ? 200 : 160));
    const answers = await Promise.all(GARMENT_CATEGORIES.map((one, at) => search.search(one, like(7), asked[at] ?? 0)));
    expect(answers.map(({ length }) => length)).toEqual(asked);
  });

  it('calls a shelf whose bytes were lost a catalogue that cannot be opened', async () => {
    await catalog.importPack(await writePack(shop));
    const shelf = await db.shelves.filter(({ category }) => category === 'dress').last();
    if (shelf) await db.shelves.put({ ...shelf, data: new Blob([]) });
    await expect(open().search.search('dress', vector(10), 5)).rejects.toMatchObject({ name: 'CatalogUnavailable' });
    expect(await open().search.search('topwear', vector(10), 5)).toHaveLength(5);
  });

  it('has the shelves open that it was told about before it is asked', async () => {
    await catalog.importPack(await writePack(shop));
    let opened = 0;
    const counting: OpenIndex = (...given) => {
      opened += 1;
      return openIndex(...given);
    };
    const { search } = openCatalog({ embedder: EMBEDDER, starter, openIndex: counting }, db);
    search.prepare?.('dress');
    await vi.waitFor(() => expect(opened).toBe(2));
    expect((await search.search('dress', vector(10), 1))[0]?.product.id).toBe('shop/p10');
    expect(opened).toBe(2);
  });

  it('knows the vector of a product, not of one that left', async () => {
    await catalog.importPack(await writePack(shop));
    const stored = await catalog.vectorOf('shop/p10');
    expect(stored?.category).toBe('dress');
    for (const [at, value] of vector(10).entries()) expect(stored?.embedding[at]).toBeCloseTo(value, 3);
    expect(await catalog.vectorOf('shop/p999')).toBeUndefined();
    await catalog.removeSource('shop');
    expect(await catalog.vectorOf('shop/p10')).toBeUndefined();
    expect(await open('embedder@2.0.0').vectorOf('sample/p1')).toBeUndefined();
  });

  it('tells which products are still there, as they are now', async () => {
    await catalog.importPack(await writePack(shop));
    const found = await catalog.find(['shop/p10', 'shop/p999', 'shop/p3']);
    expect(found.map(({ id }) => id).sort()).toEqual(['shop/p10', 'shop/p3']);
    expect(Object.keys(found[0] ?? {})).not.toContain('generation');
    expect(await open('embedder@2.0.0').find(['shop/p10'])).toEqual([]);
    await catalog.removeSource('shop');
    expect(await catalog.find(['shop/p10'])).toEqual([]);
  });

  it('is searched again after the database failed once', async () => {
    await catalog.importPack(await writePack(shop));
    const found = () => catalog.search.search('dress', vector(10), 1).then(([first]) => first?.product.id);
    await catalog.listSources();
    db.close();
    await expect(found()).rejects.toMatchObject({ name: 'CatalogUnavailable' });
    await db.open();
    expect(await found()).toBe('shop/p10');
  });

  it('replaces a source of the same id and sweeps what it had', async () => {
    await catalog.importPack(await writePack(shop));
    const before = catalog.revision();
    expect(await catalog.importPack(await writePack(samplePack('shop', 24, 5)))).toMatchObject({ products: 24 });
    expect(catalog.revision()).toBeGreaterThan(before);
    await catalog.removeSource('sample');
    expect(await db.products.count()).toBe(24);
  });

  it('finds what a new pack brought, and nothing of what left, while that is cleared away', async () => {
    await catalog.importPack(await writePack(shop));
    const found = async (k = 10) =>
      (await catalog.search.search('dress', vector(10), k)).map(({ product }) => product.source);
    // Some are at hand, the rest have to be read.
    expect(await found(5)).toHaveLength(5);
    let during: string[] = [];
    const where = db.shelves.where.bind(db.shelves);
    // Rows of what left are gone by then, its shelves are not.
    vi.spyOn(db.shelves, 'where').mockImplementation(((index: string) => ({
      equals: (generation: string) => ({
        delete: async () => {
          during = await found();
          return where(index).equals(generation).delete();
        },
      }),
    })) as never);
    await catalog.importPack(await writePack(samplePack('shop', 64, 9)));
    expect(during).toHaveLength(10);
    await catalog.removeSource('shop');
    expect([during.length, new Set(during)]).toEqual([2, new Set(['sample'])]);
  });

  it('leaves nothing of a pack behind that the disk has no room for', async () => {
    await catalog.listSources();
    const count = async () => [await db.products.count(), await db.shelves.count(), await db.sources.count()];
    const before = await count();
    let rows = 0;
    const full = () => {
      rows += 1;
      if (rows > 600) throw new DOMException('full', 'QuotaExceededError');
    };
    db.products.hook('creating', full);
    await expect(catalog.importPack(await writePack(samplePack('shop', 1_200, 9)))).rejects.toMatchObject({
      message: SENTENCES.diskFull,
    });
    db.products.hook('creating').unsubscribe(full);
    expect(await count()).toEqual(before);
    expect(await catalog.importPack(await writePack(shop))).toMatchObject({ products: 64 });
  });

  it('shows once what two sources of one shop have', async () => {
    const second = samplePack('second', 64, 9);
    const rows = second.rows.map((row, at) => ({
      ...row,
      url: shop.rows[at]?.url ?? '',
      title: shop.rows[at]?.title ?? '',
    }));
    await catalog.importPack(await writePack(shop));
    await catalog.removeSource('sample');
    const alone = await catalog.search.search('dress', vector(10), 5);
    await catalog.importPack(await writePack({ ...second, rows }));
    const both = await catalog.search.search('dress', vector(10), 5);
    const addresses = (matches: typeof both) => matches.map(({ product }) => product.url);
    expect(addresses(both)).toEqual(addresses(alone));
  });

  it('keeps the sample boutique away once it was removed', async () => {
    await catalog.listSources();
    await catalog.removeSource('sample');
    expect(await catalog.listSources()).toEqual([]);
    expect(await open().listSources()).toEqual([]);
    expect(await catalog.search.search('dress', vector(10), 5)).toEqual([]);
    expect([await db.products.count(), await db.shelves.count(), starts]).toEqual([0, 0, 1]);
  });

  it('leaves everything as it was when a pack is refused', async () => {
    await catalog.importPack(await writePack(shop));
    const stored = async () => [await db.products.toArray(), await db.sources.toArray()];
    const [before, revision] = [await stored(), catalog.revision()];
    const good = await writePack(samplePack('shop', 8, 4));
    await expect(catalog.importPack(good.slice(0, good.size - 300))).rejects.toMatchObject({ name: 'PackInvalid' });
    const other = await writePack({ ...samplePack('shop', 8, 4), embedder: 'other@2' });
    await expect(catalog.importPack(other)).rejects.toMatchObject({ name: 'PackInvalid' });
    expect(await stored()).toEqual(before);
    expect(catalog.revision()).toBe(revision);
    expect((await catalog.search.search('dress', vector(10), 1))[0]?.product.id).toBe('shop/p10');
  });

  it('exports what it imported, and several sources as one pack', async () => {
    await catalog.importPack(await writePack(shop));
    await catalog.importPack(await writePack(samplePack('second', 8, 2)));
    const { pack: exported, missing } = await catalog.exportPack();
    expect(missing).toEqual([]);
    await catalog.removeSource('shop');
    await catalog.removeSource('second');
    expect(await catalog.importPack(exported)).toEqual({
      id: 'second',
      shop: 'Shop second, Shop shop',
      products: 72,
      sample: false,
    });
    expect((await catalog.search.search('dress', vector(10), 1))[0]?.product.id).toBe('shop/p10');
  });

  it('exports what can be read back: nothing at all, and no more than a pack may hold', async () => {
    await catalog.listSources();
    await catalog.removeSource('sample');
    const { pack: nothing } = await catalog.exportPack();
    expect((await readPack(nothing, EMBEDDER)).rows).toEqual([]);
    await expect(catalog.importPack(nothing)).rejects.toMatchObject({ message: SENTENCES.packNoShop });
    for (const id of ['first', 'second', 'third']) await catalog.importPack(await writePack(samplePack(id, 8, 2)));
    await db.sources.update('first', { products: 199_990 });
    const { pack, missing } = await catalog.exportPack();
    const { sources, rows } = await readPack(pack, EMBEDDER);
    // Whoever saves it has to hear which.
    expect(missing).toEqual(['Shop first']);
    expect([sources.map(({ id }) => id), rows.length]).toEqual([['second', 'third'], 16]);
  });

  it('never mixes in vectors of another embedder', async () => {
    await catalog.importPack(await writePack(shop));
    await catalog.removeSource('sample');
    expect(await open('embedder@2').search.search('dress', vector(10), 5)).toEqual([]);
  });

  it('tells of which sources nothing can be found, as another embedder made their vectors', async () => {
    await catalog.importPack(await writePack(shop));
    await catalog.removeSource('sample');
    const summary = { id: 'shop', shop: 'Shop shop', products: 64, sample: false };
    expect(await catalog.listSources()).toEqual([summary]);
    expect(await open('embedder@2').listSources()).toEqual([{ ...summary, outdated: true }]);
  });
});
