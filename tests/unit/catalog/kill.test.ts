import 'fake-indexeddb/auto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../catalog/fetch/polite';
import { listSource } from '../../../catalog/ingest/list';
import type { Eyes } from '../../../catalog/ingest/look';
import { takePictures } from '../../../catalog/ingest/pictures';
import { reportText } from '../../../catalog/ingest/report';
import { createNodeModels } from '../../../catalog/node/engine';
import { openEyes } from '../../../catalog/node/eyes';
import { Ledger } from '../../../catalog/node/ledger';
import { MODELS } from '../../../catalog/node/places';
import { cleanerOf } from '../../../catalog/schema';
import { keepShops } from '../../../catalog/shop/keep-shops';
import type { CatalogSource } from '../../../catalog/source';
import { Database } from '../../../lib/store/db';
import { type LoopbackServer, serve } from '../../browser/servers';

const COUNT = 9;
const SHOP = { id: 'web.shop.example', name: 'Shop', spec: { kind: 'csv', address: 'https://shop.example' } };
const models = createNodeModels(MODELS, 1);
const pictures = new Map<string, Uint8Array>();
let eyes: Eyes;
let server: LoopbackServer;
let folder: string;

/** A shop of nine products, of which one repeats an id and one has no picture; it never comes past `hangsAt`. */
const sourceOf = (hangsAt = Number.POSITIVE_INFINITY): CatalogSource => ({
  kind: 'csv',
  async *products() {
    for (let i = 0; i < COUNT; i += 1) {
      if (i === hangsAt) await new Promise(() => {});
      const id = i === 4 ? 'p3' : `p${i}`;
      const image = `${server.origin}/${i === 6 ? 'gone' : `p${i}`}.png`;
      const raw = { product_id: id, product_url: `https://shop.example/${i}`, image_url: image, title: `Thing ${i}`, category: 'Topwear' }; // biome-ignore format: one row
      yield { where: `row ${i + 1}`, raw };
    }
  },
});
const IDS = ['p0', 'p1', 'p2', 'p3', 'p5', 'p7', 'p8'];
const read = async (address: string) => {
  const bytes = pictures.get(new URL(address).pathname);
  if (!bytes) throw new Error('answer 404');
  return { bytes: new Uint8Array(bytes) };
};

beforeAll(async () => {
  eyes = await openEyes(models, false);
  server = await serve((path) => {
    const body = pictures.get(path);
    return body && { body, type: 'image/png' };
  });
  for (let i = 0; i < COUNT; i += 1) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect x="${10 + i * 4}" y="20" width="${30 + i * 3}" height="60" fill="hsl(${i * 40} 70% 45%)"/></svg>`;
    const drawn = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer();
    pictures.set(`/p${i}.png`, new Uint8Array(drawn));
  }
  folder = await mkdtemp(join(tmpdir(), 'kill-'));
});
afterAll(async () => {
  await models.release();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a process that is killed at any moment', () => {
  async function build(place: string): Promise<{ rows: string; ledger: Ledger }> {
    const ledger = await Ledger.open(place, ['facts']);
    await listSource(sourceOf(), ledger, { clean: cleanerOf('shop') });
    await takePictures(ledger, { eyes, ways: { read, addressOf: (address) => address }, batch: 2 });
    await ledger.pause();
    return { rows: await readFile(join(place, 'rows.ndjson'), 'utf8'), ledger };
  }

  it('goes on from whatever it had written, byte for byte as if nothing had happened', async () => {
    const whole = join(folder, 'whole');
    const { rows } = await build(whole);
    const key = await readFile(join(whole, 'key'), 'utf8');
    expect(rows.trim().split('\n')).toHaveLength(IDS.length);
    const bytes = Buffer.from(rows);
    // A write may end anywhere: before the first byte, inside of a line, just before and after its end.
    const ends = [...rows.matchAll(/\n/g)].map(({ index }) => index);
    const cuts = [1, ...ends.filter((_, i) => i % 3 === 0).flatMap((end) => [end - 40, end, end + 1])];
    for (const cut of cuts) {
      const place = join(folder, `cut-${cut}`);
      await mkdir(place);
      await writeFile(join(place, 'key'), key);
      await writeFile(join(place, 'rows.ndjson'), bytes.subarray(0, cut));
      await writeFile(join(place, 'waiting.ndjson'), '{"half a li');
      const again = await build(place);
      expect(again.rows, `cut at ${cut}`).toBe(rows);
      expect(again.ledger.products().map(({ row }) => row.productId)).toEqual(IDS);
      expect(again.ledger.refused).toHaveLength(2);
    }
  });
});

describe('what is written down', () => {
  it('is looked at again where a bad disk changed it', async () => {
    const place = join(folder, 'changed');
    const looked: number[] = [];
    const build = async () => {
      const ledger = await Ledger.open(place, ['facts']);
      await listSource(sourceOf(), ledger, { clean: cleanerOf('shop') });
      looked.push(await ledger.waiting());
      await takePictures(ledger, { eyes, ways: { read, addressOf: (address) => address }, batch: 2 });
      await ledger.pause();
      return ledger.products().map(({ row }) => row.productId).sort(); // biome-ignore format: one thought
    };
    await build();
    const file = join(place, 'rows.ndjson');
    const lines = (await readFile(file, 'utf8')).split('\n');
    lines[0] = `${lines[0]?.slice(0, 20)}"${lines[0]?.slice(20)}`;
    lines[1] = lines[1]?.replace('"row"', '"rov"') ?? '';
    lines[2] = lines[2]?.replace(/"embedding":"..../, '"embedding":"') ?? '';
    lines[3] = 'null';
    await writeFile(file, lines.join('\n'));
    expect(await build()).toEqual(IDS);
    // The one without a picture waits in every run.
    expect(looked).toEqual([IDS.length + 1, 4 + 1]);
  });
});

describe('a browser that is killed at any moment', () => {
  const open = (db: Database, source: CatalogSource, embed: Eyes['embed']) =>
    keepShops({
      db,
      eyes: async () => ({ ...eyes, embed }),
      fetcherFor: () => createFetcher({ gap: 0, pause: 1, retries: 0, mayAsk: () => true }),
      openSource: () => source,
      cleanerFor: (id) => cleanerOf(id),
      changed: () => undefined,
    });

  // In the listing, at its end, in the first batch of pictures and in the last.
  it.each([
    { listed: 0, batches: 0 },
    { listed: 5, batches: 0 },
    { listed: COUNT - 1, batches: 0 },
    { listed: Number.POSITIVE_INFINITY, batches: 1 },
    { listed: Number.POSITIVE_INFINITY, batches: 2 },
  ])('goes on after product $listed, batch $batches, losing and doubling nothing', async ({ listed, batches }) => {
    const db = new Database(`kill-${crypto.randomUUID()}`);
    let embedded = 0;
    let reach = () => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const source = sourceOf(listed);
    // What a killed browser was doing never ends: nothing after it runs.
    const hanging: CatalogSource = {
      kind: 'csv',
      async *products(signal) {
        let i = 0;
        if (listed === 0) reach();
        for await (const one of source.products(signal)) {
          yield one;
          i += 1;
          if (i === listed) reach();
        }
      },
    };
    const doomed = open(db, hanging, (garments) => {
      embedded += 1;
      if (embedded < batches) return eyes.embed(garments);
      reach();
      return new Promise(() => {});
    });
    await doomed.add(SHOP);
    void doomed.run();
    await reached;
    const shops = open(db, sourceOf(), eyes.embed);
    await shops.run();
    const stored = await db.products.toArray();
    expect(stored.map(({ productId }) => productId).sort()).toEqual(IDS);
    expect(new Set(stored.map(({ row }) => row)).size).toBe(IDS.length);
    expect((await shops.list())[0]).toMatchObject({ stage: 'resting', products: IDS.length, rejected: 2 });
    expect(await db.waiting.count()).toBe(0);
    const report = reportText(await shops.rejected(SHOP.id));
    expect(report).toMatch(/row 5,p3,repeated product_id,no/);
    expect(report).toMatch(/row 7,p6,picture cannot be read: answer 404,no/);
    await db.delete();
  });
});
