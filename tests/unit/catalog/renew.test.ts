import 'fake-indexeddb/auto';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../catalog/fetch/polite';
import type { Eyes } from '../../../catalog/ingest/look';
import { createNodeModels } from '../../../catalog/node/engine';
import { openEyes } from '../../../catalog/node/eyes';
import { MODELS } from '../../../catalog/node/places';
import { cleanerOf } from '../../../catalog/schema';
import { keepShops, type Shops } from '../../../catalog/shop/keep-shops';
import { readPageShop } from '../../../catalog/shop/page-shop';
import type { CatalogSource } from '../../../catalog/source';
import { openIndex } from '../../../lib/index/open';
import { type Catalog, openCatalog } from '../../../lib/store/catalog';
import { Database } from '../../../lib/store/db';
import { writePack } from '../../../lib/store/pack-write';
import { addShop } from '../../../lib/store/shops';
import { type LoopbackServer, serve } from '../../browser/servers';
import { samplePack } from '../store/sample-pack';

const OTHER = 'embedder@99.0.0';
const IDS = ['a', 'b', 'c', 'd', 'e'];
const SHOP = { id: 'web.shop.example', name: 'Shop', spec: { kind: 'csv', address: 'https://shop.example' } };
const PAGES = 'web.pages.pages.example';
const models = createNodeModels(MODELS, 1);
const pictures = new Map<string, Uint8Array>();
let eyes: Eyes;
/** Those of the version before the update: other vectors, and none that a search can compare. */
let oldEyes: Eyes;
let server: LoopbackServer;
let db: Database;
let catalog: Catalog;

const source: CatalogSource = {
  kind: 'csv',
  async *products() {
    for (const id of IDS) {
      const raw = {
        ...{ product_id: id, product_url: `https://shop.example/${id}`, image_url: `${server.origin}/${id}.png` },
        ...{ title: `Shirt ${id}`, category: 'Topwear', price: '20.00', currency: 'EUR' },
      };
      yield { where: `row ${id}`, raw };
    }
  },
};

/** Opens the shops as a browser with these models does. */
const open = (seeing: Eyes): Shops =>
  keepShops({
    db,
    eyes: async () => seeing,
    fetcherFor: () => createFetcher({ gap: 0, pause: 1, retries: 0, mayAsk: () => true }),
    openSource: () => source,
    cleanerFor: (id) => cleanerOf(id),
    changed: (generation, categories) => catalog.touched(generation, categories),
  });

/** Adds one product from its page, as the button on a shop's page does. */
async function addPage(shops: Shops, id: string) {
  const url = `https://www.pages.example/p/${id}`;
  const offers = { '@type': 'Offer', price: '49.90', priceCurrency: 'EUR' };
  const product = { '@type': 'Product', sku: id, name: `Wrap dress ${id}`, image: `${server.origin}/${id}.png`, url, offers }; // biome-ignore format: one product
  const html = `<script type="application/ld+json">${JSON.stringify(product)}</script>`;
  const page = await readPageShop([{ url, html }]);
  return shops.addPage(page.shop, page.source, new Map());
}

/** What was queued while the last run ended is taken up by the second: until then the old version is not gone. */
async function rest(shops: Shops): Promise<void> {
  await shops.run();
  await shops.run();
}

const idsOf = async (from: string): Promise<string[]> =>
  (await db.products.toArray()).flatMap(({ id, source: one }) => (one === from ? [id] : [])).sort();
const allOf = (from: string, ids: readonly string[]) => ids.map((id) => `${from}/${id}`);

/** What the search of the new version finds of a source, asked for one of its own vectors. */
async function found(from: string, id: string): Promise<readonly [string | undefined, number]> {
  const stored = await catalog.vectorOf(`${from}/${id}`);
  if (!stored) return [undefined, 0];
  const matches = await catalog.search.search(stored.category, stored.embedding, 50);
  return [matches[0]?.product.id, matches.filter(({ product }) => product.source === from).length];
}

beforeAll(async () => {
  eyes = await openEyes(models, false);
  oldEyes = {
    ...eyes,
    embedder: OTHER,
    embed: async (garments) => (await eyes.embed(garments)).map((vector) => vector.toReversed()),
  };
  server = await serve((path) => {
    const body = pictures.get(path);
    return body && { body, type: 'image/png' };
  });
  for (const [at, id] of IDS.entries()) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect x="${8 + at * 7}" y="${30 - at * 4}" width="${20 + at * 8}" height="60" fill="hsl(${at * 60} 70% 45%)"/></svg>`;
    pictures.set(`/${id}.png`, new Uint8Array(await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer())); // biome-ignore format: one picture
  }
});
afterAll(async () => {
  await models.release();
  await server.close();
});
beforeEach(() => {
  db = new Database(`renew-${crypto.randomUUID()}`);
  const starter = async () => writePack({ ...samplePack('sample', 8), embedder: eyes.embedder });
  catalog = openCatalog({ embedder: eyes.embedder, starter, openIndex }, db);
});
afterEach(() => db.delete());

describe('shops of a version with another embedder', () => {
  it('are seen anew by themselves, and found again', async () => {
    const before = open(oldEyes);
    await before.add(SHOP);
    await before.run();
    await addPage(before, 'a');
    await addPage(before, 'b');
    await rest(before);
    expect(await found(SHOP.id, 'c')).toEqual([undefined, 0]);
    const { generation } = (await db.sources.get(SHOP.id)) ?? {};
    const addedAt = (await db.shops.get(SHOP.id))?.addedAt;
    server.requests.length = 0;

    const shops = open(eyes);
    await shops.refreshDue();
    await shops.run();
    expect(await found(SHOP.id, 'c')).toEqual([`${SHOP.id}/c`, IDS.length]);
    expect(await found(PAGES, 'a')).toEqual([`${PAGES}/a`, 2]);
    expect(await idsOf(SHOP.id)).toEqual(allOf(SHOP.id, IDS));
    expect(await idsOf(PAGES)).toEqual(allOf(PAGES, ['a', 'b']));
    for (const { embedder } of await db.sources.toArray()) expect(embedder).toBe(eyes.embedder);
    expect((await db.shops.get(SHOP.id))?.addedAt).toBe(addedAt);
    expect(await db.chunks.filter((chunk) => chunk.generation === generation).count()).toBe(0);
    const [kept] = await catalog.find([`${PAGES}/a`]);
    expect(kept).toMatchObject({ imageUrl: `${server.origin}/a.png`, price: { amount: '49.90', currency: 'EUR' } });

    // Nothing is left to do, and a page that is added once more is known.
    server.requests.length = 0;
    await shops.run();
    expect(await addPage(shops, 'a')).toMatchObject({ added: 0, known: 1 });
    expect(server.requests).toHaveLength(0);
  });

  it('come whole where one is added again, or a page beside them', async () => {
    const before = open(oldEyes);
    await before.add(SHOP);
    await before.run();
    await addPage(before, 'a');
    await rest(before);
    const shops = open(eyes);
    await shops.add(SHOP);
    expect(await addPage(shops, 'b')).toMatchObject({ added: 1, known: 0 });
    await rest(shops);
    expect(await found(SHOP.id, 'c')).toEqual([`${SHOP.id}/c`, IDS.length]);
    expect(await found(PAGES, 'a')).toEqual([`${PAGES}/a`, 2]);
  });

  it('are left as they are while they are paused', async () => {
    const before = open(oldEyes);
    await before.add(SHOP);
    await before.run();
    await before.pause(SHOP.id, true);
    const shops = open(eyes);
    await shops.run();
    expect((await shops.list())[0]).toMatchObject({ paused: true, stage: 'resting', products: IDS.length });
    expect((await db.sources.get(SHOP.id))?.embedder).toBe(OTHER);
    await shops.pause(SHOP.id, false);
    await shops.run();
    expect(await found(SHOP.id, 'c')).toEqual([`${SHOP.id}/c`, IDS.length]);
  });

  it('never get vectors of two embedders, wherever the update stopped them', async () => {
    // A killed browser runs no code: the old version's work hangs for good in its second batch.
    let embedded = 0;
    let reached = () => {};
    const second = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const embed: Eyes['embed'] = (garments) => {
      embedded += 1;
      if (embedded === 1) return oldEyes.embed(garments);
      reached();
      return new Promise(() => {});
    };
    const doomed = open({ ...oldEyes, embed });
    await doomed.add(SHOP);
    void doomed.run();
    await second;
    await open(eyes).run();
    expect(await found(SHOP.id, 'c')).toEqual([`${SHOP.id}/c`, IDS.length]);
    const [only] = await open(eyes).list();
    expect(only).toMatchObject({ products: IDS.length, done: IDS.length, rejected: 0, stage: 'resting' });
  });
});

describe('a shop that is added under another embedder', () => {
  it('knows nothing of what it had', async () => {
    const before = open(oldEyes);
    await before.add(SHOP);
    await before.run();
    await addShop(db, SHOP, eyes.embedder);
    expect(await db.facts.count()).toBe(0);
    const shops = open(eyes);
    await shops.refresh(SHOP.id);
    await shops.run();
    expect((await shops.list())[0]).toMatchObject({ products: IDS.length });
  });
});
