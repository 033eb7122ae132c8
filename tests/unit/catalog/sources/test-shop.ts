import { afterAll, beforeAll } from 'vitest';
import { createFetcher } from '../../../../catalog/fetch/polite';
import type { CatalogSource, SourceKind } from '../../../../catalog/source';
import { openSource } from '../../../../catalog/sources/open';
import { type Answer, type LoopbackServer, serve } from '../../../browser/servers';

/** Asks without politeness, as the shops are ours; a second try only. */
export const fetcher = createFetcher({ gap: 0, perHost: 8, pause: 1, retries: 1, patience: 2_000, mayAsk: () => true });

/** A shop on loopback that answers what `routes` says at the time. */
export interface TestShop {
  routes: Readonly<Record<string, Answer | undefined>>;
  readonly origin: string;
  readonly requests: LoopbackServer['requests'];
  open(kind: SourceKind, path?: string, currency?: string): CatalogSource;
}

/** Starts a shop for the tests of one file, and ends it after them. */
export function useShop(): TestShop {
  let server: LoopbackServer;
  const shop: TestShop = {
    routes: {},
    get origin() {
      return server.origin;
    },
    get requests() {
      return server.requests;
    },
    open: (kind, path = '', currency) => openSource({ kind, address: `${server.origin}${path}`, currency }, fetcher),
  };
  beforeAll(async () => {
    server = await serve((path) => shop.routes[path]);
  });
  afterAll(() => server.close());
  return shop;
}

/** An answer in JSON. */
export const json = (value: unknown): Answer => ({ type: 'application/json', body: JSON.stringify(value) });

/** A web page. */
export const html = (body: string): Answer => ({ type: 'text/html', body });

/** What a shop answers to whom it does not know. */
export const LOGIN = html('<!doctype html><html><head><title>Log in</title></head><body>Log in</body></html>');

/** A product as Shopify lists it: two colours, three variants. */
export const shirt = (id: number, more: object = {}) => ({
  id,
  title: `Linen shirt ${id}`,
  handle: `shirt-${id}`,
  vendor: 'Alder',
  product_type: 'Shirts',
  tags: ['men', 'sale'],
  options: [{ name: 'Color' }, { name: 'Size' }],
  variants: [
    { id: 10 * id, option1: 'Red', option2: 'S', price: '20.00', compare_at_price: '30.00', available: false },
    { id: 10 * id + 1, option1: 'Red', option2: 'M', price: '22.00', compare_at_price: null, available: true },
    { id: 10 * id + 2, option1: 'Navy', option2: 'S', price: '20.00', available: false },
  ],
  images: [
    { src: `https://cdn.example/${id}-red.jpg`, variant_ids: [10 * id, 10 * id + 1] },
    { src: `https://cdn.example/${id}-navy.jpg`, variant_ids: [10 * id + 2] },
    { src: `https://cdn.example/${id}-detail.jpg`, variant_ids: [] },
  ],
  ...more,
});

/** The address of a page of a Shopify list. */
export const shirtPage = (n: number, base = '') => `${base}/products.json?limit=250&page=${n}`;

/** A product as WooCommerce lists it. */
export const woo = (id: number, more: object = {}) => ({
  id,
  name: `Caf&eacute; Kleid ${id}`,
  permalink: `https://s.example/p/${id}`,
  prices: { price: '1999', regular_price: '2999', sale_price: '1999', currency_code: 'EUR', currency_minor_unit: 2 },
  images: [{ src: `https://s.example/${id}.jpg` }, { src: `https://s.example/${id}b.jpg` }],
  categories: [{ name: 'Damen' }, { name: 'Kleider' }],
  tags: [],
  attributes: [{ name: 'Farbe', terms: [{ name: 'Rot' }] }],
  is_in_stock: true,
  ...more,
});

/** The address of a page of a WooCommerce list. */
export const wooPage = (n: number) => `/wp-json/wc/store/v1/products?per_page=100&page=${n}`;

/** A page that says something in JSON-LD. */
export const ld = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

/** A product in JSON-LD. */
export const dress = {
  '@type': 'Product',
  name: 'Wrap &amp; dress',
  sku: 'D1',
  image: ['/d1.jpg', { '@type': 'ImageObject', url: 'https://s.example/d1b.jpg' }, 'javascript:alert(1)'],
  brand: { '@type': 'Brand', name: 'Alder' },
  offers: {
    '@type': 'Offer',
    price: 49.995,
    priceCurrency: 'EUR',
    availability: 'https://schema.org/InStock',
    url: '/d1',
  },
};
