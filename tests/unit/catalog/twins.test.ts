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
import { settleTwins } from '../../../catalog/shop/twins';
import type { CatalogSource } from '../../../catalog/source';
import { openIndex } from '../../../lib/index/open';
import { type Catalog, openCatalog } from '../../../lib/store/catalog';
import { Database } from '../../../lib/store/db';
import type { Pack } from '../../../lib/store/pack-format';
import { writePack } from '../../../lib/store/pack-write';
import type { Look, Product } from '../../../lib/types';
import { type LoopbackServer, serve } from '../../browser/servers';
import { samplePack } from '../store/sample-pack';

const models = createNodeModels(MODELS, 1);
const pictures = new Map<string, Uint8Array>();
let eyes: Eyes;
let server: LoopbackServer;
let db: Database;
let catalog: Catalog;
let shops: Shops;

interface Sold {
  readonly id: string;
  readonly path: string;
  readonly title: string;
  readonly picture: string;
}
const SHOP = { id: 'web.shop.example', name: 'Shop', spec: { kind: 'csv', address: 'https://shop.example' } };
const SOLD: readonly Sold[] = [
  { id: '10', path: '/p/wrap', title: 'Wrap dress', picture: 'a' },
  { id: '20', path: '/p/linen?variant=1', title: 'Linen dress red', picture: 'b' },
  { id: '21', path: '/p/linen?variant=2', title: 'Linen dress blue', picture: 'c' },
  { id: '30', path: '/p/other', title: 'Other dress', picture: 'd' },
];
const wholeShop = (sold: readonly Sold[]): CatalogSource => ({
  kind: 'csv',
  async *products() {
    for (const { id, path, title, picture } of sold) {
      const image = `${server.origin}/${picture}.png`;
      const raw = { product_id: id, product_url: `https://shop.example${path}`, image_url: image, title, category: 'Dresses' }; // biome-ignore format: one row
      yield { where: `row ${id}`, raw };
    }
  },
});

/** Adds one product from its page, as the button on a shop's page does. */
async function addPage(sku: string, path: string, title: string, picture: string) {
  const image = `${server.origin}/${picture}.png`;
  const product = { '@type': 'Product', sku, name: title, image, url: `https://www.shop.example${path}` };
  const html = `<script type="application/ld+json">${JSON.stringify(product)}</script>`;
  const { shop, source } = await readPageShop([{ url: `https://www.shop.example${path}`, html }]);
  return shops.addPage(shop, source, new Map());
}

const stored = async (): Promise<string[]> =>
  (await db.products.toArray()).flatMap(({ id, source }) => (source === 'sample' ? [] : [id])).sort();
const named = (id: string): Promise<Product | undefined> => catalog.find([id]).then(([product]) => product);
const look = (id: string, products: readonly (Product | undefined)[], chosen: string): Look => ({
  ...{ id, savedAt: 1, pageUrl: '', pageTitle: '', title: '', note: '', picture: new Blob([]), chosen: [chosen] },
  result: {
    ...{ width: 1, height: 1, framing: 'full', persons: [] },
    garments: [
      {
        ...{ category: 'dress', score: 1, box: { x: 0, y: 0, width: 1, height: 1 }, person: null },
        matches: products.flatMap((product) => (product ? [{ product, similarity: 0.9 }] : [])),
      },
    ],
  },
});

/** A pack whose sixth product is the wrap dress. */
async function packWithWrap(id: string, count: number): Promise<Pack> {
  const pack = { ...samplePack(id, count, 4), embedder: eyes.embedder };
  const rows = pack.rows.map((row, i) => (i === 5 ? { ...row, url: 'http://shop.example/p/wrap/' } : row));
  return { ...pack, rows };
}

beforeAll(async () => {
  eyes = await openEyes(models, false);
  server = await serve((path) => {
    const body = pictures.get(path);
    return body && { body, type: 'image/png' };
  });
  for (const [at, name] of [...'abcdef'].entries()) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect x="${8 + at * 7}" y="${30 - at * 4}" width="${20 + at * 8}" height="60" fill="hsl(${at * 60} 70% 45%)"/></svg>`;
    pictures.set(`/${name}.png`, new Uint8Array(await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer())); // biome-ignore format: one picture
  }
});
afterAll(async () => {
  await models.release();
  await server.close();
});
beforeEach(() => {
  db = new Database(`twins-${crypto.randomUUID()}`);
  const starter = async () => writePack({ ...samplePack('sample', 8), embedder: eyes.embedder });
  catalog = openCatalog({ embedder: eyes.embedder, starter, openIndex }, db);
  shops = keepShops({
    db,
    eyes: async () => eyes,
    fetcherFor: () => createFetcher({ gap: 0, pause: 1, retries: 0, mayAsk: () => true }),
    openSource: () => wholeShop(SOLD),
    cleanerFor: (id) => cleanerOf(id),
    changed: (generation, categories) => catalog.touched(generation, categories),
  });
});
afterEach(() => db.delete());

describe('a product that was added from its page and comes again with its whole shop', () => {
  it('stands once, by its address, and the looks that show it go on', async () => {
    await addPage('wrap-1', '/p/wrap?utm_source=mail', 'Wrap dress', 'a');
    await addPage('linen', '/p/linen', 'Linen dress blue', 'c');
    await addPage('lone', '/p/lone', 'Lone dress', 'e');
    const page = 'web.pages.shop.example';
    expect(await stored()).toEqual([`${page}/linen`, `${page}/lone`, `${page}/wrap-1`]);
    const [wrap, linen, lone] = await Promise.all(['wrap-1', 'linen', 'lone'].map((sku) => named(`${page}/${sku}`)));
    await db.looks.bulkPut([
      look('both', [linen, wrap, lone], `${page}/wrap-1`),
      look('other', [lone], `${page}/lone`),
    ]);
    const other = await db.looks.get('other');

    await shops.add(SHOP);
    await shops.run();
    const all = ['10', '20', '21', '30'].map((id) => `${SHOP.id}/${id}`);
    expect(await stored()).toEqual([...all, `${page}/lone`].sort());
    const counts = (await shops.list()).map(({ id, products }) => [id, products]);
    expect(Object.fromEntries(counts)).toEqual({ [page]: 1, [SHOP.id]: 4 });
    // The variant of its title, where the page's address names none.
    const saved = await db.looks.get('both');
    const shown = saved?.result.garments[0]?.matches.map(({ product }) => product) ?? [];
    expect(shown.map(({ id }) => id)).toEqual([`${SHOP.id}/21`, `${SHOP.id}/10`, `${page}/lone`]);
    expect(saved?.chosen).toEqual([`${SHOP.id}/10`]);
    expect(shown[1]).toEqual(await named(`${SHOP.id}/10`));
    expect(await db.looks.get('other')).toEqual(other);
    // The search finds each once, what left not at all.
    const vector = (await catalog.vectorOf(`${SHOP.id}/10`))?.embedding;
    const found = await catalog.search.search('dress', vector ?? new Float32Array(128), 20);
    const ids = found.map(({ product }) => product.id).filter((id) => !id.startsWith('sample/'));
    expect(ids.sort()).toEqual([...all, `${page}/lone`].sort());

    // And the other way round: the shop has it already.
    expect(await addPage('wrap-1', '/p/wrap', 'Wrap dress', 'a')).toMatchObject({ added: 0, known: 1, left: 0 });
    expect(await addPage('new', '/p/new', 'New dress', 'f')).toMatchObject({ added: 1, known: 0 });
    expect(await stored()).toEqual([...all, `${page}/lone`, `${page}/new`].sort());
  });

  it('leaves no empty shop behind, and makes none', async () => {
    await addPage('wrap-1', '/p/wrap', 'Wrap dress', 'a');
    await shops.add(SHOP);
    await shops.run();
    expect((await shops.list()).map(({ id }) => id)).toEqual([SHOP.id]);
    expect(await db.sources.get('web.pages.shop.example')).toBeUndefined();
    const left = (await db.chunks.toArray()).filter(({ generation }) => generation.startsWith('web.pages'));
    expect(left).toEqual([]);
    expect(await addPage('wrap-1', '/p/wrap', 'Wrap dress', 'a')).toMatchObject({ added: 0, known: 1 });
    expect((await shops.list()).map(({ id }) => id)).toEqual([SHOP.id]);
  });

  it('leaves an import at hand alone', async () => {
    await addPage('wrap-1', '/p/wrap', 'Wrap dress', 'a');
    await catalog.importPack(await writePack(await packWithWrap('packed', 16)));
    // Shelves are written first, products after them: in between is where others get their turn.
    const staged = new Promise<void>((resolve) => {
      db.shelves.hook('creating', function hook(_key, { generation }) {
        if (!generation.startsWith('large:')) return;
        db.shelves.hook('creating').unsubscribe(hook);
        resolve();
      });
    });
    const importing = catalog.importPack(await writePack({ ...samplePack('large', 3_000), embedder: eyes.embedder }));
    await staged;
    expect(await settleTwins(db, () => undefined)).toBe(1);
    await importing;
    const { generation = '' } = (await db.sources.get('large')) ?? {};
    expect(await db.shelves.where('generation').equals(generation).count()).toBe(8);
    expect(await db.products.where('generation').equals(generation).count()).toBe(3_000);
  });

  it('stands once also where the shop comes as a pack', async () => {
    await addPage('wrap-1', '/p/wrap', 'Wrap dress', 'a');
    await addPage('lone', '/p/lone', 'Lone dress', 'e');
    await catalog.importPack(await writePack(await packWithWrap('packed', 16)));
    await shops.settle();
    expect((await stored()).filter((id) => id.startsWith('web.'))).toEqual(['web.pages.shop.example/lone']);
  });
});
