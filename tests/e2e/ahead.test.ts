import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { DOTS, waitForDots } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { wholePage } from '../pages/page';
import { PATIENCE, type Session, startSession, until } from './harness';

const [WIDTH, HEIGHT] = [480, 600];
/** Below the view of 700 px lie one that is not to be used and the second; the third lies several views further down. */
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A long page</title><link rel="icon" href="data:,">
<style>body { margin: 0 } img { display: block } .far { margin-top: 4000px }</style>
<img src="/0.jpg" alt="" width="${WIDTH}" height="${HEIGHT}"><p style="height: 150px; margin: 0">Words.</p>
<img src="/3.jpg" alt="" width="${WIDTH}" height="200" nopin="nopin">
<img src="/1.jpg" alt="" width="${WIDTH}" height="${HEIGHT}">
<img src="/2.jpg" alt="" width="${WIDTH}" height="${HEIGHT}" class="far"></html>`;

/** More pictures than are observed at once, each in a box that scrolls or in the page itself. */
const LONG = Array.from(
  { length: 40 },
  (_, at) => `<img src="/${at % 4}.jpg?${at}" alt="" width="${WIDTH}" height="${HEIGHT}">`,
).join('');
const pageOf = (body: string, style = ''): string =>
  wholePage('Long', body, {
    head: `<style>body { margin: 0 } img { display: block; margin-bottom: 200px } ${style}</style>`,
  });
const LONG_PAGES: Readonly<Record<string, string>> = {
  '/long': pageOf(LONG),
  '/boxed': pageOf(`<div id="box">${LONG}</div>`, '#box { height: 700px; overflow: auto }'),
};

let session: Session;
let server: LoopbackServer;
let page: Page;

beforeAll(async () => {
  const pictures = await Promise.all(
    [21, 22, 23, 24].map(async (seed) => {
      const scene = drawScene({ seed, width: WIDTH, height: HEIGHT, people: 1, framing: 'full' });
      return new Uint8Array(await renderScene(scene));
    }),
  );
  session = await startSession('allsites');
  server = await session.serve((path) => {
    const body = pictures[Number(/^\/(\d)\.jpg/.exec(path)?.[1])];
    if (body) return { body, type: 'image/jpeg' };
    if (LONG_PAGES[path]) return { body: LONG_PAGES[path], type: 'text/html; charset=utf-8' };
    return path === '/' ? { body: PAGE, type: 'text/html; charset=utf-8' } : undefined;
  });
  page = await session.browser.newPage();
  await page.setViewport({ width: 1000, height: 700 });
  await page.goto(server.origin, { waitUntil: 'load', timeout: PATIENCE });
  await page.bringToFront();
  await waitForDots(page, PATIENCE);
});
afterAll(async () => session?.close());

/** How often the engine fetched a picture: unlike the page it sends no referrer. */
const fetched = (name: string): number =>
  server.requests.filter(({ url, headers }) => url === name && headers.referer === undefined).length;

describe('the picture that comes next', () => {
  it('is read before it is in view, and none further away', async () => {
    await until('the engine reads the next picture', () => fetched('/1.jpg') === 1);
    // Time for whatever else might be read.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(['/0.jpg', '/1.jpg', '/2.jpg', '/3.jpg'].map(fetched)).toEqual([1, 1, 0, 0]);
  });

  it('has its dots without being read again', async () => {
    await page.evaluate((y) => scrollTo(0, y), HEIGHT + 100);
    const inSecond = async (): Promise<number> =>
      await page.$$eval(DOTS, (dots) => dots.filter((dot) => dot.getBoundingClientRect().top > 50).length);
    await until('dots on the second picture', async () => (await inSecond()) > 0);
    expect(fetched('/1.jpg')).toBe(1);
  });

  it.each(['/long', '/boxed'])('has its dots wherever a reader jumps to among many, on %s', async (path) => {
    await page.goto(server.origin + path, { waitUntil: 'load', timeout: PATIENCE });
    await waitForDots(page, PATIENCE);
    // By now what is far is observed no more.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    for (const at of [30, 12, 39, 0]) {
      await page.evaluate((which) => document.querySelectorAll('img')[which]?.scrollIntoView({ block: 'center' }), at);
      const seen = async (): Promise<boolean> =>
        await page.$$eval(
          DOTS,
          (dots, which) => {
            const { top, bottom } = document.querySelectorAll('img')[which]?.getBoundingClientRect() ?? new DOMRect();
            const middles = dots.map((dot) => dot.getBoundingClientRect().top + 16);
            return middles.some((y) => y > top && y < bottom);
          },
          at,
        );
      await until(`picture ${at} has dots`, seen);
    }
  });

  it('left all consoles quiet', () => session.expectQuiet());
});
