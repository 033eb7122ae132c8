import 'fake-indexeddb/auto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../catalog/fetch/polite';
import type { Eyes } from '../../../catalog/ingest/look';
import { reportText } from '../../../catalog/ingest/report';
import { createNodeModels } from '../../../catalog/node/engine';
import { openEyes } from '../../../catalog/node/eyes';
import { MODELS } from '../../../catalog/node/places';
import { cleanerOf } from '../../../catalog/schema';
import { keepShops, type Shops } from '../../../catalog/shop/keep-shops';
import { type CatalogSource, type RawProduct, SourceError } from '../../../catalog/source';
import { openIndex } from '../../../lib/index/open';
import { type Catalog, openCatalog } from '../../../lib/store/catalog';
import { Database } from '../../../lib/store/db';
import { writePack } from '../../../lib/store/pack-write';
import { samplePack } from '../store/sample-pack';

const models = createNodeModels(MODELS, 1);
let eyes: Eyes;
let server: Server;
let origin: string;
let asked: string[] = [];
let feed: RawProduct[] = [];
let breaksAfter = Number.POSITIVE_INFINITY;
let db: Database;
let catalog: Catalog;
const pictures = new Map<string, Buffer>();

const product = (id: string, more: RawProduct = {}): RawProduct => ({
  product_id: id,
  product_url: `https://shop.example/${id}`,
  image_url: `${origin}/${id}.png`,
  description: `Thing ${id}`,
  brand: 'Alder',
  gender: 'women',
  category: 'Topwear',
  type: 'Shirts',
  price: '20.00',
  currency: 'EUR',
  ...more,
});

const source: CatalogSource = {
  kind: 'shopify',
  async *products() {
    for (const [i, raw] of feed.entries()) {
      if (i === breaksAfter) throw new SourceError('The shop stopped answering.');
      yield { where: `product ${i + 1}`, raw };
    }
  },
};

/** Opens the shops as a started browser does; `watch` is called with every batch. */
function open(watch: () => unknown = () => undefined): Shops {
  const embed: Eyes['embed'] = (garments) => {
    watch();
    return eyes.embed(garments);
  };
  return keepShops({
    db,
    eyes: async () => ({ ...eyes, embed }),
    fetcherFor: () => createFetcher({ gap: 0, pause: 1, mayAsk: () => true }),
    openSource: () => source,
    cleanerFor: (id) => cleanerOf(id),
    changed: (generation, categories) => catalog.touched(generation, categories),
  });
}

const SHOP = { id: 'web.shop.example', name: 'Shop', spec: { kind: 'shopify', address: 'https://shop.example' } };
const stored = async () => (await db.products.toArray()).filter(({ source: from }) => from === SHOP.id);
const idsOf = async () => (await stored()).map(({ productId }) => productId).sort();

beforeAll(async () => {
  eyes = await openEyes(models, false);
  for (let i = 0; i < 12; i += 1) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160"><rect x="${20 + i * 3}" y="30" width="${50 + i * 4}" height="100" fill="hsl(${i * 30} 70% 45%)"/></svg>`;
    pictures.set(`/p${i}.png`, await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer());
  }
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const picture = pictures.get(request.url ?? '');
    if (picture) response.end(picture);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await models.release();
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  [asked, breaksAfter] = [[], Number.POSITIVE_INFINITY];
  feed = Array.from({ length: 12 }, (_, i) => product(`p${i}`));
  db = new Database(`shops-${crypto.randomUUID()}`);
  const starter = async () => writePack({ ...samplePack('sample', 8), embedder: eyes.embedder });
  catalog = openCatalog({ embedder: eyes.embedder, starter, openIndex }, db);
});
afterEach(() => db.delete());

const vectorOf = async (id: string) => {
  const bytes = pictures.get(`/${id}.png`) ?? Buffer.alloc(0);
  const image = await eyes.decode(new Uint8Array(bytes));
  const { contentBox } = await import('../../../catalog/garment-box');
  const [embedding] = await eyes.embed([{ image, category: 'topwear', box: contentBox(image) }]);
  return embedding as Float32Array;
};

describe('a shop in the extension', () => {
  it('comes in, is found by its pictures, and leaves again', async () => {
    feed.push(
      product('bad', { image_url: `${origin}/none.png` }),
      product('p3'),
      product('x', { category: 'Sofas', type: '' }),
    );
    const shops = open();
    await shops.add(SHOP);
    await shops.run();
    const [summary] = await shops.list();
    expect(summary).toMatchObject({
      stage: 'resting',
      products: 12,
      rejected: 3,
      total: 13,
      done: 13,
      tally: { found: 15, fresh: 13 },
    });
    const listed = reportText(await shops.rejected(SHOP.id));
    expect(listed).toMatch(/product 13,bad,picture cannot be read: answer 404/);
    expect(listed).toMatch(/product 14,p3,repeated product_id/);
    expect(listed).toMatch(/product 15,x,/);
    const matches = await catalog.search.search('topwear', await vectorOf('p7'), 3);
    expect(matches[0]).toMatchObject({ product: { id: `${SHOP.id}/p7`, shop: 'Shop' } });
    expect(matches[0]?.similarity).toBeGreaterThan(0.99);
    await shops.stop(SHOP.id);
    await catalog.removeSource(SHOP.id);
    expect(await shops.list()).toEqual([]);
    const after = await catalog.search.search('topwear', await vectorOf('p7'), 3);
    expect(after.every(({ product: { source: from } }) => from !== SHOP.id)).toBe(true);
    const left = await Promise.all([db.facts, db.waiting, db.rejected, db.chunks].map((table) => table.count()));
    expect([...left, (await stored()).length]).toEqual([0, 0, 0, 0, 0]);
  });

  it('can be searched while it comes in', async () => {
    const searches: Promise<readonly unknown[]>[] = [];
    const vector = await vectorOf('p0');
    await catalog.listSources();
    const shops = open(() => searches.push(catalog.search.search('topwear', vector, 20)));
    await shops.add(SHOP);
    await shops.run();
    searches.push(catalog.search.search('topwear', vector, 20));
    const found = (await Promise.all(searches)).map(({ length }) => length);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found.at(-1)).toBe((found[0] ?? 0) + 12);
  });

  it('goes on where it was killed, losing and doubling nothing', async () => {
    // A killed browser runs no code: the first keeper's work hangs for good in its second batch.
    let embedded = 0;
    let reached = () => {};
    const second = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const doomed = keepShops({
      db,
      eyes: async () => ({
        ...eyes,
        embed: (garments) => {
          embedded += 1;
          if (embedded === 1) return eyes.embed(garments);
          reached();
          return new Promise(() => {});
        },
      }),
      fetcherFor: () => createFetcher({ gap: 0, mayAsk: () => true }),
      openSource: () => source,
      cleanerFor: (id) => cleanerOf(id),
      changed: () => undefined,
    });
    await doomed.add(SHOP);
    void doomed.run();
    await second;
    expect(await idsOf()).toHaveLength(4);
    asked = [];
    const shops = open();
    await shops.run();
    expect(await idsOf()).toEqual(feed.map(({ product_id }) => product_id ?? '').sort());
    // The four that were stored are not fetched again.
    expect(new Set(asked).size).toBe(8);
    expect((await shops.list())[0]).toMatchObject({ products: 12, done: 12, total: 12, stage: 'resting' });
  });

  it('fetches only what changed in a refresh, and keeps what is gone', async () => {
    const shops = open();
    await shops.add(SHOP);
    await shops.run();
    asked = [];
    feed = feed.slice(0, 10);
    feed[0] = product('p0', { price: '15.00' });
    feed[1] = product('p1', { image_url: `${origin}/p11.png` });
    feed[2] = product('p2', { availability: 'out of stock' });
    await shops.refresh(SHOP.id);
    await shops.run();
    expect(asked).toEqual(['/p11.png']);
    const [summary] = await shops.list();
    expect(summary?.tally).toMatchObject({ found: 10, fresh: 0, changed: 1, cheaper: 1, gone: 2 });
    const now = new Map((await stored()).map((one) => [one.productId, one]));
    expect([now.size, now.get('p0')?.price?.amount, now.get('p2')?.inStock]).toEqual([12, '15.00', false]);
    expect([now.get('p10')?.inStock, now.get('p11')?.inStock]).toEqual([false, false]);
    const matches = await catalog.search.search('topwear', await vectorOf('p11'), 5, { inStock: true });
    expect(matches[0]?.product.productId).toBe('p1');
    expect(matches.every(({ product: { inStock } }) => inStock)).toBe(true);
  });

  it('takes a price and what is sold out also where the words changed and the picture cannot be read', async () => {
    const shops = open();
    await shops.add(SHOP);
    await shops.run();
    const sale = { description: 'Thing in the sale', image_url: `${origin}/none.png`, price: '10.00' };
    feed[3] = product('p3', sale);
    feed[4] = product('p4', { ...sale, availability: 'out of stock' });
    await shops.refresh(SHOP.id);
    await shops.run();
    const now = new Map((await stored()).map((one) => [one.productId, one]));
    expect(now.get('p3')).toMatchObject({ price: { amount: '10.00' }, inStock: true, title: 'Thing p3' });
    expect(now.get('p4')).toMatchObject({ price: { amount: '10.00' }, inStock: false });
    const there = await catalog.search.search('topwear', await vectorOf('p4'), 12, { inStock: true });
    expect(there.map(({ product: { productId } }) => productId)).not.toContain('p4');
  });

  it('shows the price of a refresh to whoever searched before', async () => {
    const shops = open();
    await shops.add(SHOP);
    await shops.run();
    const priceOf = async () =>
      (await catalog.search.search('topwear', await vectorOf('p0'), 1))[0]?.product.price?.amount;
    expect(await priceOf()).toBe('20.00');
    feed[0] = product('p0', { price: '15.00' });
    await shops.refresh(SHOP.id);
    await shops.run();
    expect(await priceOf()).toBe('15.00');
  });

  it('pauses after the batch in hand and goes on', async () => {
    let shops: Shops | undefined;
    let paused: Promise<void> | undefined;
    shops = open(() => {
      paused ??= shops?.pause(SHOP.id, true);
    });
    await shops.add(SHOP);
    await shops.run();
    await paused;
    const half = (await stored()).length;
    expect(half).toBeLessThan(12);
    await shops.pause(SHOP.id, false);
    await shops.run();
    expect(await idsOf()).toHaveLength(12);
  });

  it('keeps what it has when the shop breaks off, and says so', async () => {
    const shops = open();
    await shops.add(SHOP);
    await shops.run();
    breaksAfter = 3;
    await shops.refresh(SHOP.id);
    await shops.run();
    expect((await shops.list())[0]).toMatchObject({
      stage: 'resting',
      error: 'The shop stopped answering.',
      products: 12,
    });
    expect((await stored()).every(({ inStock }) => inStock)).toBe(true);
  });

  it('is exported and taken over by a pack of its own id', async () => {
    const shops = open();
    await shops.add(SHOP);
    await shops.run();
    const { pack } = await catalog.exportPack();
    await catalog.importPack(pack);
    expect(await shops.list()).toEqual([]);
    expect(await idsOf()).toHaveLength(12);
    expect((await catalog.search.search('topwear', await vectorOf('p5'), 1))[0]?.product.productId).toBe('p5');
  });
});
