import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside, waitInside } from '../browser/inside';
import type { LoopbackServer } from '../browser/servers';
import { picture, type TestPage, wholePage } from '../pages/page';
import { siteOf } from '../pages/site';
import { PATIENCE, type Session, startSession, until } from './harness';

const STYLE = `<style>body { margin: 0 } .photo { position: relative; width: 400px; height: 500px } .photo * { position: absolute; inset: 0; width: 400px; height: 500px }
.photo img { pointer-events: none }</style>`;

/** A picture under a layer, one in a closed shadow root, one under another candidate's address, and plain text. */
const ASKED: TestPage = {
  name: 'asked',
  expected: [],
  html: () =>
    wholePage(
      'Asked',
      `<div class="photo"><img id="under" src="${picture(140)}" alt=""><div id="layer"></div></div>
<div id="closed"></div><p id="text" style="margin-top: 900px">Words only.</p>
<script>if (location.pathname === '/page/locked') for (const name of ['contextmenu', 'pointerdown', 'mousedown'])
addEventListener(name, (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
document.querySelector('#closed').attachShadow({ mode: 'closed' }).innerHTML =
'<img src="${picture(141)}" srcset="${picture(141)} 1x, ${picture(141, 960, 1200)} 2x" width="300" height="375" alt="">';</script>`,
      { head: STYLE },
    ),
};

/** Also those of pictures that were scrolled out of view. */
const EVERY_DOT = 'button.dot';
const DOTS = '.dot:not(.busy):not([hidden])';

describe('"Shop this look" on a page that was never allowed', () => {
  let session: Session;
  let server: LoopbackServer;
  let page: Page;

  /** Clicks the context menu's entry the way the browser reports it: no protocol can open the menu itself. */
  async function shopThisLook(srcUrl?: string, shown = page): Promise<void> {
    await shown.bringToFront();
    const worker = await session.serviceWorker();
    await worker.evaluate(async (address) => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const info = { menuItemId: 'shop', frameId: 0, editable: false, pageUrl: tab?.url ?? '', srcUrl: address };
      const event = chrome.contextMenus.onClicked as unknown as { dispatch(info: unknown, tab: unknown): void };
      event.dispatch(info, tab);
    }, srcUrl);
  }
  const notice = async (shown = page): Promise<string | null> => (await inside(shown, '.notice'))[0]?.text ?? null;

  beforeAll(async () => {
    session = await startSession('shipped');
    const origins = () => ({ here: server.origin, elsewhere: server.origin });
    server = await session.serve(siteOf(() => ASKED, origins));
    page = await session.open(server.origin);
    await page.waitForFunction(() => document.readyState === 'complete', { timeout: PATIENCE });
    // One click on the toolbar grants the tab for once; a second one takes the dots away, and the grant stays.
    await session.clickToolbar(page);
    await waitInside(page, DOTS, PATIENCE);
    await session.clickToolbar(page);
    await until('the dots are gone', async () => (await page.$('buy-me-that-look')) === null);
  });
  afterAll(async () => session?.close());

  it('finds the picture under a layer at the place of the right-click', async () => {
    await page.mouse.click(200, 250, { button: 'right' });
    await shopThisLook();
    await waitInside(page, DOTS, PATIENCE);
    const box = await (await page.$('#under'))?.boundingBox();
    for (const its of await inside(page, DOTS)) {
      expect(box && its.x + 16 >= box.x && its.x + 16 <= box.x + box.width).toBe(true);
      expect(box && its.y + 16 >= box.y && its.y + 16 <= box.y + box.height).toBe(true);
    }
  });

  it('finds the picture beside which the pointer was by less than 24 pixels, and none further away', async () => {
    const beside = await session.open(`${server.origin}/page/beside`);
    await beside.setViewport({ width: 1280, height: 800 });
    await beside.bringToFront();
    await session.clickToolbar(beside);
    await waitInside(beside, DOTS, PATIENCE);
    await session.clickToolbar(beside);
    await until('the dots are gone', async () => (await beside.$('buy-me-that-look')) === null);
    const wide = await beside.evaluate(() => document.querySelector('#under')?.getBoundingClientRect().right ?? 0);
    await beside.mouse.click(wide + 60, 250, { button: 'right' });
    await shopThisLook(undefined, beside);
    await until('a sentence', () => notice(beside));
    expect(await inside(beside, EVERY_DOT)).toEqual([]);
    await beside.mouse.click(wide + 20, 250, { button: 'right' });
    await shopThisLook(undefined, beside);
    await waitInside(beside, DOTS, PATIENCE);
    await beside.close();
  });

  it('finds a picture in a closed shadow root by the address of another of its candidates', async () => {
    const before = (await inside(page, EVERY_DOT)).length;
    await page.evaluate(() => scrollTo(0, 480));
    await shopThisLook(`${server.origin}${picture(141, 960, 1200)}`);
    await until('more dots', async () => (await inside(page, EVERY_DOT)).length > before);
  });

  it('shops the address itself where no element of the page admits to it', async () => {
    const before = (await inside(page, EVERY_DOT)).length;
    await page.evaluate(() => scrollTo(0, 1e4));
    const text = await (await page.$('#text'))?.boundingBox();
    await page.mouse.click((text?.x ?? 0) + 20, (text?.y ?? 0) + 5, { button: 'right' });
    await shopThisLook(`${server.origin}${picture(142)}`);
    await until('more dots', async () => (await inside(page, EVERY_DOT)).length > before);
  });

  it('takes the dots away when the element shows another picture', async () => {
    const slides = await session.open(`${server.origin}/page/slides`);
    await session.clickToolbar(slides);
    await waitInside(slides, DOTS, PATIENCE);
    await session.clickToolbar(slides);
    await until('the dots are gone', async () => (await slides.$('buy-me-that-look')) === null);
    await slides.mouse.click(200, 250, { button: 'right' });
    await shopThisLook(undefined, slides);
    await waitInside(slides, DOTS, PATIENCE);
    await slides.evaluate((next) => document.querySelector('#under')?.setAttribute('src', next), picture(143));
    await until('the dots are gone with their picture', async () => (await inside(slides, EVERY_DOT)).length === 0);
    await slides.close();
    await page.bringToFront();
  });

  it('gives dots to a page that lets nobody right-click, by the toolbar', async () => {
    const other = await session.open(`${server.origin}/page/locked`);
    await other.bringToFront();
    await other.mouse.click(100, 100, { button: 'right' });
    await session.clickToolbar(other);
    await waitInside(other, DOTS, PATIENCE);
    await other.close();
    await page.bringToFront();
  });

  it('says a sentence where there is no picture, and where it cannot be read', async () => {
    await shopThisLook();
    expect(await until('a sentence', () => notice())).toMatch(/No picture was found/);
    await shopThisLook(`${server.origin}/gone.jpg`);
    await until('another sentence', async () => !/No picture/.test((await notice()) ?? 'No picture'));
  });
});
