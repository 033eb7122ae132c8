import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { ask } from '../browser/ask';
import { waitForDots } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { openSidePanel } from '../browser/side-panel';
import { lookPictures, saveLooks } from '../shots/looks';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';

const WIDTH = 480;
const pages: Readonly<Record<string, string>> = {
  '/': body(
    'A walk',
    '<img src="/walk-11.jpg" alt="A walk in town" width="480" height="600"><p style="height:1500px"></p><img src="/walk-23.jpg" width="480" height="600">',
  ),
  '/later': body('Later', '<iframe src="/inner" width="520" height="640"></iframe>'),
  '/inner': body('Inner', '<img src="/walk-35.jpg" alt="In a frame" width="480" height="600">'),
  '/blank': body('Nothing', '<p>Nothing here.</p>'),
};

function body(title: string, html: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title}</title></head><body>${html}</body></html>`;
}

let folder: string;
let session: Session;
let server: LoopbackServer;
let panel: Page;

const walk = async (seed: number): Promise<Uint8Array<ArrayBuffer>> => {
  const scene = drawScene({ seed, width: WIDTH, height: 600, people: 1, framing: 'full' });
  return new Uint8Array(await renderScene(scene));
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-'));
  const pictures = await lookPictures();
  session = await startSession();
  server = await session.serve(async (path) => {
    const html = pages[path];
    if (html) return { body: html, type: 'text/html; charset=utf-8' };
    const seed = /^\/walk-(\d+)\.jpg$/.exec(path)?.[1];
    return seed ? { body: await walk(Number(seed)), type: 'image/jpeg' } : pictures.get(path);
  });
  await warmEngine(session);
}, WARM_UP);
afterAll(async () => {
  await session?.close();
  await rm(folder, { recursive: true, force: true });
});

const textOf = (page: Page, selector: string): Promise<string> =>
  page.$$eval(selector, (found) => found.map(({ textContent }) => textContent).join('\n'));

const tab = async (page: Page, id: string): Promise<void> => page.click(`#tab-${id}`);

async function openPanel(page: Page): Promise<Page> {
  const panelPage = await openSidePanel(session.browser, session.extensionId, page, PATIENCE);
  await panelPage.waitForSelector('[role="tab"]', { timeout: PATIENCE });
  return panelPage;
}

describe('the pictures of the page in front', () => {
  let page: Page;
  const names = () => panel.$$eval('.page-picture h2', (found) => found.map(({ textContent }) => textContent ?? ''));

  beforeAll(async () => {
    page = await session.open(server.origin);
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
    panel = await openPanel(page);
    await page.bringToFront();
    await tab(panel, 'page');
  });
  afterAll(() => panel?.close());

  it('are a list of garments and matches, equal to the dots', async () => {
    await until('the picture is listed', async () => (await names()).join() === 'A walk in town');
    const dots = await page.$$eval('>>> button.dot', (found) => found.length);
    expect(await panel.$$eval('.fold', (found) => found.length)).toBe(dots);
    await page.evaluate(() => scrollTo(0, 2_000));
    await until('the second is listed', async () => (await names()).join() === 'A walk in town,Picture 2');
  });

  it('unfold by keyboard to cards with pictures', async () => {
    await panel.focus('.fold summary');
    await panel.keyboard.press('Enter');
    await panel.waitForSelector('.fold[open] .card', { timeout: PATIENCE });
    expect(await panel.$eval('.fold[open] .card', (card) => card.getAttribute('href'))).toMatch(/^https?:/);
    await until('a thumbnail is drawn', () => panel.$('.fold[open] .thumbnail.drawn'));
  });

  it('can be shown on the page and saved', async () => {
    await panel.click('::-p-aria([name="Show on the page: A walk in town"])');
    await until('the page scrolled', () => page.evaluate(() => scrollY < 400));
    await panel.click('::-p-aria([name="Save look: A walk in town"])');
    await panel.waitForSelector('::-p-aria([name="Look saved: A walk in town"])', { timeout: PATIENCE });
    await tab(panel, 'looks');
    await until('the look is there', async () => (await textOf(panel, '.look strong')) === 'A walk');
    await tab(panel, 'page');
  });

  it('follow the tab in front, its frames and its navigation', async () => {
    const other = await session.open(`${server.origin}/later`);
    await other.bringToFront();
    await until('the frame is listed', async () => (await names()).join() === 'In a frame');
    await other.goto(`${server.origin}/blank`);
    await until('nothing is listed', async () => /Nothing found yet/.test(await textOf(panel, '.empty')));
    await page.bringToFront();
    await until('the first page is back', async () => (await names())[0] === 'A walk in town');
    await other.goto('about:blank');
    await other.bringToFront();
    await until('dots are off', async () => /Dots are off here/.test(await textOf(panel, '.empty')));
    await other.close();
  });

  it('are tabs with one stop and arrows between them', async () => {
    await panel.focus('#tab-page');
    await panel.keyboard.press('ArrowRight');
    await panel.waitForSelector('#tab-picture[aria-selected="true"]');
    await panel.keyboard.press('End');
    await panel.waitForSelector('#tab-looks[aria-selected="true"]');
    await panel.keyboard.press('ArrowRight');
    await panel.waitForSelector('#tab-page[aria-selected="true"]');
    expect(await panel.evaluate(() => document.activeElement?.id)).toBe('tab-page');
  });
});

describe('a picture of one’s own', () => {
  beforeAll(async () => {
    panel = await session.open(session.url('sidepanel.html'));
    await panel.waitForSelector('[role="tab"]', { timeout: PATIENCE });
  });
  afterAll(() => panel?.close());

  const found = () => until('garments are found', async () => await panel.$('.own-picture .garment .card'));
  const another = async () => {
    await panel.click('::-p-aria([name="Another picture"])');
    await panel.waitForSelector('#own-picture', { timeout: PATIENCE });
  };

  it('comes as a file, and is saved with what was chosen', async () => {
    await tab(panel, 'picture');
    const file = join(folder, 'walk.jpg');
    await writeFile(file, await walk(58));
    await ((await panel.$('#own-picture')) as ElementHandle<HTMLInputElement>).uploadFile(file);
    await found();
    await panel.click('.own-picture .pick');
    await until('the choice is summed up', async () => /Your choice:/.test(await textOf(panel, '.total')));
    await panel.click('::-p-aria([name="Save look"])');
    await until('it is saved', async () => /Look saved/.test(await textOf(panel, '.toasts')));
    await tab(panel, 'looks');
    await until('it is listed', async () => /Your picture/.test(await textOf(panel, '.look strong')));
    await tab(panel, 'picture');
    await found();
    await another();
  });

  it('comes by drop from a page, by paste, and nothing else does', async () => {
    await tab(panel, 'looks');
    const address = `${server.origin}/walk-64.jpg`;
    await panel.evaluate((src) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/html', `<meta><img src="${src}" onerror="document.title='ran'">`);
      dataTransfer.setData('text/uri-list', src);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, address);
    await found();
    expect(await panel.title()).not.toBe('ran');
    await another();
    const bytes = Buffer.from(await walk(11)).toString('base64');
    await panel.evaluate((data) => {
      const file = new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], 'a.jpg', {
        type: 'image/jpeg',
      });
      const clipboardData = new DataTransfer();
      clipboardData.items.add(file);
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, bytes);
    await found();
    await another();
    await panel.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', 'javascript:alert(1)');
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    await until('it says so', async () => /There is no picture in it/.test(await textOf(panel, '.toasts')));
  });

  it('says a sentence when it cannot be read', async () => {
    await ((await panel.$('#own-picture')) as ElementHandle<HTMLInputElement>).uploadFile(import.meta.filename);
    await until('it says so', async () => /cannot be read/.test(await textOf(panel, '.toasts [role="alert"]')));
    await panel.waitForSelector('#own-picture', { timeout: PATIENCE });
  });
});

describe('a saved look and the shops of today', () => {
  beforeAll(async () => {
    panel = await session.open(session.url('sidepanel.html'));
    await panel.waitForSelector('[role="tab"]', { timeout: PATIENCE });
    await saveLooks(panel, server.origin, 1);
    await until('it is listed', async () => /A walk after lunch/.test(await textOf(panel, '.look strong')));
    await panel.click('.look .open');
    await panel.waitForSelector('.look-view .card', { timeout: PATIENCE });
  });
  afterAll(() => panel?.close());

  const again = async (words: RegExp) => {
    await panel.click('::-p-aria([name="Look again in your shops"])');
    await until(`it says ${words}`, async () => words.test(await textOf(panel, '.toasts [role="status"]')));
  };
  /** Changes what the catalogue or the look holds, as a refresh of the shop would. */
  const inDatabase = (work: 'dearer' | 'lose'): Promise<void> =>
    panel.evaluate(
      (what) =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('buy-me-that-look');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const db = opening.result;
            const change = db.transaction('looks', 'readwrite');
            const all = change.objectStore('looks').getAll();
            all.onsuccess = () => {
              for (const look of all.result) {
                const [first] = look.result.garments[0].matches;
                if (what === 'dearer') first.product.price.amount = '9999.00';
                else
                  look.result.garments[0].matches.push({
                    ...first,
                    product: { ...first.product, id: 'sample/lost', title: 'Lost coat' },
                  });
                change.objectStore('looks').put(look);
              }
            };
            change.oncomplete = () => {
              db.close();
              resolve();
            };
            change.onerror = () => reject(change.error);
          };
        }),
      work,
    );

  /** What another context writes past the extension's own code is seen after a reload. */
  const reopen = async () => {
    await panel.reload();
    await panel.waitForSelector('.look .open', { timeout: PATIENCE });
    await panel.click('.look .open');
    await panel.waitForSelector('.look-view .card', { timeout: PATIENCE });
  };

  it('changes nothing where nothing changed', async () => {
    await again(/Nothing has changed|New:/);
    await again(/Nothing has changed/);
    expect(await textOf(panel, '.compare')).toMatch(/Compared with your shops/);
  });

  it('tells what is cheaper and what is gone', async () => {
    await inDatabase('dearer');
    await reopen();
    await again(/New: 0, cheaper: 1, gone: 0/);
    await panel.waitForSelector('.mark.cheaper', { timeout: PATIENCE });
    expect(await textOf(panel, '.mark.cheaper')).toMatch(/was €9,999\.00/);
    await inDatabase('lose');
    await reopen();
    await again(/New: 0, cheaper: 0, gone: 1/);
    expect(await textOf(panel, '.gone')).toMatch(/Lost coat.*sold out.*Gone/s);
  });

  it('keeps what was chosen, and what it costs, shop by shop', async () => {
    await panel.focus('.look-view .pick');
    await panel.keyboard.press('Space');
    await panel.waitForSelector('.pick[aria-pressed="true"]', { timeout: PATIENCE });
    await until('it is summed up', async () => /Your choice: €[\d.,]+ 1 garment/.test(await textOf(panel, '.total')));
    await reopen();
    await panel.waitForSelector('.pick[aria-pressed="true"]', { timeout: PATIENCE });
  });
});

describe('the ledger', () => {
  const SIZE = 4_000;

  it('lists every request with its reason, and nothing else was asked', async () => {
    const page = await session.open(session.url('ledger.html'));
    await page.waitForSelector('.requests li', { timeout: PATIENCE });
    const address = `${server.origin}/walk-777.jpg`;
    const bytes = (await walk(777)).byteLength;
    expect(bytes).toBeGreaterThan(SIZE);
    await ask(page, 'ensureEngine');
    await ask(page, 'shop', {
      id: crypto.randomUUID(),
      source: { kind: 'url', url: address, pageUrl: server.origin },
      options: {},
    });
    await page.type('input[type="search"]', 'walk-777');
    const row = await until('it is listed', async () => (await textOf(page, '.requests li')) || undefined);
    expect(row).toMatch(/walk-777\.jpg.*To look for garments in a picture/s);
    const size = new Intl.NumberFormat('en', { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 });
    await until('with its bytes', async () => (await textOf(page, '.requests li')).includes(size.format(bytes / 1e3)));
    // What the server saw beyond the pages' own requests is what the ledger says.
    const kept = await page.evaluate(
      () =>
        new Promise<{ address: string }[]>((resolve, reject) => {
          const opening = indexedDB.open('buy-me-that-look-ledger');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const all = opening.result.transaction('requests').objectStore('requests').getAll();
            all.onsuccess = () => resolve(all.result);
          };
        }),
    );
    const seen = server.requests.filter(({ url }) => /\.jpg$/.test(url) && !/^\/walk-/.test(url));
    // Nobody but the extension asks for the looks' pictures.
    const noted = kept.filter(({ address: to }) => seen.some(({ url }) => to === server.origin + url));
    expect(noted.length).toBeGreaterThanOrEqual(seen.length);
    expect(seen.length).toBeGreaterThan(0);
    await page.close();
  });

  it('is emptied when told', async () => {
    const page = await session.open(session.url('ledger.html'));
    await page.waitForSelector('.requests li', { timeout: PATIENCE });
    await (await page.waitForSelector('::-p-aria([name="Clear the list"][role="button"])'))?.click();
    await until('it is empty', async () => /Nothing was asked for yet/.test(await textOf(page, '.empty')));
    await page.close();
  });
});

describe('the panel', () => {
  it('made no console complain and asked nobody outside', () => session.expectQuiet());
});
