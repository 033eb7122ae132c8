import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRefresher } from '../../../entrypoints/overlay.content/refresh';
import { createShownList, type ShownList } from '../../../entrypoints/overlay.content/shown-list';
import type { ShopResult } from '../../../lib/types';

const PICTURE = 7;
const ELEMENT = { localName: 'img' } as Element;
const SOURCE = { kind: 'url', url: 'https://news.example/a.jpg', pageUrl: 'https://news.example/' } as const;

/** An answer whose garments have these products. */
const answer = (...products: string[][]): ShopResult =>
  ({
    width: 10,
    height: 10,
    persons: [],
    garments: products.map((ids, at) => ({
      category: 'dress',
      box: { x: at / 10, y: 0, width: 0.1, height: 1 },
      matches: ids.map((id) => ({ product: { id }, similarity: 0.9 })),
    })),
  }) as unknown as ShopResult;

let list: ShownList;
let page: EventTarget;
let asked: number;
let now: ShopResult;
const refresher = () =>
  createRefresher(
    list,
    async ({ said }) => {
      asked += 1;
      if (!now) throw new Error('no');
      return { result: now, said };
    },
    new AbortController().signal,
  );
const shown = (): string[][] | undefined =>
  list.all[0]?.result?.garments.map(({ matches }) => matches.map(({ product }) => product.id));
const show = (result: ShopResult, id = PICTURE, element = ELEMENT): void =>
  list.put({ id, element, shows: { place: 'content', layer: 0 }, source: SOURCE, said: new Map(), result }); // biome-ignore format: one thought

beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('document', new EventTarget());
  list = createShownList({ changed() {}, released() {} });
  [asked, now] = [0, answer(['new'], ['other'])];
});
afterEach(() => vi.unstubAllGlobals());

it('shows what shops have since somebody came back to the page, asked for once', async () => {
  show(answer([], ['other']));
  const open = refresher();
  await open(PICTURE);
  expect([asked, shown()]).toEqual([0, [[], ['other']]]);
  page.dispatchEvent(new Event('focus'));
  await open(PICTURE);
  await open(PICTURE);
  expect([asked, shown()]).toEqual([1, [['new'], ['other']]]);
});

it('shows it also where the popover stayed open meanwhile', async () => {
  show(answer([], ['other']));
  const open = refresher();
  await open(PICTURE);
  page.dispatchEvent(new Event('focus'));
  await vi.waitUntil(() => shown()?.[0]?.length === 1);
  await open(undefined);
  now = answer(['newer'], ['other']);
  page.dispatchEvent(new Event('focus'));
  expect([asked, shown()]).toEqual([1, [['new'], ['other']]]);
});

it('shows it also where another popover was opened while the first one’s answer was awaited', async () => {
  show(answer([], ['other']));
  show(answer([], ['other']), 8, { localName: 'img' } as Element);
  const open = refresher();
  page.dispatchEvent(new Event('focus'));
  await Promise.all([open(PICTURE), open(8)]);
  await vi.waitUntil(() => asked === 2);
  await vi.waitUntil(() => list.all.every(({ result }) => result?.garments[0]?.matches.length === 1));
});

it('leaves what changed meanwhile, what fails and what is seen in another way as it is', async () => {
  const open = refresher();
  show(answer([], []));
  page.dispatchEvent(new Event('focus'));
  const opened = open(PICTURE);
  show(answer(['said'], []));
  await opened;
  expect(shown()).toEqual([['said'], []]);
  for (const other of [answer(['new']), undefined]) {
    await open(undefined);
    page.dispatchEvent(new Event('focus'));
    now = other as ShopResult;
    await open(PICTURE);
    expect(shown()).toEqual([['said'], []]);
  }
});
