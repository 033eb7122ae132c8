import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Eyes } from '../../../catalog/ingest/look';
import { cleanerOf } from '../../../catalog/schema';
import { keepShops, type Shops } from '../../../catalog/shop/keep-shops';
import type { SourceSpec } from '../../../catalog/source';
import { openSource } from '../../../catalog/sources/open';
import { Database } from '../../../lib/store/db';
import type { Answer } from '../../browser/servers';
import { fetcher, json, useShop, woo, wooPage } from './sources/test-shop';

const ID = 'web.shop.example';
const HOUR = 3_600_000;
const shop = useShop();
let db: Database;

/** Pictures of nothing in particular, each other than all before. */
let seed = 1;
const eyes: Eyes = {
  embedder: 'tiny@1',
  decode: async () => {
    const data = new Uint8ClampedArray(4 * 64).map(() => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed >>> 24;
    });
    return { width: 8, height: 8, data } as never;
  },
  embed: async (garments) => garments.map((_, at) => new Float32Array(128).fill(0).with(at, 1)),
};

const open = (): Shops =>
  keepShops({
    db,
    eyes: async () => eyes,
    fetcherFor: () => fetcher,
    openSource: (spec, ask) => openSource(spec as SourceSpec, ask),
    cleanerFor: (id) => cleanerOf(id),
    changed: () => undefined,
  });

const page = (from: number, count: number): Answer =>
  json(Array.from({ length: count }, (_, i) => woo(from + i, { images: [{ src: `${shop.origin}/picture.jpg` }] })));
const error: Answer = { status: 500, type: 'text/plain', body: '' };

/** A shop with a list of two pages and a third, as it is stored. */
async function run(third: Answer, work: (shops: Shops) => Promise<unknown>) {
  const picture = { type: 'image/jpeg', body: 'picture' };
  shop.routes = {
    [wooPage(1)]: page(100, 5),
    [wooPage(2)]: page(200, 3),
    [wooPage(3)]: third,
    '/picture.jpg': picture,
  };
  const shops = open();
  await work(shops);
  await shops.run();
  const [summary] = await shops.list();
  const inStock = (await db.products.toArray()).filter((one) => one.inStock).length;
  return { ...summary, inStock, asked: shop.requests.filter(({ url }) => url.includes('wp-json')).length };
}

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  shop.requests.length = 0;
  db = new Database(`broken-off-${crypto.randomUUID()}`);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await db.delete();
});

const add = (shops: Shops) => shops.add({ id: ID, name: 'Shop', spec: { kind: 'woocommerce', address: shop.origin } });

it('a list whose last page fails brings in what came before, says so, and is read again ever later', async () => {
  const first = await run(error, add);
  const said = { stage: 'resting', error: `${new URL(shop.origin).host} answers 500.`, refreshedAt: 0 };
  expect(first).toMatchObject({ ...said, products: 8, inStock: 8, tally: { found: 8, fresh: 8 } });
  const soon = await run(error, (shops) => shops.refreshDue());
  expect(soon.asked).toBe(first.asked);
  await db.shops.update(ID, { failed: { at: Date.now() - HOUR, runs: 1 } });
  const later = await run(error, (shops) => shops.refreshDue());
  expect(later).toMatchObject({ ...said, products: 8, asked: 2 * soon.asked });
  expect((await db.shops.get(ID))?.failed?.runs).toBe(2);
});

it('the rest of it comes in once the page answers, and then it is as any other', async () => {
  await run(error, add);
  const whole = await run(json([]), (shops) => shops.refresh(ID));
  expect(whole).toMatchObject({ products: 8, inStock: 8, tally: { fresh: 0, same: 8 } });
  expect([whole.error, whole.refreshedAt === 0]).toEqual([undefined, false]);
  expect(await db.shops.get(ID)).not.toHaveProperty('broken');
});

it('nothing that it had is taken for gone', async () => {
  await run(page(300, 2), add);
  expect(await run(error, (shops) => shops.refresh(ID))).toMatchObject({
    products: 10,
    inStock: 10,
    tally: { gone: 0 },
  });
});
