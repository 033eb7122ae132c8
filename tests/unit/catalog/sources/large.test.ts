import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { cleanProduct } from '../../../../catalog/schema';
import type { Fetcher } from '../../../../catalog/source';
import { openFile, openSource } from '../../../../catalog/sources/open';

const PRODUCTS = 200_000;
/** Room for what is remembered of a product, a number or a short id, and for one page. */
const MOST_GROWTH = 40_000_000;
const WORDS = 'a long description that shops like to write for machines '.repeat(4);

const row = (i: number) =>
  `${i},https://s.example/${i},https://s.example/${i}.jpg,"Linen shirt ${i}",B,men,,Shirts,${i % 90}.95 EUR,${WORDS}\n`;
const item = (i: number) =>
  `<item><g:id>${i}</g:id><g:title>Linen shirt ${i >> 2}</g:title><link>https://s.example/${i}</link><g:item_group_id>g${i >> 2}</g:item_group_id><g:image_link>https://s.example/${i}.jpg</g:image_link><g:description>${WORDS}</g:description><g:price>${i % 90}.95 EUR</g:price></item>\n`;
const line = (i: number) =>
  `${JSON.stringify({ id: i, title: `Linen shirt ${i}`, link: `https://s.example/${i}`, image_link: `https://s.example/${i}.jpg`, description: WORDS })}\n`;

/** A feed of 200,000 products that is made while it is read. */
function made(head: string, one: (i: number) => string, tail = ''): () => ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return () => {
    let i = -1;
    return new ReadableStream(
      {
        pull(sink) {
          if (i >= PRODUCTS) return sink.close();
          let text = i < 0 ? head : '';
          if (i < 0) i = 0;
          for (const end = Math.min(PRODUCTS, i + 200); i < end; i += 1) text += one(i);
          if (i === PRODUCTS) {
            text += tail;
            i += 1;
          }
          sink.enqueue(encoder.encode(text));
        },
      },
      { highWaterMark: 0 },
    );
  };
}

/** Shopify never lists more than 25,000, WooCommerce may; one page is in memory at a time. */
const wooShop: Fetcher = async (address) => {
  const page = Number(/[?&]page=(\d+)/.exec(address)?.[1] ?? 0);
  const product = (i: number) => ({
    id: i,
    name: `Linen shirt ${i}`,
    permalink: `https://s.example/${i}`,
    prices: { price: '1995', currency_code: 'EUR', currency_minor_unit: 2 },
    images: [{ src: `https://s.example/${i}.jpg` }],
    description: WORDS,
  });
  const size = page * 100 <= PRODUCTS ? 100 : 0;
  const products = Array.from({ length: size }, (_, i) => product((page - 1) * 100 + i));
  const { status, headers, body } = new Response(JSON.stringify(products));
  return { url: address, status, headers, body };
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const heap = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

describe('two hundred thousand products', () => {
  it.each([
    [
      'a table',
      'file',
      made('product_id,product_url,image_url,title,brand,gender,category,type,price,description\n', row),
      PRODUCTS,
    ],
    ['a Google feed', 'file', made('<?xml version="1.0"?><rss><channel>', item, '</channel></rss>'), PRODUCTS / 4],
    ['JSON Lines', 'file', made('', line), PRODUCTS],
    ['a WooCommerce shop', 'shop', undefined, PRODUCTS],
  ] as const)('of %s pass in constant memory', async (name, _, open, expected) => {
    const source = open
      ? await openFile(open)
      : openSource({ kind: 'woocommerce', address: 'https://s.example' }, wooShop);
    const before = heap();
    let [products, cleaned, most] = [0, 0, 0];
    // Ingest remembers ids and titles; what they were cut from must not stay with them.
    const remembered: string[] = [];
    for await (const { raw } of source.products()) {
      if (!raw) continue;
      products += 1;
      if (products % 100 === 0) remembered.push(raw.product_url ?? '', raw.title ?? '');
      if (products % 1_000 === 0 && 'row' in cleanProduct(raw, 'shop')) cleaned += 1;
      if (products % 25_000 === 0) most = Math.max(most, heap());
    }
    console.log(`${name}: ${products} products, heap grew by ${((most - before) / 1e6).toFixed(1)} MB at most`);
    expect(products).toBe(expected);
    expect(cleaned).toBe(expected / 1_000);
    expect(remembered).toHaveLength(expected / 50);
    expect(most - before).toBeLessThan(MOST_GROWTH);
  });
});
