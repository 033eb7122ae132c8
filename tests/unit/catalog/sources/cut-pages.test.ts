import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SourceKind } from '../../../../catalog/source';
import { openSource } from '../../../../catalog/sources/open';
import { drain } from './found';
import { fetcher, shirt, shirtPage, woo, wooPage } from './test-shop';

const lists: Record<string, string> = {
  [shirtPage(1)]: JSON.stringify({ products: [shirt(1), shirt(2)] }),
  [shirtPage(2)]: JSON.stringify({ products: [shirt(3)] }),
  [shirtPage(3)]: JSON.stringify({ products: [] }),
  [wooPage(1)]: JSON.stringify([woo(1), woo(2)]),
  [wooPage(2)]: JSON.stringify([woo(3)]),
  [wooPage(3)]: '[]',
};
let server: Server;
let origin: string;
/** How often the second page still comes cut: with its connection, or as if it were whole. */
let [cuts, isSilent] = [0, false];

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = lists[request.url ?? ''] ?? '{}';
    const isCut = /page=2/.test(request.url ?? '') && cuts-- > 0;
    const part = isCut ? body.slice(0, -9) : body;
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(isSilent ? {} : { 'content-length': body.length }),
    });
    if (!isCut || isSilent) response.end(part);
    else response.write(part, () => setTimeout(() => response.destroy(), 20));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const read = (kind: SourceKind) => drain(openSource({ kind, address: origin, currency: 'EUR' }, fetcher));

it.each([
  ['shopify', false, 6],
  ['shopify', true, 6],
  ['woocommerce', false, 3],
  ['woocommerce', true, 3],
] as const)(
  'a page of %s that comes cut is asked for again (with no word of it: %s)',
  async (kind, silent, products) => {
    [cuts, isSilent] = [2, silent];
    const { raws, error } = await read(kind);
    expect([raws.length, error]).toEqual([products, undefined]);
  },
);

it.each([
  [false, 'The connection broke off.'],
  [true, /answers something cut or damaged instead of products\.$/],
])('one that is always cut ends the list after three tries', async (silent, sentence) => {
  [cuts, isSilent] = [9, silent];
  const { raws, error } = await read('woocommerce');
  expect([raws.length, cuts]).toEqual([2, 6]);
  expect(error).toMatch(sentence);
});
