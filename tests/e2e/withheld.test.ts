import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForDots } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { webglScript } from '../pages/webgl';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';
import { walk } from './walks';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Walks</title></head>
<body style="margin:0"><div style="height:560px"></div><img id="cut" src="/walk-11.jpg" alt="" width="480" height="600">
<div style="height:900px"></div><img id="tall" src="/walk-12.jpg" alt="" width="960" height="1200"><div style="height:900px"></div></body></html>`;
const WEBGL = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>WebGL</title></head>
<body style="margin:0"><canvas id="webgl" width="480" height="600"></canvas>${webglScript('/walk-11.jpg')}</body></html>`;
/** Long enough for every way to a picture's pixels to have been tried. */
const TRIED_MS = 2_500;

describe('pictures that the site gives to its own page only', () => {
  let session: Session;
  let server: LoopbackServer;
  let away = true;

  beforeAll(async () => {
    const pictures = new Map([
      ['/walk-11.jpg', await walk(11)],
      ['/walk-12.jpg', await walk(12)],
    ]);
    session = await startSession('shipped');
    server = await session.serve((path, headers) => {
      if (path === '/') return { body: PAGE, type: 'text/html; charset=utf-8' };
      if (path === '/webgl') return { body: WEBGL, type: 'text/html; charset=utf-8' };
      // The engine's requests come from no site; a script's of the page name no picture as what they are for.
      if (away && headers['sec-fetch-dest'] !== 'image') return undefined;
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
    const dots = async (): Promise<number> => (await page.$$('>>> button.dot')).length;
    await new Promise((resolve) => setTimeout(resolve, TRIED_MS));
    expect(await dots()).toBe(0);
    await page.evaluate(() => scrollTo(0, 500));
    await waitForDots(page, PATIENCE);
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
    await waitForDots(page, PATIENCE);
    await page.close();
  });

  it('made no console complain', () => session.expectQuiet(/Failed to load resource|ERR_INTERNET_DISCONNECTED/));
});
