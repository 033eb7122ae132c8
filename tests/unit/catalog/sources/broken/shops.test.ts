import { describe, expect, it } from 'vitest';
import { openSource } from '../../../../../catalog/sources/open';
import { serve } from '../../../../browser/servers';
import { fetcher, json } from '../test-shop';
import { type Adapter, type Full, full } from './adapter';
import { breakAll } from './break';

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
const ADAPTERS: readonly Adapter[] = [
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
];

breakAll(ADAPTERS);

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
