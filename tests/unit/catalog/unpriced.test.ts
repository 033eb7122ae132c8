import 'fake-indexeddb/auto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listSource } from '../../../catalog/ingest/list';
import { Ledger } from '../../../catalog/node/ledger';
import { cleanerOf } from '../../../catalog/schema';
import { keepShops } from '../../../catalog/shop/keep-shops';
import type { CatalogSource } from '../../../catalog/source';
import { Database } from '../../../lib/store/db';
import { ShopStore } from '../../../lib/store/shop-store';
import { addShop, rejectedOf } from '../../../lib/store/shops';

const ID = 'web.shop.example';
let folder: string;

/** Two products whose price is in nobody knows which crowns, one that says which, and a pair of socks. */
const source = (count = 2): CatalogSource => ({
  kind: 'csv',
  async *products() {
    const row = (id: string, title: string, price: string) => {
      const [product_url, image_url] = [`https://s.example/${id}`, `https://s.example/${id}.jpg`];
      return { where: `row ${id}`, raw: { product_id: id, title, price, product_url, image_url } };
    };
    for (let i = 0; i < count; i += 1) yield row(`k${i}`, `Linen shirt ${i}`, '199 kr');
    yield row('d', 'Linen dress', '199 DKK');
    yield row('s', 'Wool socks', '19 kr');
  },
});
const notAsked = () => {
  throw new Error('nobody looks at pictures here');
};
const PLACE = {
  where: 'row k0',
  productId: 'k0',
  reason: 'nothing says the currency of the price "199 kr"',
  kept: true,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unpriced-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a price without a currency', () => {
  it('is listed on the command line, and counts as nothing left out', async () => {
    const ledger = await Ledger.open(join(folder, 'shop'), ['x']);
    const tally = await listSource(source(), ledger, { clean: cleanerOf('shop') });
    expect(tally).toMatchObject({ found: 4, fresh: 3, refused: 1 });
    expect(ledger.refused.filter(({ kept }) => kept)).toEqual([PLACE, expect.objectContaining({ productId: 'k1' })]);
    await ledger.pause();
    const typed = await Ledger.open(join(folder, 'typed'), ['x']);
    await listSource(source(), typed, { clean: cleanerOf('shop', 'SEK') });
    expect(typed.refused.filter(({ kept }) => kept)).toEqual([]);
    await typed.pause();
  });

  it('has the one that was chosen, also where a sign of several stands in its column', () => {
    const raw = { title: 'Linen shirt', product_id: '1', product_url: 'https://s.example/1', image_url: 'https://s.example/1.jpg' }; // biome-ignore format: one thought
    const paid = (currency: string) => {
      const cleaned = cleanerOf('shop', 'AUD')({ ...raw, price: '49', currency });
      return 'reason' in cleaned ? cleaned.reason : cleaned.row.price?.currency;
    };
    expect(['', '$', 'XYZ', 'NZ$', 'EUR', '€'].map(paid)).toEqual(['AUD', 'AUD', 'AUD', 'NZD', 'EUR', 'EUR']);
  });

  it('is listed in the extension, and of thousands the first', async () => {
    const db = new Database(`unpriced-${crypto.randomUUID()}`);
    await addShop(db, { id: ID, name: 'Shop', spec: { kind: 'csv', address: 'https://s.example/' } }, 'tiny@1');
    const store = new ShopStore(db, ID);
    await store.beginListing();
    await listSource(source(1_200), store, { clean: cleanerOf(ID) });
    expect(await db.shops.get(ID)).toMatchObject({ rejected: 1, noted: true });
    const lines = await rejectedOf(db, ID);
    expect(lines[0]).toMatchObject(PLACE);
    expect(lines.filter(({ kept }) => kept)).toHaveLength(1_000);
    // The options page leads to that list also where nothing was left out.
    const parts = { db, openSource: () => source(), cleanerFor: (id: string) => cleanerOf(id) };
    const shops = keepShops({ ...parts, eyes: notAsked, fetcherFor: notAsked, changed: () => undefined });
    expect(await shops.list()).toMatchObject([{ id: ID, unpriced: true }]);
    await store.beginListing();
    await listSource(source(0), store, { clean: cleanerOf(ID, 'SEK') });
    expect(await shops.list()).toMatchObject([{ id: ID, rejected: 1, unpriced: false }]);
    await db.delete();
  });
});
