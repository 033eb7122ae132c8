import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForDots } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';
import { walk } from './walks';

const TABS = 50;
/** Tabs that load at the same time. */
const AT_ONCE = 10;
const FIRST_SEED = 200;

/** What the browser's own page of extensions may do, of which the types of Chrome's public interfaces know nothing. */
type Settings = typeof chrome & {
  readonly developerPrivate: {
    updateExtensionConfiguration(change: object, done: () => void): void;
  };
};

const pageOf = (n: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Walk ${n}</title></head><body><img src="/walk.jpg?${n}" alt="A walk" width="480" height="600"></body></html>`;

let session: Session;
let server: LoopbackServer;
let settings: Page;

const readByUs = (): string[] =>
  server.requests
    .filter(({ url, headers }) => url.startsWith('/walk.jpg') && headers['sec-fetch-site'] === 'none')
    .map(({ url }) => url);

const overlayOf = (page: Page) => page.$('buy-me-that-look');

/** Turns the switch that users find at chrome://extensions. The browser answers before it has done so. */
async function enable(on: boolean): Promise<void> {
  await settings.evaluate(
    (id, enabled) => new Promise<void>((done) => chrome.management.setEnabled(id, enabled, () => done())),
    session.extensionId,
    on,
  );
  await until(`the extension is switched ${on ? 'on' : 'off'}`, async () => (await isReachable()) === on);
}

/** Pages of an extension that is off are blocked. */
async function isReachable(): Promise<boolean> {
  const page = await session.browser.newPage();
  const opened = await page.goto(session.url('manifest.json'), { timeout: PATIENCE }).then(
    () => true,
    () => false,
  );
  await page.close();
  return opened;
}

/** Ticks "Allow in Incognito"; the browser loads the extension anew for it, and needs to be told to use it. */
async function allowInPrivate(): Promise<void> {
  await settings.evaluate(
    (extensionId) =>
      new Promise<void>((done) =>
        (chrome as Settings).developerPrivate.updateExtensionConfiguration(
          { extensionId, incognitoAccess: true },
          done,
        ),
      ),
    session.extensionId,
  );
  await enable(false);
  await enable(true);
}

/** Addresses in the list of requests, of all pictures of pages. */
async function addressesNoted(): Promise<string[]> {
  const page = await session.open(session.url('ledger.html'));
  const addresses = await page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('buy-me-that-look-ledger');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction('requests').objectStore('requests').getAll();
          all.onerror = () => reject(all.error);
          all.onsuccess = () => {
            opening.result.close();
            const pictures = (all.result as { why: string; address: string }[]).filter(({ why }) => why === 'picture');
            resolve(pictures.map(({ address }) => address));
          };
        };
      }),
  );
  await page.close();
  return addresses;
}

beforeAll(async () => {
  const usual = await walk(11);
  session = await startSession('allsites');
  server = await session.serve(async (path) => {
    const tab = /^\/walk\.jpg\?(\d+)$/.exec(path)?.[1];
    // Every one of the many tabs shows somebody else.
    if (tab) return { body: await walk(FIRST_SEED + Number(tab)), type: 'image/jpeg' };
    if (path.startsWith('/walk.jpg')) return { body: usual, type: 'image/jpeg' };
    return path.startsWith('/page/') ? { body: pageOf(path.slice(6)), type: 'text/html; charset=utf-8' } : undefined;
  });
  await warmEngine(session);
  settings = await session.open('chrome://extensions');
}, WARM_UP);
afterAll(async () => session?.close());

describe('fifty tabs', () => {
  it('share one engine: the one in front has its dots, another has them once it is looked at', async () => {
    const tabs: Page[] = [];
    for (let n = 0; n < TABS; n += AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, (_, i) => session.open(`${server.origin}/page/${n + i}`));
      tabs.push(...(await Promise.all(some)));
    }
    const [first, last] = [tabs[0] as Page, tabs.at(-1) as Page];
    for (const page of [last, first]) {
      await page.bringToFront();
      await waitForDots(page, PATIENCE);
    }
    // Nothing is read twice, however many ask.
    expect(new Set(readByUs()).size).toBe(readByUs().length);
    expect(session.browser.targets().filter((target) => target.type() === 'background_page')).toHaveLength(1);
    await Promise.all(tabs.map((page) => page.close()));
  });
});

describe('a page that sleeps with its machine', () => {
  it('keeps its dots, and gives them to what comes afterwards', async () => {
    const page = await session.open(`${server.origin}/page/asleep`);
    await page.bringToFront();
    const before = (await waitForDots(page, 2 * PATIENCE)).length;
    const tab = await page.createCDPSession();
    await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await tab.send('Page.setWebLifecycleState', { state: 'active' });
    // The protocol leaves a page hidden that it woke: it is seen again like any tab that comes to the front.
    await settings.bringToFront();
    await page.bringToFront();
    expect((await waitForDots(page, PATIENCE)).length).toBe(before);
    await page.evaluate(() => {
      const image = Object.assign(new Image(480, 600), { src: '/walk.jpg?later' });
      document.body.prepend(image);
    });
    await until('what came has dots', async () => (await page.$$('>>> button.dot')).length > before);
    await page.close();
  });
});

describe('a private window', () => {
  it('gets its dots, and no address of it is noted', async () => {
    await allowInPrivate();
    const before = (await addressesNoted()).length;
    const context = await session.browser.createBrowserContext();
    const page = await context.newPage();
    await page.goto(`${server.origin}/page/secret`, { waitUntil: 'domcontentloaded', timeout: PATIENCE });
    await page.bringToFront();
    await waitForDots(page, 2 * PATIENCE);
    await context.close();
    const noted = await until('the request is noted', async () => {
      const all = await addressesNoted();
      return all.length > before && all;
    });
    expect(readByUs()).toContain('/walk.jpg?secret');
    expect(noted).toContain('');
    expect(noted.filter((address) => address.includes('secret'))).toEqual([]);
  });
});

describe('an extension that is switched off', () => {
  it('takes its dots from open pages and goes quiet; switched on again it works', async () => {
    const page = await session.open(`${server.origin}/page/open`);
    await page.bringToFront();
    await waitForDots(page, 2 * PATIENCE);
    await enable(false);
    await until('the dots are gone', async () => (await overlayOf(page)) === null);
    await page.evaluate(() => document.body.append(document.createElement('img')));
    await page.mouse.wheel({ deltaY: 200 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await overlayOf(page)).toBeNull();
    await enable(true);
    await until('the page is reached again', async () => {
      await page.reload({ timeout: PATIENCE });
      return await page.waitForSelector('buy-me-that-look', { timeout: 5_000 }).catch(() => null);
    });
    await waitForDots(page, 2 * PATIENCE);
  });
});

describe('an extension whose process crashes', () => {
  it('is stopped by the browser and leaves pages quiet; started again it works', async () => {
    const page = await session.open(`${server.origin}/page/crash`);
    await page.bringToFront();
    await waitForDots(page, 2 * PATIENCE);
    const offscreen = await until('the offscreen document is open', () => session.offscreen());
    // Nobody answers this.
    void (await offscreen.createCDPSession()).send('Page.crash').catch(() => {});
    await until('the dots are gone', async () => (await overlayOf(page)) === null);
    await page.evaluate(() => document.body.append(document.createElement('img')));
    await page.mouse.wheel({ deltaY: 200 });
    await enable(false);
    await enable(true);
    await until('the page is reached again', async () => {
      await page.reload({ timeout: PATIENCE });
      return await page.waitForSelector('buy-me-that-look', { timeout: 5_000 }).catch(() => null);
    });
    await waitForDots(page, 2 * PATIENCE);
    await page.close();
  });
});

describe('all of it', () => {
  it('made no console complain', () => session.expectQuiet());
});
