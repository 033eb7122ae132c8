import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { DOTS, POPOVER, waitForDots } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { openSidePanel } from '../browser/side-panel';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';
import { serveWalks } from './walks';

const NOTE = `<script>addEventListener('pageshow', ({ persisted }) => { document.title = persisted ? 'Kept' : 'Loaded'; });</script>`;
const pages: Readonly<Record<string, string>> = {
  '/': body(
    `<img src="/walk-11.jpg" alt="A walk in town" width="480" height="600"><p style="height:1500px"></p><img src="/walk-23.jpg" alt="Further down" width="480" height="600">`,
  ),
  '/next': body('<p>Nothing here.</p>'),
  '/slow': body('<img src="/slow-58.jpg" alt="Late" width="480" height="600">'),
};

const isOurs = (headers: Readonly<Record<string, unknown>>): boolean => headers['sec-fetch-site'] === 'none';

function body(html: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>A walk</title>${NOTE}</head><body>${html}</body></html>`;
}

describe('a page to which the reader goes back, kept by the browser meanwhile', () => {
  let session: Session;
  let server: LoopbackServer;
  let page: Page;
  let panel: Page;
  const names = () => panel.$$eval('.page-picture h2', (found) => found.map(({ textContent }) => textContent ?? ''));

  beforeAll(async () => {
    session = await startSession('allsites', ['--enable-features=BackForwardCache']);
    const walks = await serveWalks(pages);
    server = await session.serve(async (path, headers) => {
      if (!path.startsWith('/slow-')) return await walks(path, headers);
      const answer = await walks(path.replace('slow', 'walk'), headers);
      // The page has it at once; whoever looks at it waits.
      return answer && (isOurs(headers) ? { ...answer, delay: 5_000 } : answer);
    });
    await warmEngine(session);
    page = await session.open(server.origin);
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
    panel = await openSidePanel(session.browser, session.extensionId, page, PATIENCE);
    await panel.waitForSelector('[role="tab"]', { timeout: PATIENCE });
    await page.bringToFront();
    await panel.click('#tab-page');
    await until('the picture is listed', async () => (await names()).join() === 'A walk in town');
  }, WARM_UP);
  afterAll(async () => session?.close());

  it('has its dots, and a popover for each', async () => {
    await page.goto(`${server.origin}/next`);
    await until('nothing is listed', async () => (await names()).length === 0);
    await page.goBack();
    await until('the page that was kept is back', async () => (await page.title()) === 'Kept');
    await waitForDots(page, PATIENCE);
    await (await page.$(DOTS))?.hover();
    await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
    await page.mouse.move(900, 500);
  });

  it('is listed in the side panel', async () => {
    await until('the picture is listed', async () => (await names()).join() === 'A walk in town');
  });

  it('has dots on what comes into view then, which the side panel lists', async () => {
    await page.evaluate(() => scrollTo(0, 2_000));
    await waitForDots(page, PATIENCE);
    await until('both are listed', async () => (await names()).join() === 'A walk in town,Further down');
  });

  it('has dots on a picture that was looked at when the reader left', async () => {
    await page.goto(`${server.origin}/slow`);
    const asked = () => server.requests.some(({ url, headers }) => url.startsWith('/slow-') && isOurs(headers));
    await until('the engine reads the picture', asked);
    await page.goto(`${server.origin}/next`);
    await page.goBack();
    await until('the page that was kept is back', async () => (await page.title()) === 'Kept');
    await waitForDots(page, 20_000);
  });

  it('has no dots when its site was taken back meanwhile', async () => {
    await page.goto(server.origin);
    await waitForDots(page, PATIENCE);
    await page.goto(`${server.origin}/next`);
    // Nobody can take back what this build has: the browser is made to answer as if somebody had.
    await (await session.serviceWorker()).evaluate(() => {
      Object.assign(chrome.permissions, { contains: async () => false });
    });
    await page.goBack();
    await until('the page that was kept is back', async () => (await page.title()) === 'Kept');
    await until('the overlay is gone', async () => (await page.$('buy-me-that-look')) === null);
  });

  it('made no console complain', () => session.expectQuiet());
});
