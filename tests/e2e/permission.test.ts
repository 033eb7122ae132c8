import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { inside, waitInside } from '../browser/inside';
import type { Answer, LoopbackServer } from '../browser/servers';
import { PATIENCE, type Session, startSession, until } from './harness';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Two walks</title>
</head><body><img src="/first.jpg" alt="" width="360" height="450"> <img id="second" src="/second.jpg" alt="" width="360" height="450">
</body></html>`;

/** Clicks the context menu's entry the way the browser reports it: no protocol can open the menu itself. */
async function shopThisLook(session: Session, page: Page, srcUrl: string): Promise<void> {
  await page.bringToFront();
  const worker = await session.serviceWorker();
  await worker.evaluate(async (address) => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    const info = { menuItemId: 'shop', srcUrl: address, frameId: 0, editable: false, pageUrl: tab?.url ?? '' };
    const event = chrome.contextMenus.onClicked as unknown as { dispatch(info: unknown, tab: unknown): void };
    event.dispatch(info, tab);
  }, srcUrl);
}

const DOTS = '.dot:not(.busy):not([hidden])';

async function dotsOver(page: Page, selector: string): Promise<number> {
  const image = await (await page.$(selector))?.boundingBox();
  return (await inside(page, DOTS)).filter((box) => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return image && x > image.x && x < image.x + image.width && y > image.y && y < image.y + image.height;
  }).length;
}

describe('a page without permission, in the extension as it is shipped', () => {
  let session: Session;
  let server: LoopbackServer;
  let page: Page;

  beforeAll(async () => {
    const seeds = { '/first.jpg': 11, '/second.jpg': 12 };
    const pictures = new Map<string, Answer>();
    for (const [path, seed] of Object.entries(seeds)) {
      const scene = drawScene({ seed, width: 480, height: 600, people: 1, framing: 'full' });
      pictures.set(path, { body: new Uint8Array(await renderScene(scene)), type: 'image/jpeg' });
    }
    session = await startSession('shipped');
    server = await session.serve((path) =>
      path === '/' ? { body: PAGE, type: 'text/html; charset=utf-8' } : pictures.get(path),
    );
    page = await session.open(server.origin);
  });
  afterAll(async () => session?.close());

  it('is left alone', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await page.$('buy-me-that-look')).toBeNull();
  });

  /** What the toolbar button says of the tab in front: its badge and its words. */
  const state = async (): Promise<{ badge: string; title: string }> =>
    await (await session.serviceWorker()).evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const tabId = tab?.id ?? 0;
      return { badge: await chrome.action.getBadgeText({ tabId }), title: await chrome.action.getTitle({ tabId }) };
    });

  it('gets dots from the toolbar button, and loses them by a second click', async () => {
    await page.bringToFront();
    await until('the button says that dots are off', async () => /are off/.test((await state()).title));
    expect((await state()).badge).toBe('');
    await session.clickToolbar(page);
    await until('the button says that dots are on', async () => /are on/.test((await state()).title));
    expect((await state()).badge).not.toBe('');
    await waitInside(page, DOTS, PATIENCE);
    await until('both pictures have dots', async () => (await dotsOver(page, '#second')) > 0);
    await session.clickToolbar(page);
    await until('the dots are gone', async () => (await page.$('buy-me-that-look')) === null);
  });

  it('gets dots on the one picture that was right-clicked', async () => {
    await shopThisLook(session, page, `${server.origin}/second.jpg`);
    await waitInside(page, DOTS, PATIENCE);
    expect(await dotsOver(page, '#second')).toBeGreaterThan(0);
    expect(await dotsOver(page, 'img:not(#second)')).toBe(0);
  });

  it('made no console complain and asked for nothing but the page’s pictures', () => session.expectQuiet());
});
