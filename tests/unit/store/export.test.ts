import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SENTENCES } from '../../../lib/all-sentences';
import { Database } from '../../../lib/store/db';
import { exportSources } from '../../../lib/store/export';
import { DIMENSIONS, type Pack } from '../../../lib/store/pack-format';
import { readPack } from '../../../lib/store/pack-read';
import { ShopStore } from '../../../lib/store/shop-store';
import { addShop } from '../../../lib/store/shops';
import { EMBEDDER, samplePack } from './sample-pack';

const SHOP = { id: 'shop', name: 'Corner', spec: { kind: 'shopify', address: 'https://shop.example/' } };
const pack = samplePack('shop', 32, 9);
const vectorOf = ({ embeddings }: Pack, at: number) => embeddings.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS);

let db: Database;
let store: ShopStore;
/** Takes some of the products in, as a run of the shop does. */
const take = (from: number, to: number): Promise<void> =>
  store.commit(
    pack.rows.slice(from, to).map((row, i) => {
      return { row, hash: row.productId, embedding: vectorOf(pack, from + i), validators: {} };
    }),
  );
const exported = async (): Promise<Pack> => readPack((await exportSources(db, EMBEDDER, 'sample')).pack, EMBEDDER);

function expectOwnVectors(back: Pack): void {
  for (const [at, { productId }] of back.rows.entries()) {
    const own = vectorOf(pack, Number(productId.slice(1)));
    const off = vectorOf(back, at).map((x, i) => Math.abs(x - (own[i] ?? 0)));
    expect(Math.max(...off), productId).toBeLessThan(1e-3);
  }
}

beforeEach(async () => {
  db = new Database(`test-${crypto.randomUUID()}`);
  await addShop(db, SHOP, EMBEDDER);
  store = new ShopStore(db, 'shop');
  await take(0, 16);
});
afterEach(() => db.delete());

it('says that the disk is full where a shop comes in', async () => {
  db.products.hook('creating', () => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await expect(take(16, 32)).rejects.toMatchObject({ name: 'CatalogUnavailable', message: SENTENCES.diskFull });
});

describe('an export', () => {
  it('gives every product its own vector while the shop comes in', async () => {
    let coming: Promise<void> | undefined;
    // Once the export read its first product, the next batch is on its way.
    db.products.hook('reading', (product) => {
      coming ??= Dexie.ignoreTransaction(() => take(16, 32));
      return product;
    });
    const back = await exported();
    await coming;
    expect([16, 32]).toContain(back.rows.length);
    expectOwnVectors(back);
    const all = await exported();
    expect(all.rows).toHaveLength(32);
    expectOwnVectors(all);
  });

  it('leaves out a product that has no vector, and the others are read back', async () => {
    const { generation = '' } = (await db.sources.get('shop')) ?? {};
    const first = await db.products.get([generation, 0]);
    if (first) await db.products.put({ ...first, row: 99, productId: 'lost', id: 'shop/lost' });
    await db.products.delete([generation, 3]);
    const back = await exported();
    expect(back.rows.map(({ productId }) => productId)).not.toContain('lost');
    expect(back.rows).toHaveLength(15);
    expectOwnVectors(back);
  });

  it('names what it leaves out because another embedder made it, and puts no sample boutique in its place', async () => {
    const shop = await db.sources.get('shop');
    if (shop) await db.sources.put({ ...shop, id: 'sample', shop: 'Sample', embedder: 'other@2' });
    const { pack: left, missing, outdated } = await exportSources(db, 'other@2', 'sample');
    expect([missing, outdated, (await readPack(left, 'other@2')).rows]).toEqual([[], ['Corner'], []]);
    expect((await exportSources(db, EMBEDDER, 'sample')).outdated).toEqual([]);
  });
});
