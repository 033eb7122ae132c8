import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFetcher } from '../../../catalog/fetch/polite';
import { cleanerOf } from '../../../catalog/schema';
import { keepShops, type Shops } from '../../../catalog/shop/keep-shops';
import { SourceError } from '../../../catalog/source';
import { Database } from '../../../lib/store/db';

const SHOP = { id: 'web.shop.example', name: 'Shop', spec: { kind: 'csv', address: 'https://shop.example' } };
const HOUR = 3_600_000;
let db: Database;
/** Hours at which the shop was asked. */
let asked: number[] = [];
let hour = 0;
let isThere = false;

const open = (): Shops =>
  keepShops({
    db,
    eyes: async () => ({
      embedder: 'tiny@1',
      decode: () => Promise.reject(new Error('no pictures here')),
      embed: async () => [],
    }),
    fetcherFor: () => createFetcher(),
    openSource: () => ({
      kind: 'csv',
      // biome-ignore lint/correctness/useYield: a shop that is away, or has nothing
      async *products() {
        asked.push(hour);
        if (!isThere) throw new SourceError('shop.example answers 404.');
      },
    }),
    cleanerFor: (id) => cleanerOf(id),
    changed: () => undefined,
  });

/** The alarm of every hour, a little early or late, until an hour; every time a browser that was just started. */
async function until(end: number): Promise<void> {
  for (hour += 1; hour <= end; hour += 1) {
    vi.setSystemTime(hour * HOUR + (hour % 2 ? 60_000 : -60_000));
    const shops = open();
    await shops.refreshDue();
    await shops.run();
  }
  hour = end;
}

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000 * HOUR });
  [asked, hour, isThere] = [[], 1_000, false];
  db = new Database(`back-off-${crypto.randomUUID()}`);
  const shops = open();
  await shops.add(SHOP);
  await shops.run();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await db.delete();
});

it('tries a shop whose listing fails ever later, once a day at last', async () => {
  await until(1_090);
  expect(asked.map((at) => at - 1_000)).toEqual([0, 1, 3, 7, 15, 31, 55, 79]);
  const [shop] = await open().list();
  expect(shop).toMatchObject({ stage: 'resting', error: 'shop.example answers 404.' });
});

it('begins with an hour again when somebody asks, or when it went well', async () => {
  await until(1_010);
  const byHand = open();
  await byHand.refresh(SHOP.id);
  await byHand.run();
  await until(1_014);
  expect(asked.map((at) => at - 1_000)).toEqual([0, 1, 3, 7, 10, 11, 13]);
  isThere = true;
  await until(1_020);
  expect((await open().list())[0]?.error).toBeUndefined();
  isThere = false;
  await until(1_050);
  expect(asked.slice(7).map((at) => at - 1_000)).toEqual([17, 42, 43, 45, 49]);
});

it('waits for no hour that a wrong clock named', async () => {
  await until(1_003);
  vi.setSystemTime(900 * HOUR);
  hour = 900;
  await until(902);
  expect(asked.slice(3).length).toBeGreaterThan(0);
});
