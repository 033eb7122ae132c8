import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from '../../../../catalog/csv-write';
import { pictureReader } from '../../../../catalog/fetch/picture';
import { listSource } from '../../../../catalog/ingest/list';
import { Ledger } from '../../../../catalog/node/ledger';
import { cleanerOf } from '../../../../catalog/schema';
import { fetcherFor } from '../../../../catalog/shop/typed-fetcher';
import type { SourceKind } from '../../../../catalog/source';
import { openSource } from '../../../../catalog/sources/open';
import type { Listed } from '../../../../lib/store/ingest-store';
import { type Answer, serve } from '../../../browser/servers';
import { fetcher, html, json, LOGIN, ld, useShop } from './test-shop';

/** A product as every adapter's fixture states it. */
interface Stated {
  readonly id: string;
  readonly title?: string;
  readonly price?: string;
  readonly url?: string;
  readonly image?: string;
}
type Body = string | Uint8Array;
type Routes = Record<string, Answer>;

const full = ({ id, ...more }: Stated) => ({
  ...{ id, title: `Größe dress ${id}`, price: '20.00' },
  ...{ url: `https://s.example/${id}`, image: `https://s.example/${id}.jpg` },
  ...more,
});
type Full = ReturnType<typeof full>;

const esc = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const table = (columns: string[], rows: string[][]) => stringify([columns, ...rows]);
const ITEM = ({ id, title, price, url, image }: Full) =>
  `<item><g:id>${id}</g:id><g:title>${esc(title)}</g:title><link>${esc(url)}</link><g:image_link>${esc(image)}</g:image_link><g:price>${price} EUR</g:price><g:product_type>Dresses</g:product_type></item>`;

/** How a feed of some products looks in an adapter's language, and where the bytes that matter are. */
interface Adapter {
  readonly name: string;
  readonly kind: SourceKind;
  readonly path: string;
  /** The address whose answer is broken in fixtures about answers; its body is of these products. */
  readonly place: (origin: string) => string;
  body(products: readonly Full[], origin: string): Promise<Body> | Body;
  /** Other addresses that the adapter asks for. */
  readonly around?: (products: readonly Full[], origin: string) => Routes;
  readonly type: string;
  /** Whether ids come from the feed, so that they may repeat. */
  readonly repeats?: false;
}

const shopify = ({ id, title, price, image }: Full) => ({
  ...{ id, title, handle: id, product_type: 'Dresses', vendor: 'Alder', tags: [] },
  variants: [{ id: `${id}v`, title: 'Default Title', price, available: true }],
  images: [{ src: image }],
});
const woo = ({ id, title, price, url, image }: Full) => ({
  ...{
    id,
    name: title,
    permalink: url,
    categories: [{ name: 'Dresses' }],
    images: [{ src: image }],
    is_in_stock: true,
  },
  prices: {
    price: price.replace('.', ''),
    regular_price: price.replace('.', ''),
    currency_code: 'EUR',
    currency_minor_unit: 2,
  },
});
const node = ({ id, title, price, url, image }: Full) => ({
  ...{ '@type': 'Product', sku: id, name: title, url, image, category: 'Dresses' },
  offers: { price, priceCurrency: 'EUR' },
});
const pageOf = (one: Full) => `<!doctype html><meta charset="utf-8"><title>x</title>${ld(node(one))}`;
const packRow = ({ id, title, price, url, image }: Full) => ({
  ...{
    source: 'shop',
    productId: id,
    title,
    brand: '',
    url,
    imageUrl: image,
    category: 'dress',
    type: '',
    gender: 'women',
  },
  ...{ price: { amount: price, currency: 'EUR' }, inStock: true },
});

const ADAPTERS: readonly Adapter[] = [
  {
    ...{ name: 'a table', kind: 'csv', path: '/feed', place: () => '/feed', type: 'text/csv' },
    body: (all) =>
      table(
        ['product_id', 'product_url', 'image_url', 'description', 'brand', 'gender', 'category', 'type', 'price'],
        all.map(({ id, url, image, title, price }) => [id, url, image, title, '', '', 'dress', '', `${price} EUR`]),
      ),
  },
  {
    ...{ name: 'a Google feed', kind: 'google', path: '/feed', place: () => '/feed', type: 'application/xml' },
    body: (all) =>
      `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY l9 "&l0;&l0;&l0;">]><rss><channel>${all.map(ITEM).join('')}</channel></rss>`,
  },
  {
    ...{
      name: "Google's table",
      kind: 'google',
      path: '/feed',
      place: () => '/feed',
      type: 'text/tab-separated-values',
    },
    body: (all) =>
      ['id\ttitle\tlink\timage link\tproduct type\tprice', ...all.map(({ id, title, url, image, price }) => `${id}\t${title}\t${url}\t${image}\tDresses\t${price} EUR`)].join('\n'), // biome-ignore format: a table
  },
  {
    ...{ name: 'Awin’s table', kind: 'awin', path: '/feed', place: () => '/feed', type: 'text/csv' },
    body: (all) =>
      table(
        [
          'aw_product_id',
          'product_name',
          'merchant_deep_link',
          'merchant_image_url',
          'merchant_category',
          'search_price',
          'currency',
        ],
        all.map(({ id, title, url, image, price }) => [id, title, url, image, 'Dresses', price, 'EUR']),
      ),
  },
  {
    ...{ name: 'Awin’s JSON Lines', kind: 'awin', path: '/feed', place: () => '/feed', type: 'application/x-ndjson' },
    body: (all) =>
      all.map(({ id, title, url, image, price }) => JSON.stringify({ id, title, link: url, image_link: image, product_type: 'Dresses', price: { value: price, currency: 'EUR' } })).join('\n'), // biome-ignore format: lines
  },
  {
    ...{ name: 'a Shopify shop', kind: 'shopify', path: '', type: 'application/json' },
    place: () => '/products.json?limit=250&page=1',
    body: (all) => JSON.stringify({ products: all.map(shopify) }),
    around: () => ({
      '/cart.js': json({ currency: 'EUR' }),
      '/products.json?limit=250&page=2': json({ products: [] }),
    }),
  },
  {
    ...{ name: 'a WooCommerce shop', kind: 'woocommerce', path: '', type: 'application/json' },
    place: () => '/wp-json/wc/store/v1/products?per_page=100&page=1',
    body: (all) => JSON.stringify(all.map(woo)),
    around: () => ({ '/wp-json/wc/store/v1/products?per_page=100&page=2': json([]) }),
  },
  {
    ...{ name: 'a page of products', kind: 'json-ld', path: '/page', place: () => '/page', type: 'text/html' },
    body: (all) => `<!doctype html><meta charset="utf-8"><title>x</title>${all.map((one) => ld(node(one))).join('')}`,
  },
  {
    ...{ name: 'a sitemap', kind: 'json-ld', path: '/map.xml', place: () => '/map.xml', type: 'application/xml' },
    body: (all, origin) =>
      `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l9 "lol">]><urlset>${all.map(({ id }) => `<url><loc>${origin}/p/${id}</loc></url>`).join('')}</urlset>`,
    around: (all) => Object.fromEntries(all.map((one) => [`/p/${one.id}`, html(pageOf(one))])),
    repeats: false,
  },
  {
    ...{ name: 'a pack', kind: 'pack', path: '/pack.zip', place: () => '/pack.zip', type: 'application/zip' },
    body: async (all) => {
      const zip = new ZipWriter(new BlobWriter());
      await zip.add('products.ndjson', new TextReader(all.map((one) => JSON.stringify(packRow(one))).join('\n')));
      return new Uint8Array(await (await zip.close()).arrayBuffer());
    },
  },
];

const shop = useShop();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broken-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const STORED = {
  row: { ...packRow(full({ id: 'stored' })), source: 'shop', category: 'dress', gender: 'women', price: undefined },
  ...{ hash: 'h', embedding: new Float32Array(128), validators: {} },
} as const;

interface Listing {
  readonly waiting: readonly Listed[];
  readonly ids: readonly string[];
  readonly refused: readonly string[];
  readonly error: string | undefined;
  /** Whether what was stored before is still there, and still for sale. */
  readonly kept: boolean;
  readonly forSale: boolean;
}

/** Lists an adapter's shop as ingest does, over a product that is stored already. */
async function list(adapter: Adapter, products: readonly Stated[], broken?: (body: Body) => Answer): Promise<Listing> {
  const all = products.map(full);
  const body = await adapter.body(all, shop.origin);
  const answer = broken ? broken(body) : { body, type: adapter.type };
  shop.routes = { ...adapter.around?.(all, shop.origin), [adapter.place(shop.origin)]: answer };
  const ledger = await Ledger.open(
    join(folder, crypto.randomUUID()),
    [],
    [{ ...STORED, row: { ...STORED.row } as never }],
  );
  const source = openSource({ kind: adapter.kind, address: `${shop.origin}${adapter.path}` }, fetcher);
  let error: string | undefined;
  try {
    await listSource(source, ledger, { clean: cleanerOf('shop') });
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const waiting = await ledger.next(1_000);
  const stored = ledger.products().find(({ row }) => row.productId === 'stored');
  await ledger.close();
  return {
    ...{ waiting, ids: waiting.map(({ row }) => row.productId), error, kept: stored !== undefined },
    refused: ledger.refused.map(({ where, productId, reason }) => `${where} ${productId}: ${reason}`),
    forSale: stored?.row.inStock === true,
  };
}

const GOOD: readonly Stated[] = [{ id: 'a1' }, { id: 'z9' }];
const among = (...bad: Stated[]): Stated[] => [GOOD[0] as Stated, ...bad, GOOD[1] as Stated];

/** Nothing that ingest goes on with may be anything but a plain product with http(s) addresses. */
function expectClean({ waiting }: Listing): void {
  for (const { row, pictures } of waiting) {
    for (const address of [row.url, ...pictures]) expect(address).toMatch(/^https?:\/\//);
    expect(row.title.length).toBeLessThanOrEqual(500);
  }
}

describe.each(ADAPTERS.map((adapter) => [adapter.name, adapter] as const))('%s', (_, adapter) => {
  it('is read where it is whole', async () => {
    const listing = await list(adapter, GOOD);
    expect([listing.ids, listing.refused, listing.error]).toEqual([['a1', 'z9'], [], undefined]);
  });

  it.each([
    ['below nothing', '-5.00'],
    ['of a trillion', '999999999999.00'],
  ])('with a price %s refuses that product', async (_, price) => {
    const listing = await list(adapter, among({ id: 'bad', price }));
    expect(listing.ids).toEqual(['a1', 'z9']);
    expect(listing.refused).toHaveLength(1);
    expect(listing.refused[0]).toMatch(/price/);
    expectClean(listing);
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd'])('with %s for an address goes nowhere', async (address) => {
    const listing = await list(adapter, among({ id: 'b1', url: address }, { id: 'b2', image: address }));
    expect(listing.ids).toEqual(expect.arrayContaining(['a1', 'z9']));
    expect(listing.error).toBeUndefined();
    for (const { row } of listing.waiting) expect(row.url).toMatch(/^https?:\/\//);
    // A picture's address is the fetcher's to refuse: it asks http(s) only.
    const read = pictureReader(fetcher);
    for (const { pictures } of listing.waiting) {
      for (const picture of pictures)
        if (!/^https?:/.test(picture)) await expect(read(picture)).rejects.toThrow(/http/);
    }
  });

  it('with a title of ten megabytes keeps it short or refuses it', async () => {
    const listing = await list(adapter, among({ id: 'long', title: 'dress '.repeat(1_700_000) }));
    // A page or a pack that large is refused whole: it can only be read whole.
    if (listing.error !== undefined) {
      expect(['a page of products', 'a pack']).toContain(adapter.name);
      expect([listing.ids, listing.kept, listing.forSale]).toEqual([[], true, true]);
      return;
    }
    expect(listing.ids.filter((id) => id !== 'long')).toEqual(['a1', 'z9']);
    if (!listing.ids.includes('long')) expect(listing.refused.length).toBeGreaterThan(0);
    expectClean(listing);
  });

  it('with entities and markup in a title runs and expands nothing', async () => {
    const title = '&l9;&l9; <img src=x onerror=alert(1)> dress';
    const listing = await list(adapter, among({ id: 'odd', title }));
    expect(listing.ids).toEqual(['a1', 'odd', 'z9']);
    expect(listing.waiting[1]?.row.title).not.toContain('lol');
  });

  it('with an id twice takes the first and names the second', async () => {
    const listing = await list(adapter, among({ id: 'a1', title: 'Another dress' }));
    expect(listing.ids).toEqual(['a1', 'z9']);
    if (adapter.repeats !== false) {
      expect(listing.refused).toHaveLength(1);
      expect(listing.refused[0]).toMatch(/repeated product_id|listed twice/);
    }
  });

  it('that was cut in the middle keeps what came before and what was stored', async () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ id: `p${i}` }));
    const listing = await list(adapter, many, (body) => ({ body: body.slice(0, Math.floor(body.length * 0.63)), type: adapter.type })); // biome-ignore format: one thought
    expect(listing.ids.length).toBeLessThan(40);
    // What can only be read whole is refused whole, with a sentence.
    const said = listing.error ?? listing.refused.join();
    if (adapter.name !== 'a sitemap') expect(said).not.toBe('');
    expect(listing.kept).toBe(true);
    if (listing.error !== undefined) expect(listing.forSale).toBe(true);
    expectClean(listing);
  });

  it('in another encoding than it says keeps its products', async () => {
    if (adapter.kind === 'pack') return; // a pack has one encoding, and a checksum
    const listing = await list(adapter, GOOD, (body) => ({
      body: Buffer.from(String(body), 'latin1'),
      type: `${adapter.type}; charset=utf-8`,
    }));
    expect([listing.ids, listing.error]).toEqual([['a1', 'z9'], undefined]);
  });

  it('that answers a web page says so and keeps what was stored', async () => {
    const listing = await list(adapter, GOOD, () => LOGIN);
    expect(listing.ids).toEqual([]);
    expect(listing.error).toMatch(/^[A-Z1].*\.$/);
    expect([listing.kept, listing.forSale]).toEqual([true, true]);
  });

  it('that redirects for ever says so and keeps what was stored', async () => {
    const location = adapter.place(shop.origin);
    const listing = await list(adapter, GOOD, () => ({
      body: '',
      type: 'text/plain',
      status: 302,
      headers: { location },
    }));
    expect(listing.error).toMatch(/did not answer/);
    expect([listing.kept, listing.forSale]).toEqual([true, true]);
  });
});

describe('lists without an end', () => {
  it('of WooCommerce end after 2,000 pages, and say so', async () => {
    const endless = await serve((path) => json([woo(full({ id: `w${/&page=(\d+)/.exec(path)?.[1]}` }))]));
    let [products, last] = [0, ''];
    for await (const one of openSource({ kind: 'woocommerce', address: endless.origin }, fetcher).products()) {
      if (one.raw) products += 1;
      else last = one.reason;
    }
    expect([products, endless.requests.length, last]).toEqual([2_000, 2_000, 'only 2000 pages of its list were read']);
    await endless.close();
  });
});

describe('addresses in a private network', () => {
  it('are asked only where the user typed that very host', async () => {
    const typed = shop.origin;
    shop.routes = { '/a.jpg': { body: 'x', type: 'image/jpeg' } };
    const read = pictureReader(fetcherFor(typed, { gap: 0, pause: 1, retries: 0 }));
    expect((await read(`${typed}/a.jpg`))?.bytes).toHaveLength(1);
    const other = await serve(() => ({ body: 'secret', type: 'image/jpeg' }));
    for (const address of [
      `${other.origin}/a.jpg`,
      'http://10.0.0.1/a.jpg',
      'http://router.lan/a.jpg',
      'http://[fd00::1]/',
    ]) {
      await expect(read(address), address).rejects.toThrow(/private network/);
    }
    shop.routes = {
      '/a.jpg': { body: '', type: 'text/plain', status: 302, headers: { location: `${other.origin}/a.jpg` } },
    };
    await expect(read(`${typed}/a.jpg`)).rejects.toThrow(/private network/);
    await other.close();
    const web = pictureReader(fetcherFor('https://shop.example/', { gap: 0, pause: 1, retries: 0 }));
    await expect(web(`${typed}/a.jpg`)).rejects.toThrow(/private network/);
  });
});
