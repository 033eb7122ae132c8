import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForDots } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { openSidePanel } from '../browser/side-panel';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';
import { serveWalks, textOf, walk } from './walks';

const pages: Readonly<Record<string, string>> = {
  '/': body(
    'A walk',
    '<img src="/walk-11.jpg" alt="A walk in town" width="480" height="600"><p style="height:1500px"></p><img src="/walk-23.jpg" width="480" height="600">',
  ),
  '/later': body('Later', '<iframe src="/inner" width="520" height="640"></iframe>'),
  '/inner': body('Inner', '<img src="/walk-35.jpg" alt="In a frame" width="480" height="600">'),
  '/ad': body('Ad', '<img src="/walk-58.jpg" alt="In a frame that came late" width="480" height="600">'),
  '/blank': body('Nothing', '<p>Nothing here.</p>'),
};

function body(title: string, html: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title}</title></head><body>${html}</body></html>`;
}

/** While there is one, `/held.jpg` is not answered. */
let held: Promise<void> | undefined;

let folder: string;
let session: Session;
let server: LoopbackServer;
let panel: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panel-'));
  session = await startSession();
  const walks = await serveWalks(pages);
  server = await session.serve(async (path, headers) => {
    if (path === '/slow.jpg') return await new Promise(() => {});
    if (path !== '/held.jpg') return await walks(path, headers);
    await held;
    return await walks('/walk-58.jpg', headers);
  });
  await warmEngine(session);
}, WARM_UP);
afterAll(async () => {
  await session?.close();
  await rm(folder, { recursive: true, force: true });
});

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
    expect(await textOf(panel, '.page-pictures [role="status"]')).toMatch(/^Look saved/);
    await tab(panel, 'looks');
    await until('the look is there', async () => (await textOf(panel, '.look strong')) === 'A walk');
    await tab(panel, 'page');
  });

  it('follow the tab in front, its frames and its navigation', async () => {
    const other = await session.open(`${server.origin}/later`);
    await other.bringToFront();
    await until('the frame is listed', async () => (await names()).join() === 'In a frame');
    await other.evaluate(() => {
      const late = Object.assign(document.createElement('iframe'), { src: '/ad', width: '520', height: '640' });
      document.body.prepend(late);
    });
    await until(
      'the late frame is listed',
      async () => (await names()).join() === 'In a frame,In a frame that came late',
    );
    await other.evaluate(() => document.querySelector('iframe:last-of-type')?.remove());
    await until('the frame that went is not', async () => (await names()).join() === 'In a frame that came late');
    await other.goto(`${server.origin}/blank`);
    await until('nothing is listed', async () => /Nothing found yet/.test(await textOf(panel, '.empty')));
    await page.bringToFront();
    await until('the first page is back', async () => (await names())[0] === 'A walk in town');
    await other.goto('about:blank');
    await other.bringToFront();
    await until('dots are off', async () => /Dots are off here/.test(await textOf(panel, '.empty')));
    const never = (dots: string) =>
      panel.evaluate((now) => chrome.storage.local.set({ preferences: { dots: now } }), dots);
    await never('off');
    await until('it says why', async () => /The options say never/.test(await textOf(panel, '.empty')));
    await never('always');
    await until('it says how', async () => /Click the toolbar button/.test(await textOf(panel, '.empty')));
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
    await panel.focus('#own-picture');
    await ((await panel.$('#own-picture')) as ElementHandle<HTMLInputElement>).uploadFile(file);
    await until('the focus is on the way back', () =>
      panel.evaluate(() => document.activeElement?.textContent === 'Another picture'),
    );
    await found();
    await panel.click('.own-picture .pick');
    await until('the choice is summed up', async () => /Your choice:/.test(await textOf(panel, '.total')));
    await panel.click('::-p-aria([name="Save look"])');
    await until('it is saved', async () => /Look saved/.test(await textOf(panel, '.toasts')));
    await tab(panel, 'looks');
    await until('it is listed', async () => /Your picture/.test(await textOf(panel, '.look strong')));
    await tab(panel, 'picture');
    expect(await panel.$$('.own-picture .pick[aria-pressed="true"]')).toHaveLength(1);
    await another();
    await until('a picture can be given', () => panel.evaluate(() => document.activeElement?.id === 'own-picture'));
  });

  it('is saved once; what is chosen afterwards belongs to the look, and a deleted look can be saved again', async () => {
    await tab(panel, 'looks');
    const looks = async () => (await panel.$$('.look')).length;
    await panel.waitForSelector('.look', { timeout: PATIENCE });
    const before = await looks();
    await tab(panel, 'picture');
    const file = join(folder, 'walk.jpg');
    await ((await panel.$('#own-picture')) as ElementHandle<HTMLInputElement>).uploadFile(file);
    await found();
    await (await panel.$('.own-picture .primary'))?.click({ count: 2 });
    await until('it is saved', async () => /Look saved/.test(await textOf(panel, '.toasts')));
    await panel.click('.own-picture .primary');
    await panel.click('.own-picture .pick');
    await until('the choice is kept', async () => /^Saved\./.test(await textOf(panel, '.toasts')));
    await tab(panel, 'looks');
    await until('it is listed once', async () => (await looks()) === before + 1);
    await panel.click('.look .open');
    await until('its choice is there', async () => /Your choice:/.test(await textOf(panel, '.look-view .total')));
    await panel.click('.look-view .danger');
    await until('it is deleted', async () => (await looks()) === before);
    await tab(panel, 'picture');
    await until('it can be saved', async () => /^Save look$/.test(await textOf(panel, '.own-picture .primary')));
    await another();
  });

  const drop = (address: string) =>
    panel.evaluate((src) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/html', `<meta><img src="${src}" onerror="document.title='ran'">`);
      dataTransfer.setData('text/uri-list', src);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, address);

  it('gives way to another one without a word', async () => {
    await drop(`${server.origin}/slow.jpg`);
    await until('it is asked for', () => server.requests.some(({ url }) => url === '/slow.jpg'));
    await another();
    await until('nothing is said of it', async () => (await textOf(panel, '.toasts')) === '');
    await drop(`${server.origin}/walk-71.jpg`);
    await found();
    expect(await textOf(panel, '.toasts [role="alert"]')).toBe('');
    expect(await textOf(panel, '.toasts [role="status"]')).toMatch(/found in the picture/);
    await another();
  });

  it('is not taken for saved when the one before it was', async () => {
    await drop(`${server.origin}/held.jpg`);
    await found();
    const asked = () => server.requests.filter(({ url }) => url === '/held.jpg').length;
    await until('it is drawn', () =>
      panel.$eval('.stage canvas', (canvas) => (canvas as HTMLCanvasElement).width > 72),
    );
    const before = asked();
    let release = (): void => {};
    held = new Promise((resolve) => {
      release = resolve;
    });
    await panel.click('.own-picture .primary');
    await until('it is read for the look', () => asked() > before);
    await drop(`${server.origin}/walk-73.jpg`);
    await until('the next is looked at', () => server.requests.some(({ url }) => url === '/walk-73.jpg'));
    await found();
    release();
    await until('the first is saved', async () => /Look saved/.test(await textOf(panel, '.toasts')));
    expect(await textOf(panel, '.own-picture .primary')).toBe('Save look');
    await another();
  });

  it('comes by drop from a page, by paste, and nothing else does', async () => {
    await tab(panel, 'looks');
    await drop(`${server.origin}/walk-64.jpg`);
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

describe('the panel', () => {
  it('made no console complain and asked nobody outside', () => session.expectQuiet());
});
