import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIndex } from '../../../lib/index/open';
import { type Catalog, openCatalog } from '../../../lib/store/catalog';
import { Database } from '../../../lib/store/db';
import { DIMENSIONS, type Pack } from '../../../lib/store/pack-format';
import { writePack } from '../../../lib/store/pack-write';
import type { SearchFilter } from '../../../lib/types';
import { EMBEDDER, samplePack } from './sample-pack';

let db: Database;
let catalog: Catalog;
const starter = () => writePack(samplePack('sample', 16, 3));
const shop = samplePack('shop', 64, 9);
const vector = (row: number) => shop.embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS);

/** Similarity of a pack's row to what the tests ask for. */
const alike = ({ embeddings }: Pack, row: number) =>
  vector(10).reduce((sum, value, i) => sum + value * (embeddings[row * DIMENSIONS + i] ?? 0), 0);
/** The rows of a pack's dresses, nearest first. */
const nearest = (pack: Pack) =>
  [...pack.rows.keys()]
    .filter((row) => pack.rows[row]?.category === 'dress')
    .sort((a, b) => alike(pack, b) - alike(pack, a));

beforeEach(() => {
  db = new Database(`test-${crypto.randomUUID()}`);
  catalog = openCatalog({ embedder: EMBEDDER, starter, openIndex }, db);
});
afterEach(() => db.delete());

describe('a search', () => {
  it('filters by gender, stock, brand and price', async () => {
    await catalog.importPack(await writePack(shop));
    const found = async (filter: object) =>
      (await catalog.search.search('dress', vector(10), 50, filter)).map(({ product }) => product);
    const women = await found({ gender: 'women' });
    expect(new Set(women.map(({ gender }) => gender))).toEqual(new Set(['women', 'unisex']));
    expect((await found({ inStock: true })).every(({ inStock }) => inStock)).toBe(true);
    expect((await found({ inStock: true })).length).toBeGreaterThan(0);
    expect(new Set((await found({ brand: 'alder' })).map(({ brand }) => brand))).toEqual(new Set(['Alder']));
    const cheap = await found({ maxPrice: { amount: '30', currency: 'EUR' } });
    expect(cheap.length).toBeGreaterThan(0);
    expect(cheap.every(({ price }) => Number(price?.amount) <= 30)).toBe(true);
    const dear = await found({ minPrice: { amount: '30', currency: 'EUR' } });
    expect(dear.every(({ price }) => Number(price?.amount) >= 30)).toBe(true);
    expect(cheap.length + dear.length).toBe((await found({})).length);
    expect(await found({ minPrice: { amount: '1', currency: 'USD' } })).toEqual([]);
  });

  it('filters by shop, however many products stand before its own', async () => {
    await catalog.importPack(await writePack(shop));
    const many = samplePack('mill', 2_400, 7);
    const sources = [...many.sources, { id: 'hill', shop: 'Shop hill' }];
    const rows = many.rows.map((row, at) => (at < 2_350 ? row : { ...row, source: 'hill' }));
    await catalog.importPack(await writePack({ ...many, sources, rows }));
    const found = async (name: string) =>
      (await catalog.search.search('dress', vector(10), 50, { shop: name })).map(({ product }) => product.shop);
    expect(await found('Shop hill')).toEqual(Array.from({ length: 6 }, () => 'Shop hill'));
    expect(new Set(await found('Shop shop'))).toEqual(new Set(['Shop shop']));
    expect(await found('Shop nowhere')).toEqual([]);
  });

  it('finds under a price, near or far, what a look at every product would', async () => {
    const [mill, hill] = [samplePack('mill', 8 * 2_300, 7), samplePack('hill', 8 * 50, 4)];
    // The dear ones are far from what is asked for: the four hundred nearest have none, of the dearest the last alone.
    const dresses = nearest(mill);
    const [far, last] = [new Set(dresses.slice(500, 520)), new Set(dresses.slice(-13))];
    const rows = mill.rows.map((row, at) => ({
      ...row,
      price: { amount: last.has(at) ? '9000' : far.has(at) ? '5000' : `${at % 47}`, currency: 'EUR' },
    }));
    await catalog.importPack(await writePack({ ...mill, rows }));
    // The other shop has some of one price, all far: nearer ones of the first come after its four hundred.
    const away = new Set(nearest(hill).slice(25));
    const others = hill.rows.map((row, at) =>
      away.has(at) ? { ...row, price: { amount: '46', currency: 'EUR' } } : row,
    );
    await catalog.importPack(await writePack({ ...hill, rows: others }));
    await catalog.removeSource('sample');
    const both = [
      { ...mill, rows },
      { ...hill, rows: others },
    ].flatMap((pack) => nearest(pack).map((at) => ({ row: pack.rows[at], similarity: alike(pack, at) })));
    const cases: [least: string, most: string, more?: SearchFilter][] = [
      ['0', '40'],
      ['0', '40', { gender: 'women', inStock: true }],
      ['46', '46'],
      ['5000', '5000'],
      ['9000', '9000'],
    ];
    for (const [least, most, more = {}] of cases) {
      const [minPrice, maxPrice] = [least, most].map((amount) => ({ amount, currency: 'EUR' }));
      const truth = both
        .filter(({ row }) => !more.gender || row?.gender === more.gender || row?.gender === 'unisex')
        .filter(({ row }) => !more.inStock || row?.inStock)
        .filter(({ row }) => Number(row?.price?.amount) >= Number(minPrice?.amount))
        .filter(({ row }) => Number(row?.price?.amount) <= Number(maxPrice?.amount))
        .sort((a, b) => b.similarity - a.similarity);
      expect(truth.length).toBeGreaterThan(12);
      const found = await catalog.search.search('dress', vector(10), 12, { ...more, minPrice, maxPrice });
      expect(found).toHaveLength(12);
      // A pack rounds: two that are as near as each other may stand the other way round.
      for (const [at, { product, similarity }] of found.entries()) {
        expect(similarity).toBeCloseTo(truth[at]?.similarity ?? 0, 2);
        expect(truth.some(({ row }) => row?.url === product.url)).toBe(true);
      }
    }
  });

  it('answers also who asks for a part of a product, or for no number of them', async () => {
    await catalog.importPack(await writePack(shop));
    for (const [asked, given] of [
      [2.5, 2],
      [Number.NaN, 0],
      [-1, 0],
    ] as const) {
      expect(await catalog.search.search('dress', vector(10), asked)).toHaveLength(given);
    }
  });

  it('shows a product in many colours once, and as many others as were asked for', async () => {
    const [colours, others] = [samplePack('colours', 8 * 40, 9), samplePack('others', 8 * 20, 4)];
    // Every second dress of the shop is the same one in another colour, and these are nearest to what is asked for.
    const rows = colours.rows.map((row, at) =>
      at % 16 === 2 ? { ...row, url: `https://shop.example/one?variant=${at}`, title: 'One dress' } : row,
    );
    for (let at = 2; at < rows.length; at += 16) colours.embeddings.set(vector(10), at * DIMENSIONS);
    await catalog.importPack(await writePack({ ...colours, rows }));
    await catalog.importPack(await writePack(others));
    await catalog.removeSource('sample');
    const found = await catalog.search.search('dress', vector(10), 10);
    expect(found.filter(({ product }) => product.title === 'One dress')).toHaveLength(1);
    expect(found).toHaveLength(10);
    // Nothing that is nearer is missed for what another source has.
    const all = await catalog.search.search('dress', vector(10), 60);
    expect(all).toHaveLength(41);
    expect(found.map(({ product }) => product.id)).toEqual(all.slice(0, 10).map(({ product }) => product.id));
    let read = 0;
    db.products.hook('reading', (one) => {
      read += 1;
      return one;
    });
    const only = { minPrice: { amount: '1', currency: 'EUR' } };
    expect(await catalog.search.search('dress', vector(10), 10, only)).toEqual(found);
    expect(read, 'all are read once, however far is looked').toBeLessThan(1.5 * (await db.products.count()));
  });
});
