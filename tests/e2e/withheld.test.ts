import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside, waitInside } from '../browser/inside';
import type { LoopbackServer } from '../browser/servers';
import { runShortcut } from '../browser/shortcut';
import { wholePage } from '../pages/page';
import { webglScript } from '../pages/webgl';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';
import { walk } from './walks';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Walks</title></head>
<body style="margin:0"><div style="height:560px"></div><img id="cut" src="/walk-11.jpg" alt="" width="480" height="600">
<div style="height:900px"></div><img id="tall" src="/walk-12.jpg" alt="" width="960" height="1200"><div style="height:900px"></div></body></html>`;
const WEBGL = wholePage('WebGL', `<canvas id="webgl" width="480" height="600"></canvas>${webglScript('/walk-11.jpg')}`);
/** A picture that anybody may read, once the network is back, and room for another one, where the popover of its dots lies. */
const BESIDE = wholePage('Beside', '<img src="/open.jpg" alt="" width="480" height="600">', {
  head: '<style>body { margin: 0 } img + img { position: absolute; left: 500px; top: 0 }</style>',
});
/** A video that plays on and on: it has no frame of its own to be read. */
const FILM = wholePage(
  'Film',
  `<video muted playsinline width="480" height="600"></video><script type="module">
const film = Object.assign(document.createElement('canvas'), { width: 480, height: 600 });
const still = await createImageBitmap(await (await fetch('/walk-11.jpg')).blob());
setInterval(() => film.getContext('2d').drawImage(still, 0, 0), 50);
const video = document.querySelector('video');
video.srcObject = film.captureStream(10);
await video.play();
document.title = 'Playing';
</script>`,
  { head: '<style>body { margin: 60px 0 0 530px }</style>' },
);

/** The page as PDF, whose viewer shows it in the middle of the window. */
async function printed(page: Page): Promise<Uint8Array> {
  await page.waitForFunction(() => document.images[0]?.complete, { timeout: PATIENCE });
  const bytes = await page.pdf({ width: '500px', height: '620px', printBackground: true });
  await page.close();
  return bytes;
}

/** Long enough for every way to a picture's pixels to have been tried. */
const TRIED_MS = 2_500;
const DOTS = '.dot:not(.busy):not([hidden])';

describe('pictures that the site gives to its own page only', () => {
  let session: Session;
  let server: LoopbackServer;
  let away = true;
  let pdf: Uint8Array | undefined;

  beforeAll(async () => {
    const pictures = new Map([
      ['/walk-11.jpg', await walk(11)],
      ['/walk-12.jpg', await walk(12)],
      ['/open.jpg', await walk(13)],
      ['/kept.jpg', await walk(14)],
    ]);
    session = await startSession('shipped');
    server = await session.serve((path, headers) => {
      if (path === '/') return { body: PAGE, type: 'text/html; charset=utf-8' };
      if (path === '/beside') return { body: BESIDE, type: 'text/html; charset=utf-8' };
      if (path === '/film') return { body: FILM, type: 'text/html; charset=utf-8' };
      if (path === '/printed') return { body: '<img src="/walk-11.jpg" alt="">', type: 'text/html; charset=utf-8' };
      if (path === '/walk.pdf' && pdf) return { body: pdf, type: 'application/pdf' };
      if (path === '/webgl') return { body: WEBGL, type: 'text/html; charset=utf-8' };
      // The engine's requests come from no site; a script's of the page name no picture as what they are for.
      if ((away || path === '/kept.jpg') && headers['sec-fetch-dest'] !== 'image') return undefined;
      const body = pictures.get(path);
      return body && { body, type: 'image/jpeg' };
    });
    await warmEngine(session);
  }, WARM_UP);
  afterAll(() => session?.close());

  it('get their dots once all of them can be seen, or once the network is back', async () => {
    const page = await session.open(server.origin);
    await page.bringToFront();
    // Only a click on the toolbar allows a look at what the tab shows.
    await session.clickToolbar(page);
    const dots = async (): Promise<number> => (await inside(page, 'button.dot')).length;
    await new Promise((resolve) => setTimeout(resolve, TRIED_MS));
    expect(await dots()).toBe(0);
    await page.evaluate(() => scrollTo(0, 500));
    await waitInside(page, DOTS, PATIENCE);
    const first = await dots();
    // The second is higher than the window: nobody can read it until the server answers.
    await page.setOfflineMode(true);
    await page.evaluate(() => document.querySelector('#tall')?.scrollIntoView());
    await new Promise((resolve) => setTimeout(resolve, TRIED_MS));
    expect(await dots()).toBe(first);
    away = false;
    await page.setOfflineMode(false);
    await until('the second has dots', async () => (await dots()) > first);
    await page.close();
  });

  it('get their dots though WebGL gives nothing of what it drew, as far as they can be seen', async () => {
    const page = await session.open(`${server.origin}/webgl`);
    await page.bringToFront();
    await page.waitForFunction(() => document.title === 'Drawn', { timeout: PATIENCE });
    await session.clickToolbar(page);
    await waitInside(page, DOTS, PATIENCE);
    await page.close();
  });

  it('are looked at without an open popover that lies over them, which stays', async () => {
    const page = await session.open(`${server.origin}/beside`);
    await session.clickToolbar(page);
    const [dot] = await waitInside(page, DOTS, PATIENCE);
    const before = (await inside(page, DOTS)).length;
    await page.mouse.click((dot?.x ?? 0) + 16, (dot?.y ?? 0) + 16);
    await waitInside(page, '.popover.placed', PATIENCE);
    const worker = await session.serviceWorker();
    await worker.evaluate(() => {
      const { captureVisibleTab } = chrome.tabs;
      const seen: unknown[] = [];
      const look = async (windowId: number, options: object): Promise<string> => {
        const [tab] = await chrome.tabs.query({ active: true, windowId });
        const func = () => getComputedStyle(document.querySelector('buy-me-that-look') ?? document.body).opacity;
        const [found] = await chrome.scripting.executeScript({ target: { tabId: tab?.id ?? 0 }, func });
        seen.push(found?.result);
        return await (captureVisibleTab as (...all: unknown[]) => Promise<string>)(windowId, options);
      };
      Object.assign(chrome.tabs, { captureVisibleTab: look });
      Object.assign(globalThis, { seen });
    });
    await page.evaluate(() => {
      const image = Object.assign(new Image(480, 600), { src: '/kept.jpg' });
      document.querySelector('img')?.after(image);
    });
    await until('the second has dots', async () => (await inside(page, 'button.dot')).length > before);
    expect(await worker.evaluate(() => (globalThis as unknown as { seen: unknown[] }).seen)).toEqual(['0']);
    expect((await inside(page, '.popover')).length).toBe(1);
    const opacity = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('buy-me-that-look') ?? document.body).opacity);
    await until('the overlay is seen again', async () => (await opacity()) === '1');
    await page.close();
  });

  it.each(['/walk.pdf', '/film'])('get their dots as an area that was dragged, on %s', async (path) => {
    if (path === '/walk.pdf') pdf ??= await printed(await session.open(`${server.origin}/printed`));
    const page = await session.open('about:blank');
    // The viewer takes the place of the page that was asked for.
    await page.goto(server.origin + path).catch(() => {});
    await page.bringToFront();
    if (path === '/film') await page.waitForFunction(() => document.title === 'Playing', { timeout: PATIENCE });
    // The viewer's own parts are nobody's to ask whether they have drawn.
    await new Promise((resolve) => setTimeout(resolve, TRIED_MS));
    await session.clickToolbar(page);
    const worker = await session.serviceWorker();
    await until('the area is asked for', async () => {
      await runShortcut(worker, 'shop-area');
      return await waitInside(page, '.veil', 5_000).catch(() => null);
    });
    // Which frame hears the pointer is known once the veil is drawn.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await page.mouse.move(520, 62);
    await page.mouse.down();
    await page.mouse.move(900, 500, { steps: 3 });
    await page.mouse.move(1030, 660, { steps: 3 });
    await page.mouse.up();
    await waitInside(page, DOTS, PATIENCE);
    await page.close();
  });

  it('made no console complain', () => session.expectQuiet(/Failed to load resource|ERR_INTERNET_DISCONNECTED/));
});
