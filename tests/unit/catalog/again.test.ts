import 'fake-indexeddb/auto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../catalog/fetch/polite';
import type { Eyes } from '../../../catalog/ingest/look';
import { createNodeModels } from '../../../catalog/node/engine';
import { openEyes } from '../../../catalog/node/eyes';
import { MODELS } from '../../../catalog/node/places';
import { cleanerOf } from '../../../catalog/schema';
import { isTurn } from '../../../catalog/shop/due';
import { keepShops } from '../../../catalog/shop/keep-shops';
import { openIndex } from '../../../lib/index/open';
import { readBackup, writeBackup } from '../../../lib/store/backup';
import { openCatalog } from '../../../lib/store/catalog';
import { Database } from '../../../lib/store/db';
import { keptShops, restoreShops } from '../../../lib/store/kept-shops';
import { writePack } from '../../../lib/store/pack-write';
import { ShopStore } from '../../../lib/store/shop-store';
import { type LoopbackServer, serve } from '../../browser/servers';
import { samplePack } from '../store/sample-pack';

const IDS = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];
const ROUND = 30;
const SHOP = { id: 'web.shop.example', name: 'Shop', spec: { kind: 'csv', address: 'https://shop.example' } };
const models = createNodeModels(MODELS, 1);
const pictures = new Map<string, { bytes: Uint8Array; etag: string }>();
let eyes: Eyes;
let server: LoopbackServer;
let down = false;

async function drawn(at: number): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect x="${8 + at * 6}" y="${34 - at * 4}" width="${20 + at * 7}" height="50" fill="hsl(${at * 50} 70% 45%)"/></svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer());
}

beforeAll(async () => {
  eyes = await openEyes(models, false);
  for (const [at, id] of IDS.entries()) pictures.set(`/${id}.png`, { bytes: await drawn(at), etag: `"${id}"` });
  server = await serve((path, headers) => {
    const picture = pictures.get(path);
    if (!picture) return undefined;
    if (down) return { status: 500, type: 'text/plain', body: '' };
    // The last product's server says nothing about versions.
    const said: Record<string, string> = path === '/p5.png' ? {} : { etag: picture.etag };
    if (headers['if-none-match'] === picture.etag) return { status: 304, type: 'image/png', body: '', headers: said };
    return { body: picture.bytes, type: 'image/png', headers: said };
  });
});
afterAll(async () => {
  await models.release();
  await server.close();
});

function open(db: Database) {
  return keepShops({
    db,
    eyes: async () => eyes,
    fetcherFor: () => createFetcher({ gap: 0, pause: 1, retries: 0, mayAsk: () => true }),
    openSource: () => ({
      kind: 'csv',
      async *products() {
        for (const id of IDS) {
          const raw = { product_id: id, product_url: `https://shop.example/${id}`, image_url: `${server.origin}/${id}.png`, title: `Thing ${id}`, category: 'Topwear' }; // biome-ignore format: one row
          yield { where: id, raw };
        }
      },
    }),
    cleanerFor: (id) => cleanerOf(id),
    changed: () => undefined,
  });
}

describe('pictures that the catalogue knows', () => {
  it('have their turn once a round, and large shops are asked no more than 500 a run', () => {
    const products = Array.from({ length: 30_000 }, (_, i) => `product-${i}`);
    const asked = new Map<string, number>();
    for (let run = 0; run < 60; run += 1) {
      const due = products.filter((id) => isTurn(id, run, products.length));
      expect(due.length).toBeLessThan(600);
      for (const id of due) asked.set(id, (asked.get(id) ?? 0) + 1);
    }
    expect(asked.size).toBe(products.length);
    expect(new Set(asked.values())).toEqual(new Set([1]));
  });

  it('are asked for again a few a day: a new one is noticed, a server that is down harms nothing', async () => {
    const db = new Database(`again-${crypto.randomUUID()}`);
    const shops = open(db);
    const round = async (): Promise<string[]> => {
      server.requests.length = 0;
      for (let run = 0; run < ROUND; run += 1) {
        await shops.refresh(SHOP.id);
        await shops.run();
      }
      return server.requests.map(({ url, headers }) => `${url} ${headers['if-none-match']}`).sort();
    };
    await shops.add(SHOP);
    await shops.run();
    const before = await db.facts.toArray();
    const conditional = IDS.slice(0, 5).map((id) => `/${id}.png "${id}"`);
    expect(await round()).toEqual(conditional);
    expect(await db.facts.toArray()).toEqual(before);

    pictures.set('/p2.png', { bytes: await drawn(9), etag: '"new"' });
    expect(await round()).toEqual(conditional);
    const after = await db.facts.toArray();
    const other = after.filter((fact, i) => JSON.stringify(fact.print) !== JSON.stringify(before[i]?.print));
    expect(other.map(({ productId, validators }) => [productId, validators.etag])).toEqual([['p2', '"new"']]);

    down = true;
    await round();
    expect(await db.facts.toArray()).toEqual(after);
    expect((await shops.list())[0]).toMatchObject({ products: IDS.length, rejected: 0, stage: 'resting' });
    await db.delete();
  });

  it('travel in a backup: a restored shop asks for them conditionally', async () => {
    down = false;
    const [db, other] = [new Database(`again-${crypto.randomUUID()}`), new Database(`again-${crypto.randomUUID()}`)];
    const starter = async () => writePack({ ...samplePack('sample', 8), embedder: eyes.embedder });
    const catalogOf = (of: Database) => openCatalog({ embedder: eyes.embedder, starter, openIndex }, of);
    const shops = open(db);
    await shops.add(SHOP);
    await shops.run();
    const preferences = { gender: 'automatic', dots: 'always', sensitivity: 'balanced' } as const;
    const nothing = { looks: [], paused: [], sites: [], corrections: {} };
    const [shopsOfIt, { pack: catalog }] = [await keptShops(db), await catalogOf(db).exportPack()];
    const kept = { ...nothing, preferences, shops: shopsOfIt, catalog };
    const back = await readBackup(await writeBackup(kept));
    await catalogOf(other).importPack(back.catalog);
    expect(await restoreShops(other, back.shops)).toBe(1);
    const known = await new ShopStore(other, SHOP.id).known(['p1']);
    expect(known.get('p1')?.validators).toEqual({ etag: '"p1"', address: `${server.origin}/p1.png` });
    await Promise.all([db.delete(), other.delete()]);
  });
});
