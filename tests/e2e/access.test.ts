import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { ask } from '../browser/ask';
import { DOTS, waitForDots, waitForPopover } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { lookPictures, saveLooks } from '../shots/looks';
import { faults } from './axe';
import { PATIENCE, type Session, startSession, until } from './harness';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A walk</title></head>
<body><main><h1>A walk</h1><img src="/walk" alt="A walk" width="480" height="600"></main></body></html>`;

let session: Session;
let server: LoopbackServer;

beforeAll(async () => {
  const pictures = new Map(await lookPictures());
  const scene = drawScene({ seed: 11, width: 480, height: 600, people: 1, framing: 'full' });
  pictures.set('/walk', { body: new Uint8Array(await renderScene(scene)), type: 'image/jpeg' });
  pictures.set('/', { body: PAGE, type: 'text/html; charset=utf-8' });
  session = await startSession();
  server = await session.serve((path) => pictures.get(path));
});
afterAll(async () => session?.close());

describe('axe finds nothing', () => {
  it('on the side panel: empty, with looks, with a look open', async () => {
    const page = await session.open(session.url('sidepanel.html'));
    await page.waitForSelector('.empty', { timeout: PATIENCE });
    expect(await faults(page)).toEqual([]);
    await saveLooks(page, server.origin, 2);
    await page.click('summary');
    expect(await faults(page)).toEqual([]);
    await page.click('.look .open');
    await page.waitForSelector('.look-view .card', { timeout: PATIENCE });
    await page.click('.pick');
    await page.waitForSelector('.pick[aria-pressed="true"]', { timeout: PATIENCE });
    expect(await faults(page)).toEqual([]);
    await page.close();
  });

  it('on the other tabs of the side panel, empty and with a picture', async () => {
    const page = await session.open(session.url('sidepanel.html'));
    await (await page.waitForSelector('#tab-page', { timeout: PATIENCE }))?.click();
    await page.waitForSelector('.empty', { timeout: PATIENCE });
    expect(await faults(page)).toEqual([]);
    await page.click('#tab-picture');
    await page.waitForSelector('.drop', { timeout: PATIENCE });
    expect(await faults(page)).toEqual([]);
    await page.evaluate((src) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', src);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, `${server.origin}/walk`);
    await page.waitForSelector('.own-picture .card', { timeout: PATIENCE });
    expect(await faults(page)).toEqual([]);
    await page.close();
  });

  it('on the list of requests', async () => {
    const page = await session.open(session.url('ledger.html'));
    await page.waitForSelector('.requests li', { timeout: PATIENCE });
    expect(await faults(page)).toEqual([]);
    await page.type('input[type="search"]', 'nowhere at all');
    await page.waitForSelector('.empty', { timeout: PATIENCE });
    expect(await faults(page)).toEqual([]);
    await page.close();
  });

  it('on the options page, at rest and with an error', async () => {
    const page = await session.open(session.url('options.html'));
    await page.waitForSelector('.sources li', { timeout: PATIENCE });
    expect(await faults(page)).toEqual([]);
    const input = await page.$('#pack');
    await (input as Awaited<ReturnType<typeof page.$<'input'>>>)?.uploadFile(import.meta.filename);
    await page.waitForSelector('.toast.alert', { timeout: PATIENCE });
    expect(await faults(page)).toEqual([]);
    await page.close();
  });

  it('on the welcome page, with a popover over its picture', async () => {
    const page = await session.open(session.url('welcome.html'));
    await page.bringToFront();
    expect(await faults(page)).toEqual([]);
    await waitForDots(page, PATIENCE);
    await openPopover(page);
    expect(await faults(page)).toEqual([]);
    await page.close();
  });

  it.each([1280, 390])('on dots and the open popover in a window %i px wide', async (width) => {
    const page = await session.open(server.origin);
    await page.setViewport({ width, height: 800 });
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
    expect(await faults(page, 'buy-me-that-look')).toEqual([]);
    await openPopover(page);
    expect(await faults(page, 'buy-me-that-look')).toEqual([]);
    await page.focus('>>> .actions [aria-label^="More like"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('>>> .way-back', { timeout: PATIENCE });
    await until('others are there', async () => (await page.$$('>>> .card')).length > 1);
    expect(await faults(page, 'buy-me-that-look')).toEqual([]);
    await page.close();
  });
});

describe('dots', () => {
  it.each([
    ['no-preference', true],
    ['reduce', false],
  ])('pulse as they come only where motion is welcome: prefers-reduced-motion %s', async (value, moves) => {
    const page = await session.open('about:blank');
    await page.evaluateOnNewDocument(countAnimations);
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value }]);
    await page.goto(server.origin, { timeout: PATIENCE });
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
    await new Promise((done) => setTimeout(done, 1_500));
    expect(await page.evaluate(() => (globalThis as unknown as { animations: number }).animations > 0)).toBe(moves);
    await page.close();
  });
});

describe('the screens', () => {
  it('show where the focus is also on what is chosen, in forced colours', async () => {
    for (const [path, chosen] of [
      ['welcome.html', '.way[aria-pressed="true"]'],
      ['options.html', '.segments label:has(:checked)'],
    ] as const) {
      const page = await session.open(session.url(path));
      await page.bringToFront();
      const protocol = await page.createCDPSession();
      await protocol.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
      await page.waitForSelector(chosen, { timeout: PATIENCE });
      const ring = () => page.$eval(chosen, (element) => getComputedStyle(element).outlineStyle);
      expect(await ring(), path).toBe('none');
      const name = await page.$eval(chosen, (element) => (element.querySelector('input') ?? element).outerHTML);
      for (let at = 0; at < 60; at++) {
        await page.keyboard.press('Tab');
        if (name === (await page.evaluate(() => document.activeElement?.outerHTML))) break;
      }
      expect(await ring(), path).toBe('solid');
      await page.close();
    }
  });

  it.each(['light', 'dark'])('have placeholders that can be read: %s', async (value) => {
    const page = await session.open(session.url('options.html'));
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    const input = await page.waitForSelector('input[placeholder]', { timeout: PATIENCE });
    const colours = await input?.evaluate((element) => [
      getComputedStyle(element, '::placeholder').color,
      getComputedStyle(element).backgroundColor,
    ]);
    const [words = 0, ground = 0] = (colours ?? []).map(luminance).sort((a, b) => b - a);
    expect((words + 0.05) / (ground + 0.05)).toBeGreaterThanOrEqual(4.5);
    await page.close();
  });

  it('tell how many requests were found when that was asked, not whenever one is made', async () => {
    const page = await session.open(session.url('ledger.html'));
    await ask(page, 'ensureEngine');
    await ask(page, 'thumbnail', { imageUrl: `${server.origin}/walk`, inPrivate: false });
    await page.waitForSelector('.requests li', { timeout: PATIENCE });
    const heard = () =>
      page.$$eval('main > [role="status"]', (all) => all.map(({ textContent }) => textContent).join());
    const before = await heard();
    const rows = () => page.$$eval('.requests > li', ({ length }) => length);
    const listed = await rows();
    await ask(page, 'thumbnail', { imageUrl: `${server.origin}/58.jpg`, inPrivate: false });
    await until('one more is listed', async () => (await rows()) > listed);
    expect(await heard()).toBe(before);
    await page.type('input[type="search"]', '/58.jpg');
    await until('how many is heard', async () => /request/.test(await heard()));
    await page.close();
  });
});

/** Relative luminance of `rgb(…)`. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((channel) => {
    const share = Number(channel) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the screens at 200 % zoom', () => {
  it.each(['sidepanel.html', 'options.html', 'welcome.html', 'ledger.html'])(
    '%s needs no sideways scrolling',
    async (path) => {
      const page = await session.open(session.url(path));
      // A window of 640 px at 200 %.
      await page.setViewport({ width: 320, height: 400, deviceScaleFactor: 2 });
      await page.waitForSelector('main h1', { timeout: PATIENCE });
      await new Promise((done) => setTimeout(done, 500));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await page.close();
    },
  );
});

/** Runs in the page from its start: counts the animations that begin in the overlay. */
function countAnimations(): void {
  Object.assign(globalThis, { animations: 0 });
  new MutationObserver((_, observer) => {
    const root = document.querySelector('buy-me-that-look')?.shadowRoot;
    if (!root) return;
    observer.disconnect();
    root.addEventListener('animationstart', () => {
      (globalThis as unknown as { animations: number }).animations += 1;
    });
  }).observe(document, { childList: true, subtree: true });
}

/** Opens dots by keyboard until one shows products: some garments have nothing close. */
async function openPopover(page: Page): Promise<void> {
  const dots = await page.$$(DOTS);
  for (const dot of dots) {
    await dot.focus();
    await page.keyboard.press('Enter');
    if (await waitForPopover(page, 1_500).then(() => true, () => false)) break; // biome-ignore format: one thought
  }
  await waitForPopover(page, PATIENCE);
  await until('the thumbnails are drawn', async () => await page.$('>>> .thumbnail.drawn'));
}
