import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureReader } from '../../../../../catalog/fetch/picture';
import { listSource } from '../../../../../catalog/ingest/list';
import { Ledger } from '../../../../../catalog/node/ledger';
import { cleanerOf } from '../../../../../catalog/schema';
import { openSource } from '../../../../../catalog/sources/open';
import type { Listed } from '../../../../../lib/store/ingest-store';
import type { Answer } from '../../../../browser/servers';
import { fetcher, LOGIN, useShop } from '../test-shop';
import { type Adapter, type Body, full, packRow, type Stated } from './adapter';

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

/** A body that ends within the title of a product, or where it has no titles somewhere. */
function cut(body: Body): Body {
  const at = typeof body === 'string' ? body.indexOf('ress p25') : -1;
  return body.slice(0, at < 0 ? Math.floor(body.length * 0.63) : at);
}

/** Nothing that ingest goes on with may be anything but a plain product with http(s) addresses. */
function expectClean({ waiting }: Listing): void {
  for (const { row, pictures } of waiting) {
    for (const address of [row.url, ...pictures]) expect(address).toMatch(/^https?:\/\//);
    expect(row.title.length).toBeLessThanOrEqual(500);
  }
}

/** Puts adapters through the same broken feeds. */
export function breakAll(adapters: readonly Adapter[]): void {
  describe.each(adapters.map((adapter) => [adapter.name, adapter] as const))('%s', (_, adapter) => {
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
      const listing = await list(adapter, many, (body) => ({ body: cut(body), type: adapter.type })); // biome-ignore format: one thought
      expect(listing.ids.length).toBeLessThan(40);
      // What can only be read whole is refused whole, with a sentence.
      const said = listing.error ?? listing.refused.join();
      expect(said).not.toBe('');
      expect([listing.kept, listing.forSale]).toEqual([true, true]);
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

    it('that lists nothing any more, or an error, says so and keeps what was stored', async () => {
      const empty = adapter.kind === 'pack' ? undefined : await list(adapter, []);
      const busy = '{"error":"too many requests","code":429}';
      const error = await list(adapter, GOOD, () => ({ body: busy, type: 'application/json' }));
      for (const listing of [error, ...(empty ? [empty] : [])]) {
        expect(listing.ids).toEqual([]);
        expect(listing.error).toMatch(/\.$/);
        expect([listing.kept, listing.forSale]).toEqual([true, true]);
      }
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
}
