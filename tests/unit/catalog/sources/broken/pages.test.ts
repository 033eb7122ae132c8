import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { html, ld } from '../test-shop';
import { type Adapter, type Full, packRow } from './adapter';
import { breakAll } from './break';

const node = ({ id, title, price, url, image }: Full) => ({
  ...{ '@type': 'Product', sku: id, name: title, url, image, category: 'Dresses' },
  offers: { price, priceCurrency: 'EUR' },
});
const pageOf = (one: Full) => `<!doctype html><meta charset="utf-8"><title>x</title>${ld(node(one))}`;
const ADAPTERS: readonly Adapter[] = [
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

breakAll(ADAPTERS);
