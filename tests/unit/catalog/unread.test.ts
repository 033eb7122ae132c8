import 'fake-indexeddb/auto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../catalog/fetch/polite';
import { listSource } from '../../../catalog/ingest/list';
import { Ledger } from '../../../catalog/node/ledger';
import { cleanerOf } from '../../../catalog/schema';
import { openSource } from '../../../catalog/sources/open';
import { Database } from '../../../lib/store/db';
import type { IngestStore, Listed, Taken } from '../../../lib/store/ingest-store';
import { ShopStore } from '../../../lib/store/shop-store';
import { addShop } from '../../../lib/store/shops';
import { type Answer, type LoopbackServer, serve } from '../../browser/servers';
import { html, ld } from './sources/test-shop';

const ID = 'web.shop.example';
const DIMENSIONS = 8;
let server: LoopbackServer;
let folder: string;
let broken: Readonly<Record<string, Answer>> = {};

const status = (code: number): Answer => ({ status: code, type: 'text/plain', body: '' });
const locs = (paths: readonly string[]) => paths.map((path) => `<loc>${server.origin}${path}</loc>`);
const sitemap = (pages: readonly string[]): Answer => ({ type: 'application/xml', body: `<urlset>${locs(pages).map((loc) => `<url>${loc}</url>`).join('')}</urlset>` }); // biome-ignore format: one thought
/** A page names its product under an address of its own, as shops with several languages do. */
const page = (id: string) =>
  html(ld({ '@type': 'Product', name: `Linen shirt ${id}`, sku: id, url: `/products/${id}`, image: `/${id}.jpg` }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unread-'));
  server = await serve((path) => {
    if (broken[path]) return broken[path];
    if (path === '/map.xml') {
      const maps = locs(['/products-1.xml', '/products-2.xml']).map((loc) => `<sitemap>${loc}</sitemap>`);
      return { type: 'application/xml', body: `<sitemapindex>${maps.join('')}</sitemapindex>` };
    }
    if (path === '/products-1.xml') return sitemap(['/en/a', '/en/b/']);
    if (path === '/products-2.xml') return sitemap(['/en/c']);
    const id = /^\/en\/(\w)\/?$/.exec(path)?.[1];
    return id ? page(id) : undefined;
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  broken = {};
});

/** A store and which of its products are available. */
interface Place {
  readonly store: IngestStore;
  available(): Promise<string[]>;
}

async function inExtension(): Promise<Place> {
  const db = new Database(`unread-${crypto.randomUUID()}`);
  await addShop(db, { id: ID, name: 'Shop', spec: { kind: 'json-ld', address: 'https://shop.example' } }, 'tiny@1');
  return {
    store: new ShopStore(db, ID),
    available: async () => (await db.products.toArray()).flatMap((one) => (one.inStock ? [one.productId] : [])).sort(),
  };
}

const takenOf = ({ row, hash }: Listed): Taken => {
  const embedding = new Float32Array(DIMENSIONS);
  embedding[0] = 1;
  return { row: { ...row, imageUrl: `https://shop.example/${row.productId}.jpg` }, hash, embedding, validators: {} };
};

async function inNode(): Promise<Place> {
  // What a pack holds already can become unavailable.
  const before = ['a', 'b', 'c'].map((id) => {
    const cleaned = cleanerOf(ID)({ product_id: id, product_url: `${server.origin}/products/${id}`, image_url: `${server.origin}/${id}.jpg`, title: `Linen shirt ${id}` }); // biome-ignore format: one row
    if ('reason' in cleaned) throw new Error(cleaned.reason);
    return takenOf({ where: '', hash: '', row: cleaned.row, pictures: [] });
  });
  const ledger = await Ledger.open(join(folder, crypto.randomUUID()), ['facts'], before);
  return {
    store: ledger,
    available: async () => ledger.products().flatMap(({ row }) => (row.inStock ? [row.productId] : [])).sort(), // biome-ignore format: one thought
  };
}

/** Lists the shop and takes what waits without looking at pictures. */
async function list({ store }: Place): Promise<number> {
  const fetcher = createFetcher({ gap: 0, pause: 1, retries: 1, patience: 200, mayAsk: () => true });
  const source = openSource({ kind: 'json-ld', address: `${server.origin}/map.xml` }, fetcher);
  const { gone } = await listSource(source, store, { clean: cleanerOf(ID) });
  await store.commit((await store.next(10)).map(takenOf));
  return gone;
}

describe.each([
  ['the extension', inExtension],
  ['Node', inNode],
] as const)('products in %s', (_, open) => {
  it.each([
    ['is refused', status(503)],
    ['is forbidden', status(403)],
    ['does not answer', { ...status(200), delay: 1_000 }],
  ] as const)('stay available while their page %s', async (__, answer) => {
    const place = await open();
    await list(place);
    expect(await place.available()).toEqual(['a', 'b', 'c']);
    broken = { '/en/b/': answer, '/en/c': status(404) };
    expect(await list(place)).toBe(1);
    expect(await place.available()).toEqual(['a', 'b']);
  });

  it.each([404, 410])('go where their page answers %i', async (code) => {
    const place = await open();
    await list(place);
    broken = { '/en/b/': status(code) };
    expect(await list(place)).toBe(1);
    expect(await place.available()).toEqual(['a', 'c']);
  });

  it('stay available while the sitemap that names them is broken, also others', async () => {
    const place = await open();
    await list(place);
    broken = { '/products-2.xml': status(503), '/en/a': status(404) };
    expect(await list(place)).toBe(0);
    expect(await place.available()).toEqual(['a', 'b', 'c']);
    broken = {};
    expect(await list(place)).toBe(0);
  });
});
