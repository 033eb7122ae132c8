import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoopbackServer } from '../browser/servers';
import { amp } from '../pages/amp';
import { article } from '../pages/article';
import { backgrounds } from '../pages/backgrounds';
import { carousel } from '../pages/carousel';
import { covered } from '../pages/covered';
import { crowd } from '../pages/crowd';
import { frames } from '../pages/frames';
import { enlarged, lightboxes } from '../pages/lightboxes';
import { listing } from '../pages/listing';
import { masonry } from '../pages/masonry';
import { news } from '../pages/news';
import type { TestPage } from '../pages/page';
import { photoFeed } from '../pages/photo-feed';
import { pixels } from '../pages/pixels';
import { routes } from '../pages/routes';
import { shadows } from '../pages/shadows';
import { shopGrid } from '../pages/shop-grid';
import { sidePreview } from '../pages/side-preview';
import { siteOf } from '../pages/site';
import { sizes } from '../pages/sizes';
import { strict } from '../pages/strict';
import { turned } from '../pages/turned';
import { viewBox } from '../pages/view-box';
import { zoomBox } from '../pages/zoom-box';
import { PATIENCE, type Session, startSession, until } from './harness';

const PAGES = [
  photoFeed,
  news,
  masonry,
  listing,
  carousel,
  sizes,
  routes,
  strict,
  turned,
  viewBox,
  frames,
  shadows,
  backgrounds,
  pixels,
  covered,
  amp,
  lightboxes,
  enlarged,
  crowd,
  article,
  shopGrid,
  sidePreview,
  zoomBox,
];

/** What comes too much comes within this time, milliseconds. */
const QUIET_MS = 1_200;

/** Notes layout shifts and errors of a page from its first moment. */
function watchPage(): void {
  const noted = { shift: 0, errors: [] as string[] };
  Object.assign(globalThis, { noted });
  addEventListener('error', ({ message }) => noted.errors.push(message));
  addEventListener('unhandledrejection', ({ reason }) => noted.errors.push(String(reason)));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources?: { node?: Node }[] })[]) {
      // Pages shift themselves; the extension does when its own element is among the sources.
      if (entry.sources?.some(({ node }) => node instanceof Element && node.closest('buy-me-that-look'))) {
        noted.shift += entry.value;
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Elements of a page that lie elsewhere, and lengths of it that differ, once the overlay is taken out: there are none. */
function movedByOverlay(): string[] {
  const { documentElement } = document;
  const measure = (): [string, string][] => [
    ['page', `${documentElement.scrollWidth} ${documentElement.scrollHeight}`],
    ...[...document.body.querySelectorAll('*')]
      .filter(({ localName }) => localName !== 'buy-me-that-look')
      .map((element): [string, string] => [
        element.outerHTML.slice(0, 80),
        JSON.stringify(element.getBoundingClientRect()),
      ]),
  ];
  const overlay = document.querySelector('buy-me-that-look');
  if (!overlay) return ['no overlay'];
  const [withIt, parent, next] = [measure(), overlay.parentNode, overlay.nextSibling];
  overlay.remove();
  const without = measure();
  parent?.insertBefore(overlay, next);
  return withIt.flatMap(([name, box], at) =>
    without[at]?.[1] === box ? [] : [`${name}: ${box}, ${without[at]?.[1]}`],
  );
}

/** How many pictures have dots, or are looked at, in all frames of a page. */
async function pictures(page: Page, which = '[data-picture]'): Promise<number> {
  const counts = page.frames().map((frame) =>
    frame
      .evaluate((selector) => {
        const dots = document.querySelector('buy-me-that-look')?.shadowRoot?.querySelectorAll<HTMLElement>(selector);
        return new Set([...(dots ?? [])].map((dot) => dot.dataset.picture)).size;
      }, which)
      .catch(() => 0),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

describe('every kind of page', () => {
  let session: Session;
  let here: LoopbackServer;
  let elsewhere: LoopbackServer;
  let current: TestPage = news;

  /** Paths of pictures that the extension read: the page's own requests are for an image or a script's fetch. */
  const read = (): string[] =>
    [...here.requests, ...elsewhere.requests]
      .filter(({ url, headers }) => url.startsWith('/pictures/') && headers['sec-fetch-site'] === 'none')
      .map(({ url }) => url.replace('/pictures/', ''))
      .sort();

  beforeAll(async () => {
    session = await startSession('allsites');
    const origins = () => ({ here: here.origin, elsewhere: elsewhere.origin.replace('127.0.0.1', 'localhost') });
    here = await session.serve(siteOf(() => current, origins));
    elsewhere = await session.serve(siteOf(() => current, origins));
  });
  afterAll(async () => session?.close());

  it.each(PAGES.map((page) => [page.name, page] as const))('%s', async (_name, test) => {
    current = test;
    here.requests.length = 0;
    elsewhere.requests.length = 0;
    const page = await session.browser.newPage();
    await page.evaluateOnNewDocument(watchPage);
    await page.goto(here.origin, { waitUntil: 'load', timeout: PATIENCE });
    await page.bringToFront();
    await until('the first picture has dots', async () => (await pictures(page, 'button.dot')) > 0);
    await test.act?.(page);
    const expected = [...test.expected].sort();
    const left = test.left ?? expected.length + (test.unaddressed ?? 0);
    const done = async (): Promise<boolean> =>
      read().length >= expected.length && (await pictures(page, 'button.dot')) >= left;
    await until('all have dots', done).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    expect(read()).toEqual(expected);
    expect(await pictures(page)).toBe(left);
    await test.check?.(page);
    expect(await page.evaluate(movedByOverlay)).toEqual([]);
    const noted = await page.evaluate(() => (globalThis as unknown as { noted: unknown }).noted);
    expect(noted).toEqual({ shift: 0, errors: [] });
    await page.close();
  });

  it('made no console complain', () => session.expectQuiet());
});
