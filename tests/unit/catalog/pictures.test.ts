import 'fake-indexeddb/auto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drawProduct } from '../../../catalog/draw/product';
import { toJpeg } from '../../../catalog/draw/raster';
import { drawScene, renderScene } from '../../../catalog/draw/scene';
import { STARTER } from '../../../catalog/draw/starter';
import { pictureReader } from '../../../catalog/fetch/picture';
import { createFetcher } from '../../../catalog/fetch/polite';
import { listSource } from '../../../catalog/ingest/list';
import type { Eyes } from '../../../catalog/ingest/look';
import { takePictures } from '../../../catalog/ingest/pictures';
import { createNodeModels } from '../../../catalog/node/engine';
import { openEyes } from '../../../catalog/node/eyes';
import { Ledger, type StoredCopy } from '../../../catalog/node/ledger';
import { MODELS } from '../../../catalog/node/places';
import { cleanerOf } from '../../../catalog/schema';
import type { CatalogSource, RawProduct } from '../../../catalog/source';
import { Database } from '../../../lib/store/db';
import type { IngestStore, Outcome } from '../../../lib/store/ingest-store';
import { ShopStore } from '../../../lib/store/shop-store';
import { addShop, doubtfulOf, rejectedOf } from '../../../lib/store/shops';
import { type LoopbackServer, serve } from '../../browser/servers';

const ID = 'web.shop.example';
const models = createNodeModels(MODELS, 1);
const pictures = new Map<string, Uint8Array>();
let eyes: Eyes;
let server: LoopbackServer;
let folder: string;
let feed: RawProduct[] = [];

const source: CatalogSource = {
  kind: 'csv',
  async *products() {
    for (const [i, raw] of feed.entries()) yield { where: `row ${i + 1}`, raw };
  },
};

function product(id: string, images: readonly string[], more: RawProduct = {}): RawProduct {
  const [image = '', ...further] = images.map((name) => `${server.origin}/${name}`);
  return {
    ...{ product_id: id, product_url: `https://shop.example/${id}`, image_url: image, title: `Thing ${id}` },
    ...{ gender: 'women', category: 'Topwear', additional_image_urls: JSON.stringify(further) },
    ...more,
  };
}

const garment = (category: string, nth = 0) => {
  const found = STARTER.filter((one) => one.category === category && one.gender === 'women')[nth];
  if (!found) throw new Error(`No drawn ${category}`);
  return found;
};

beforeAll(async () => {
  eyes = await openEyes(models, true);
  server = await serve((path) => {
    const body = pictures.get(path.slice(1));
    return body && { body, type: 'image/jpeg', headers: { etag: `"${path}"` } };
  });
  folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  const worn = drawScene({ seed: 5, width: 480, height: 640, people: 1, framing: 'full', gender: 'women' });
  pictures.set('worn.jpg', new Uint8Array(await renderScene(worn)));
  for (const nth of [0, 1, 2, 3]) {
    const drawn = await toJpeg(drawProduct(garment('handbag', nth), 320), 0);
    pictures.set(`bag${nth}.jpg`, new Uint8Array(drawn));
    // What a shop's detail looks like: a piece of the middle, with nothing around it.
    const detail = sharp(drawn).extract({ left: 120, top: 120, width: 80, height: 80 }).resize(320, 320);
    pictures.set(`bag${nth}_detail.jpg`, new Uint8Array(await detail.jpeg().toBuffer()));
  }
  // What shops send for a picture that has moved: a page, called a picture.
  pictures.set('page.jpg', Buffer.from('<!doctype html><script>alert(1)</script>'));
  const copy = sharp(pictures.get('bag0.jpg')).resize(210).jpeg({ quality: 70 });
  pictures.set('copy.jpg', new Uint8Array(await copy.toBuffer()));
});
afterAll(async () => {
  await models.release();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  server.requests.length = 0;
});

/** Ingest as the extension and as the command line keep it. `reopen` is what a new start finds. */
interface Place {
  readonly store: IngestStore;
  reopen(): Promise<Place>;
  /** Product id → address of the chosen picture. */
  stored(): Promise<Map<string, string>>;
  /** Reasons by product id, left out and doubtful. */
  reasons(): Promise<{ left: Map<string, string>; doubtful: Map<string, string> }>;
}

async function inExtension(db = new Database(`pictures-${crypto.randomUUID()}`)): Promise<Place> {
  await addShop(db, { id: ID, name: 'Shop', spec: { kind: 'csv', address: 'https://shop.example' } }, eyes.embedder);
  const reasonsOf = (list: readonly { productId: string; reason: string }[]) =>
    new Map(list.map(({ productId, reason }) => [productId, reason]));
  return {
    store: new ShopStore(db, ID),
    reopen: () => inExtension(db),
    stored: async () =>
      new Map((await db.products.toArray()).map(({ productId, imageUrl }) => [productId, new URL(imageUrl).pathname.slice(1)])), // biome-ignore format: one thought
    reasons: async () => ({
      left: reasonsOf(await rejectedOf(db, ID)),
      doubtful: reasonsOf(await doubtfulOf(db, ID)),
    }),
  };
}

async function inNode(name = crypto.randomUUID(), copies: readonly StoredCopy[] = []): Promise<Place> {
  const ledger = await Ledger.open(join(folder, name), ['facts'], [], copies);
  return {
    store: ledger,
    reopen: () => inNode(name, ledger.allCopies()),
    stored: async () =>
      new Map(ledger.products().map(({ row }) => [row.productId, new URL(row.imageUrl).pathname.slice(1)])),
    reasons: async () => ({
      left: new Map(ledger.refused.map(({ productId, reason }) => [productId, reason])),
      doubtful: new Map(ledger.products().flatMap(({ row, doubt }) => (doubt ? [[row.productId, doubt]] : []))),
    }),
  };
}

async function ingest({ store }: Place, stopAfter = Number.POSITIVE_INFINITY, checkPictures = false) {
  await listSource(source, store, { clean: cleanerOf(ID), checkPictures });
  const read = pictureReader(createFetcher({ gap: 0, pause: 1, retries: 1, mayAsk: () => true }));
  const stop = new AbortController();
  const outcomes: Outcome[] = [];
  const progress = (some: readonly Outcome[]) => {
    outcomes.push(...some);
    if (outcomes.length >= stopAfter) stop.abort(new Error('killed'));
  };
  const ways = { read, addressOf: (address: string) => address };
  const work = takePictures(store, { eyes, ways, batch: 2, signal: stop.signal, progress });
  await (stopAfter < Number.POSITIVE_INFINITY ? expect(work).rejects.toThrow('killed') : work);
  return outcomes;
}

describe.each([
  ['the extension', inExtension],
  ['Node', inNode],
] as const)('pictures in %s', (_, open) => {
  it('are chosen: the product alone before worn, whole before a detail, and no more are read than needed', async () => {
    const bag = { category: 'Handbag' };
    feed = [
      product('worn-first', ['worn.jpg', 'bag0.jpg', 'bag0_detail.jpg'], bag),
      product('detail-first', ['bag1_detail.jpg', 'bag1.jpg'], bag),
      product('alone-first', ['bag2.jpg', 'worn.jpg'], bag),
      product('one-is-broken', ['gone.jpg', 'bag3.jpg'], bag),
      product('no-picture', ['page.jpg'], bag),
      product('only-worn', ['worn.jpg', 'gone2.jpg', 'gone3.jpg', 'gone4.jpg'], bag),
    ];
    const place = await open();
    await ingest(place);
    expect(await place.stored()).toEqual(
      new Map([
        ['worn-first', 'bag0.jpg'],
        ['detail-first', 'bag1.jpg'],
        ['alone-first', 'bag2.jpg'],
        ['one-is-broken', 'bag3.jpg'],
        ['only-worn', 'worn.jpg'],
      ]),
    );
    expect((await place.reasons()).left).toEqual(
      new Map([['no-picture', expect.stringMatching(/^picture cannot be read: /)]]),
    );
    const asked = server.requests.map(({ url }) => url.slice(1));
    // The detail's name gives it away: it is asked for last, if at all. Of a product three pictures are looked at.
    expect(asked).not.toContain('bag1_detail.jpg');
    expect(asked).not.toContain('bag0_detail.jpg');
    expect(asked).not.toContain('gone4.jpg');
  });

  it('of other products are refused, also after a kill and under another address', async () => {
    const bag = { category: 'Handbag' };
    feed = [
      product('a', ['bag0.jpg'], bag),
      product('b', ['bag1.jpg'], bag),
      product('copy', ['copy.jpg'], bag),
      product('again', ['bag2.jpg'], { ...bag, product_url: 'https://shop.example/a?utm_source=x', title: 'Thing a' }),
      product('for-men', ['copy.jpg'], { ...bag, gender: 'men' }),
      product('as-shoes', ['bag0.jpg'], { category: 'Footwear' }),
    ];
    const place = await open();
    await ingest(place, 2);
    const after = await place.reopen();
    await ingest(after);
    expect([...(await after.stored()).keys()].sort()).toEqual(['a', 'as-shoes', 'b', 'for-men']);
    const { left } = await after.reasons();
    expect(left.get('copy')).toBe('the picture of another product');
    expect(left.get('again')).toBe('the page of another product');
  });

  it('of other products are not asked for again while both are as they were', async () => {
    const bag = { category: 'Handbag' };
    const both = [product('a', ['bag0.jpg'], bag), product('copy', ['copy.jpg'], bag)];
    let place = await open();
    const asked = async (now: RawProduct[]) => {
      place = await place.reopen();
      server.requests.length = 0;
      feed = now;
      await ingest(place);
      return server.requests.map(({ url }) => url);
    };
    expect(await asked(both)).toEqual(['/bag0.jpg', '/copy.jpg']);
    expect(await asked(both)).toEqual([]);
    expect((await place.reasons()).left.get('copy')).toBe('the picture of another product');
    // Other words of the copy; then the original has another picture, and the copy is one no more.
    const other = product('copy', ['copy.jpg'], { ...bag, title: 'Other words' });
    expect(await asked([product('a', ['bag0.jpg'], bag), other])).toEqual(['/copy.jpg']);
    expect(await asked([product('a', ['bag3.jpg'], bag), other])).toEqual(['/bag3.jpg']);
    expect(await asked([product('a', ['bag3.jpg'], bag), other])).toEqual(['/copy.jpg']);
    expect([...(await place.stored()).keys()].sort()).toEqual(['a', 'copy']);
    expect(await asked([product('a', ['bag3.jpg'], bag), other])).toEqual([]);
  });

  it('that became those of another product leave it its price and stock', async () => {
    const bag = { category: 'Handbag' };
    const b = (picture: string, facts: RawProduct) => product('b', [picture], { ...bag, ...facts });
    const before = { price: '50 EUR', availability: 'in stock' };
    let place = await open();
    for (const now of [
      b('bag1.jpg', before),
      b('copy.jpg', before),
      b('copy.jpg', { price: '99 EUR', availability: 'out of stock' }),
    ]) {
      place = await place.reopen();
      feed = [product('a', ['bag0.jpg'], bag), now];
      await ingest(place);
    }
    expect((await place.reasons()).left.get('b')).toBe('the picture of another product');
    const known = await place.store.known(['b']);
    expect(known.get('b')).toMatchObject({ price: { amount: '99', currency: 'EUR' }, inStock: false });
  });

  it('that show something else than the words say are listed, and the product stays', async () => {
    feed = [
      product('bag', ['bag0.jpg'], { category: 'Handbag' }),
      product('no-dress', ['bag1.jpg'], { category: 'Dress' }),
    ];
    const place = await open();
    await ingest(place);
    expect((await place.stored()).size).toBe(2);
    const { doubtful, left } = await place.reasons();
    expect([...doubtful.keys()]).toEqual(['no-dress']);
    expect(doubtful.get('no-dress')).toMatch(/^the words say dress, the picture shows handbag \(0\.\d\d\)$/);
    expect(left.size).toBe(0);
  });

  it('leave no product out where the models fail', async () => {
    feed = [product('a', ['bag0.jpg'], { category: 'Handbag' }), product('b', ['bag1.jpg'], { category: 'Handbag' })];
    const place = await open();
    const { detect } = eyes;
    eyes = { ...eyes, detect: () => Promise.reject(new Error('the graphics card went away')) };
    await expect(ingest(place)).rejects.toThrow('the graphics card went away');
    eyes = { ...eyes, detect };
    const again = await place.reopen();
    expect((await again.reasons()).left.size).toBe(0);
    await ingest(again);
    expect([...(await again.stored()).keys()]).toEqual(['a', 'b']);
  });

  it('that were chosen are asked for conditionally, by their own address', async () => {
    feed = [product('a', ['worn.jpg', 'bag0.jpg'], { category: 'Handbag' })];
    const place = await open();
    await ingest(place);
    server.requests.length = 0;
    const again = await ingest(await place.reopen(), undefined, true);
    expect(again).toHaveLength(1);
    expect(server.requests.map(({ url, headers }) => [url, headers['if-none-match']])).toEqual([
      ['/bag0.jpg', '"/bag0.jpg"'],
    ]);
  });
});
