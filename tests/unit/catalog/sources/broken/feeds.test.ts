import { stringify } from '../../../../../catalog/csv-write';
import type { Adapter, Full } from './adapter';
import { breakAll } from './break';

const esc = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const table = (columns: string[], rows: string[][]) => stringify([columns, ...rows]);
const ITEM = ({ id, title, price, url, image }: Full) =>
  `<item><g:id>${id}</g:id><g:title>${esc(title)}</g:title><link>${esc(url)}</link><g:image_link>${esc(image)}</g:image_link><g:price>${price} EUR</g:price><g:product_type>Dresses</g:product_type></item>`;

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
];

breakAll(ADAPTERS);
