import 'fake-indexeddb/auto';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pictureReader } from '../../../catalog/fetch/picture';
import { createFetcher } from '../../../catalog/fetch/polite';
import type { Eyes } from '../../../catalog/ingest/look';
import { reportText } from '../../../catalog/ingest/report';
import { createNodeModels } from '../../../catalog/node/engine';
import { openEyes } from '../../../catalog/node/eyes';
import { MODELS } from '../../../catalog/node/places';
import { cleanerOf } from '../../../catalog/schema';
import { keepShops } from '../../../catalog/shop/keep-shops';
import { Database } from '../../../lib/store/db';
import { type Answer, type LoopbackServer, serve } from '../../browser/servers';

const COUNT = 13;
const SHOP = { id: 'web.shop.example', name: 'Shop', spec: { kind: 'csv', address: 'https://shop.example' } };
const IDS = Array.from({ length: COUNT }, (_, i) => `p${i}`);
const models = createNodeModels(MODELS, 1);
const pictures = new Map<string, Uint8Array>();
let eyes: Eyes;
let server: LoopbackServer;
let db: Database;
/** What the picture server says instead of a picture. */
let instead: (path: string) => Answer | undefined = () => undefined;

const status = (code: number, headers: Record<string, string> = {}): Answer => ({ status: code, type: 'text/plain', body: '', headers }); // biome-ignore format: one thought

beforeAll(async () => {
  eyes = await openEyes(models, false);
  for (const [i, id] of IDS.entries()) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect x="${8 + i * 3}" y="20" width="${24 + i * 4}" height="60" fill="hsl(${i * 27} 70% 45%)"/></svg>`;
    const drawn = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer();
    pictures.set(`/${id}.png`, new Uint8Array(drawn));
  }
  server = await serve((path) => {
    const body = pictures.get(path);
    return instead(path) ?? (body && { body, type: 'image/png' });
  });
});
afterAll(async () => {
  await models.release();
  await server.close();
});
beforeEach(() => {
  server.requests.length = 0;
  instead = () => undefined;
  db = new Database(`late-${crypto.randomUUID()}`);
});
afterEach(() => db.delete());

/** The shops as a started browser has them, with pictures at `origin`. */
const open = (origin = server.origin) =>
  keepShops({
    db,
    eyes: async () => eyes,
    fetcherFor: () => createFetcher({ gap: 0, pause: 1, retries: 1, patience: 2_000, mayAsk: () => true }),
    openSource: () => ({
      kind: 'csv',
      async *products() {
        for (const id of IDS) {
          const raw = { product_id: id, product_url: `https://shop.example/${id}`, image_url: `${origin}/${id}.png`, title: `Thing ${id}`, category: 'Topwear' }; // biome-ignore format: one row
          yield { where: id, raw };
        }
      },
    }),
    cleanerFor: (id) => cleanerOf(id),
    changed: () => undefined,
  });

/** Sends everybody away after so many pictures. */
function awayAfter(many: number): void {
  let answered = 0;
  instead = () => {
    answered += 1;
    return answered > many ? status(429, { 'retry-after': '300' }) : undefined;
  };
}

describe('a server that asks for a long pause', () => {
  it('is not asked again before, whoever waits in line', async () => {
    awayAfter(2);
    const read = pictureReader(createFetcher({ gap: 0, pause: 1, mayAsk: () => true }));
    const got = await Promise.allSettled(IDS.map((id) => read(`${server.origin}/${id}.png`)));
    expect(got.filter(({ status: how }) => how === 'fulfilled')).toHaveLength(2);
    expect(server.requests).toHaveLength(3);
    await expect(read(`${server.origin}/p0.png`)).rejects.toThrow(/asks to come back in 5 minutes/);
    expect(server.requests).toHaveLength(3);
  });
});

describe('pictures that do not come for a while', () => {
  it('keep their products waiting, and the shop says why until the next try brings them', async () => {
    // The refusal comes in the middle of a batch of four.
    awayAfter(6);
    const shops = open();
    await shops.add(SHOP);
    await shops.run();
    expect((await shops.list())[0]).toMatchObject({
      ...{ stage: 'pictures', products: 6, done: 6, total: COUNT, rejected: 0, refreshedAt: 0 },
      error: expect.stringMatching(/asks to come back in 5 minutes/),
    });
    expect(server.requests).toHaveLength(7);
    // Nothing is tried before the next hour.
    await shops.run();
    expect(server.requests).toHaveLength(7);
    instead = () => undefined;
    await shops.refreshDue();
    await shops.run();
    const [summary] = await shops.list();
    expect(summary).toMatchObject({ stage: 'resting', products: COUNT, rejected: 0 });
    expect(summary?.error).toBeUndefined();
    expect((await db.products.toArray()).map(({ productId }) => productId).sort()).toEqual([...IDS].sort());
  });

  it('because nothing answers do so too', async () => {
    const gone = await serve(() => undefined);
    await gone.close();
    const shops = open(gone.origin);
    await shops.add(SHOP);
    await shops.run();
    expect((await shops.list())[0]).toMatchObject({
      ...{ stage: 'pictures', products: 0, done: 0, rejected: 0 },
      error: expect.stringMatching(/did not answer\.$/),
    });
  });

  it('hold no other shop up', async () => {
    awayAfter(0);
    const shops = open();
    await shops.add(SHOP);
    await shops.add({ ...SHOP, id: 'web.other.example' });
    await shops.run();
    expect((await shops.list()).map(({ stage, error }) => [stage, Boolean(error)])).toEqual([
      ['pictures', true],
      ['pictures', true],
    ]);
  });

  it('are given up after a dozen tries, also those of browsers that were closed', async () => {
    instead = () => status(503);
    const first = open();
    await first.add(SHOP);
    for (let hour = 0; hour < 6; hour += 1) {
      await first.refreshDue();
      await first.run();
    }
    const next = open();
    for (let hour = 0; hour < 6; hour += 1) {
      expect((await next.list())[0]?.stage).toBe('pictures');
      await next.run();
      await next.refreshDue();
    }
    await next.run();
    expect((await next.list())[0]).toMatchObject({ stage: 'resting', products: 0, rejected: COUNT });
    expect(reportText(await next.rejected(SHOP.id))).toMatch(/p12,p12,picture cannot be read: 127.*answers 503/);
  });

  it('are left out where the pictures beside them come', async () => {
    const broken = new Map([
      ['/p1.png', status(500)],
      ['/p3.png', status(429, { 'retry-after': '1' })],
      ['/p12.png', status(502)],
    ]);
    instead = (path) => broken.get(path);
    const shops = open();
    await shops.add(SHOP);
    await shops.run();
    expect((await shops.list())[0]).toMatchObject({ stage: 'resting', products: COUNT - 3, rejected: 3 });
    const report = reportText(await shops.rejected(SHOP.id));
    for (const id of ['p1', 'p3', 'p12']) expect(report).toMatch(new RegExp(`${id},${id},picture cannot be read`));
  });
});
