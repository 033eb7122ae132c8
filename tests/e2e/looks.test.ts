import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../browser/ask';
import type { LoopbackServer } from '../browser/servers';
import { saveLooks } from '../shots/looks';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';
import { serveWalks, textOf, walk } from './walks';

let session: Session;
let server: LoopbackServer;
let panel: Page;

beforeAll(async () => {
  session = await startSession();
  server = await session.serve(await serveWalks());
  await warmEngine(session);
}, WARM_UP);
afterAll(() => session?.close());

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
    await again(/New: 0, cheaper: 1, dearer: 0, gone: 0/);
    await panel.waitForSelector('.mark.cheaper', { timeout: PATIENCE });
    expect(await textOf(panel, '.mark.cheaper')).toMatch(/was €9,999\.00/);
    await inDatabase('lose');
    await reopen();
    await again(/New: 0, cheaper: 0, dearer: 0, gone: 1/);
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

  it('keeps what was typed last, when the panel is closed and when the look is deleted and brought back', async () => {
    const note = () => panel.$eval('.look-view textarea', ({ value }) => value);
    await panel.type('.look-view textarea', 'For the wedding');
    const other = await session.open(session.url('sidepanel.html'));
    const kept = async () => {
      await other.type('input[type="search"]', 'wedding');
      const found = (await other.$$('.look')).length;
      await other.$eval('input[type="search"]', (input) => {
        input.value = '';
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      });
      return found === 1;
    };
    await other.waitForSelector('.look', { timeout: PATIENCE });
    await other.bringToFront();
    await until('it is kept while the field is written in', kept);
    await other.close();
    await panel.bringToFront();
    await reopen();
    expect(await note()).toBe('For the wedding');
    await panel.type('.look-view textarea', 'Or the party? ');
    await panel.click('.look-view .danger');
    await (await panel.waitForSelector('::-p-aria([name="Undo"])', { timeout: PATIENCE }))?.click();
    await panel.waitForSelector('.look .open', { timeout: PATIENCE });
    await panel.click('.look .open');
    await panel.waitForSelector('.look-view .card', { timeout: PATIENCE });
    expect(await note()).toBe('Or the party? For the wedding');
    // In the middle of a word.
    await panel.type('.look-view textarea', 'Bot');
    await reopen();
    await until('nothing is lost', async () => (await note()) === 'BotOr the party? For the wedding');
  });

  it('gives way to the list where another window deletes it, and stays there', async () => {
    await panel.bringToFront();
    await panel.waitForSelector('.look-view', { timeout: PATIENCE });
    const other = await session.open(session.url('sidepanel.html'));
    const away = await other.waitForSelector('.look .icon-button', { timeout: PATIENCE });
    await away?.evaluate((button) => (button as HTMLElement).click());
    await panel.waitForSelector('.empty', { timeout: PATIENCE });
    expect(await panel.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tab');
    const back = await other.waitForSelector('.toast .button', { timeout: PATIENCE });
    await back?.evaluate((button) => (button as HTMLElement).click());
    await panel.waitForSelector('.look', { timeout: PATIENCE });
    expect(await panel.$('.look-view')).toBeNull();
    await other.close();
    await panel.bringToFront();
    await panel.click('.look .open');
    await panel.waitForSelector('.look-view .card', { timeout: PATIENCE });
  });

  it('leads from a product to what resembles it, and back', async () => {
    const count = () => panel.$$eval('.look-view .card', (cards) => cards.length);
    const before = await count();
    await panel.focus('.actions [aria-label^="More like this"]');
    await panel.keyboard.press('Enter');
    await panel.waitForSelector('.way-back', { timeout: PATIENCE });
    await until('others are there', async () => (await count()) !== before);
    expect(await panel.evaluate(() => document.activeElement?.closest('.way-back') !== null)).toBe(true);
    await panel.keyboard.press('Enter');
    await until('the matches are back', async () => (await count()) === before && !(await panel.$('.way-back')));
    await until('the first has the focus', () => panel.evaluate(() => document.activeElement?.className === 'card'));
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

  it('leads on to what a button brings that goes away', async () => {
    const page = await session.open(session.url('ledger.html'));
    await page.waitForSelector('.requests li', { timeout: PATIENCE });
    const before = await page.$$eval('.requests li', (rows) => rows.length);
    for (let at = before; at <= 101; at++) {
      const entry = { id: `row-${at}`, at: Date.now(), address: server.origin, why: 'look', bytes: 1, status: 200 };
      await ask(page, 'noteRequest', entry as Parameters<typeof ask<'noteRequest'>>[2] & object);
    }
    await page.waitForSelector('::-p-aria([name="Show more"])', { timeout: PATIENCE });
    await page.focus('main > .button');
    await page.keyboard.press('Enter');
    await until('the first that came has the focus', () =>
      page.evaluate(() => document.activeElement === document.querySelectorAll('.requests > li')[100]),
    );
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

describe('a look that is brought back while something else is searched for', () => {
  it('takes the focus neither then nor later', async () => {
    const page = await session.open(session.url('sidepanel.html'));
    await page.bringToFront();
    await page.waitForSelector('[role="tab"]', { timeout: PATIENCE });
    const count = () => page.$$eval('.look', ({ length }) => length);
    await saveLooks(page, server.origin, 1);
    await saveLooks(page, server.origin, 1);
    await until('there are several', async () => (await count()) > 1);
    const all = await count();
    await page.click('.look .icon-button');
    await until('one is gone', async () => (await count()) === all - 1);
    await page.type('input[type="search"]', 'zzz');
    await until('nothing is found', async () => (await count()) === 0);
    await page.click('.toast .button');
    await until('it is back', async () => /is back/.test(await textOf(page, '.toasts [role="status"]')));
    await page.click('input[type="search"]', { count: 3 });
    await page.keyboard.press('Backspace');
    await until('all are shown', async () => (await count()) === all);
    await saveLooks(page, server.origin, 1);
    await until('one more is shown', async () => (await count()) === all + 1);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
    await page.close();
  });
});

it('nothing complained in a console, and nobody outside was asked', () => session.expectQuiet());
