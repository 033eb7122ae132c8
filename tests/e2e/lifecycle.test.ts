import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { DOTS, POPOVER, waitForDots } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { PATIENCE, type Session, startSession, until } from './harness';

/** Pictures of one person each; the picture `/slow…` is answered after a while. */
const pages: Readonly<Record<string, string>> = {
  '/': body('<img src="/picture-21.jpg" alt="" width="480" height="600">'),
  '/again': body('<img src="/picture-22.jpg" alt="" width="480" height="600">'),
  '/midway': body('<img src="/slow-23.jpg" alt="" width="480" height="600">'),
  '/removed': body('<img id="gone" src="/slow-24.jpg" alt="" width="480" height="600">'),
};

function body(html: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Walk</title></head><body>${html}</body></html>`;
}

async function show(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'domcontentloaded', timeout: PATIENCE });
  await page.bringToFront();
}

describe('when the browser ends parts of the extension', () => {
  let session: Session;
  let server: LoopbackServer;
  let page: Page;

  const askedBy = (path: string) => server.requests.filter(({ url }) => url === path).length;

  beforeAll(async () => {
    session = await startSession('allsites');
    // The welcome page asks the engine too, and would wake a worker in the moment it ends.
    const welcome = await session.browser.waitForTarget((target) => target.url() === session.url('welcome.html'));
    await (await welcome.page())?.close();
    server = await session.serve(async (path) => {
      const html = pages[path];
      if (html) return { body: html, type: 'text/html; charset=utf-8' };
      const [, kind, seed] = /^\/(picture|slow)-(\d+)\.jpg$/.exec(path) ?? [];
      if (!kind) return undefined;
      const scene = drawScene({ seed: Number(seed), width: 480, height: 600, people: 1, framing: 'full' });
      const bytes = new Uint8Array(await renderScene(scene));
      // The page's own request is quick: only the extension waits, and is still busy when something happens.
      return { body: bytes, type: 'image/jpeg', delay: kind === 'slow' && askedBy(path) > 1 ? 3_000 : 0 };
    });
    page = await session.open(server.origin);
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
  });
  afterAll(async () => session?.close());

  it('a page answers on after the service worker is gone', async () => {
    await session.stopServiceWorker();
    const [dot] = await page.$$(DOTS);
    await dot?.hover();
    await page.waitForSelector(POPOVER, { timeout: PATIENCE, visible: true });
    await session.stopServiceWorker();
    await show(page, `${server.origin}/again`);
    await waitForDots(page, PATIENCE);
  });

  it('a picture gets its dots although the offscreen document was closed while it was read', async () => {
    await show(page, `${server.origin}/midway`);
    await until('the engine asks for the picture', () => askedBy('/slow-23.jpg') > 1);
    const document = await until('the offscreen document is open', () => session.offscreen());
    await document.close();
    await waitForDots(page, PATIENCE);
  });

  it('a picture that the page removes while it is read leaves nothing behind', async () => {
    await show(page, `${server.origin}/removed`);
    await until('the engine asks for the picture', () => askedBy('/slow-24.jpg') > 1);
    await page.evaluate(() => document.querySelector('#gone')?.remove());
    await page.waitForSelector('>>> .dot.busy', { timeout: PATIENCE, hidden: true });
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(await page.$$(DOTS)).toEqual([]);
    await show(page, server.origin);
    await waitForDots(page, PATIENCE);
  });

  it('a page that was open before its site was granted gets its dots', async () => {
    await (await session.serviceWorker()).evaluate(() => chrome.scripting.unregisterContentScripts());
    await show(page, server.origin);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await page.$('buy-me-that-look')).toBeNull();
    // No script can answer the browser's prompt: the event says what its answer would.
    await (await session.serviceWorker()).evaluate(() => {
      const event = chrome.permissions.onAdded as unknown as { dispatch(granted: unknown): void };
      event.dispatch({ origins: ['http://*/*'], permissions: [] });
    });
    await waitForDots(page, PATIENCE);
    expect((await page.$$('buy-me-that-look')).length).toBe(1);
  });

  it('a page whose site is taken back loses its dots, and gets them when it is granted anew', async () => {
    const worker = await session.serviceWorker();
    // Nor can a script take back what this build has: the browser is made to answer as if somebody had.
    await worker.evaluate(() => {
      const { contains } = chrome.permissions;
      Object.assign(globalThis, { contains });
      Object.assign(chrome.permissions, { contains: async () => false });
      const event = chrome.permissions.onRemoved as unknown as { dispatch(removed: unknown): void };
      event.dispatch({ origins: ['http://*/*'], permissions: [] });
    });
    await until('the overlay is gone', async () => (await page.$('buy-me-that-look')) === null);
    await worker.evaluate(() => {
      const { contains } = globalThis as unknown as { contains: unknown };
      Object.assign(chrome.permissions, { contains });
      const event = chrome.permissions.onAdded as unknown as { dispatch(granted: unknown): void };
      event.dispatch({ origins: ['http://*/*'], permissions: [] });
    });
    await waitForDots(page, PATIENCE);
  });

  it('a page whose extension is replaced goes quiet', async () => {
    await page.evaluate(() => document.querySelector('buy-me-that-look')?.setAttribute('data-before', ''));
    const opener = await session.open(session.url('manifest.json'));
    // The page that asks for it goes with the extension.
    await opener.evaluate(() => chrome.runtime.reload()).catch(() => {});
    await page.bringToFront();
    await until('the old overlay is gone', async () => (await page.$$('buy-me-that-look[data-before]')).length === 0);
    await page.evaluate(() => document.body.append(document.createElement('img')));
    await page.mouse.wheel({ deltaY: 200 });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  });

  it('made no console complain', () => session.expectQuiet());
});
