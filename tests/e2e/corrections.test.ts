import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { ask } from '../browser/ask';
import { CARDS, POPOVER, waitForDots, waitForPopover } from '../browser/overlay';
import { PATIENCE, type Session, startSession, until } from './harness';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>A walk</title></head>
<body style="margin:0 0 0 420px"><img src="/walk.jpg" alt="A walk" width="480" height="600"></body></html>`;
const KINDS = '>>> .kinds .chip';
const NAME = '>>> .popover h2';

let session: Session;
let page: Page;

beforeAll(async () => {
  const scene = drawScene({ seed: 11, width: 480, height: 600, people: 1, framing: 'full' });
  const picture = new Uint8Array(await renderScene(scene));
  session = await startSession();
  const server = await session.serve((path) =>
    path === '/' ? { body: PAGE, type: 'text/html; charset=utf-8' } : { body: picture, type: 'image/jpeg' },
  );
  page = await session.open(server.origin);
  await page.bringToFront();
  await waitForDots(page, PATIENCE);
});
afterAll(async () => session?.close());

/** What has the focus in the overlay. */
const holder = (): Promise<string | undefined> =>
  page.evaluate(() => {
    const one = document.querySelector('buy-me-that-look')?.shadowRoot?.activeElement;
    return one ? `${one.className}: ${one.textContent}` : undefined;
  });
const text = (selector: string): Promise<string> => page.$eval(selector, (one) => one.textContent ?? '');
const kinds = (): Promise<string[]> =>
  page.$$eval('>>> button.dot', (dots) => dots.map((dot) => (dot as HTMLElement).dataset.category ?? ''));

/** Opens the dot of that number by keyboard. */
async function open(at: number): Promise<void> {
  await page.mouse.move(5, 5);
  await (await page.$$('>>> button.dot'))[at]?.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
}

async function reload(): Promise<void> {
  await page.reload({ waitUntil: 'domcontentloaded', timeout: PATIENCE });
  await waitForDots(page, PATIENCE);
}

async function showNearest(): Promise<void> {
  await (await page.$('>>> .nearest'))?.click();
  await waitForPopover(page, PATIENCE);
}

describe('the popover', () => {
  it('corrects the kind of a garment in one click, for this picture and for good', async () => {
    const before = await kinds();
    await open(0);
    const name = await text(NAME);
    const other = await text(KINDS);
    await (await page.$(KINDS))?.click();
    await until('the kind is another', async () => (await text(NAME)) === other);
    await until('the products are there', async () => (await page.$('>>> .popover[aria-busy="false"]')) !== null);
    expect(await text(KINDS)).toBe(name);
    const after = await kinds();
    expect(after[0]).not.toBe(before[0]);
    expect(after.slice(1)).toEqual(before.slice(1));
    await reload();
    expect(await kinds()).toEqual(after);
    await open(0);
    await (await page.$(KINDS))?.click();
    await until('the kind is as before', async () => (await text(NAME)) === name);
    await reload();
    expect(await kinds()).toEqual(before);
  });

  it('offers every kind, by keyboard, and says what it found', async () => {
    await open(0);
    const likely = (await page.$$(`${KINDS}:not([aria-expanded])`)).length;
    await page.focus(`${KINDS}[aria-expanded]`);
    await page.keyboard.press('Enter');
    expect((await page.$$(KINDS)).length).toBe(7);
    const first = await (await page.$$(KINDS))[likely]?.evaluate((one) => one.textContent);
    await until('the first that came has the focus', async () => (await holder()) === `chip: ${first}`);
    const last = (await page.$$(KINDS)).at(-1);
    const word = await last?.evaluate((one) => one.textContent);
    await last?.focus();
    await page.keyboard.press('Space');
    await until('the kind is another', async () => (await text(NAME)) === word);
    await until('it is said', async () => /product/.test(await text('>>> .popover > [role="status"]')));
    const focused = await page.evaluate(
      () => document.querySelector('buy-me-that-look')?.shadowRoot?.activeElement?.className,
    );
    expect(focused?.split(' ')).toContain('popover');
    await page.keyboard.press('Escape');
    await reload();
    await open(0);
    await (await page.$(KINDS))?.click();
    await until('the kind is as before', async () => (await text(NAME)) !== word);
    await page.keyboard.press('Escape');
  });

  it('remembers for whom, for this picture', async () => {
    await open(0);
    const pressed = '>>> .chip[aria-pressed="true"]';
    const chip = await page.waitForSelector('>>> .chip[aria-pressed]::-p-text(Men)', { timeout: PATIENCE });
    const already = await chip?.evaluate((one) => one.getAttribute('aria-pressed'));
    const word = already === 'true' ? 'Women' : 'Men';
    await (await page.$(`>>> .chip[aria-pressed]::-p-text(${word})`))?.click();
    await until('it is pressed', async () => (await text(pressed)) === word);
    await page.keyboard.press('Escape');
    await reload();
    await open(0);
    await page.waitForSelector(pressed, { timeout: PATIENCE });
    expect(await text(pressed)).toBe(word);
    await (await page.$('>>> .chip[aria-pressed]::-p-text(All)'))?.click();
    await until('all are there', async () => (await text(pressed)) === 'All');
    await page.keyboard.press('Escape');
  });

  it('shows more like one product, and the way back', async () => {
    await open(0);
    await showNearest();
    const name = await text(NAME);
    const title = await text('>>> .card .name');
    await page.focus('>>> .actions [aria-label^="More like this"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('>>> .way-back', { timeout: PATIENCE });
    expect(await text('>>> .way-back h3')).toContain(title);
    await waitForPopover(page, PATIENCE);
    await until('cards of others', async () => (await page.$$('>>> .popover > .cards .card')).length > 3);
    expect(await page.$$eval('>>> .found .card', (all) => all.some((one) => one.checkVisibility()))).toBe(false);
    const focused = await page.evaluate(
      () => document.querySelector('buy-me-that-look')?.shadowRoot?.activeElement?.textContent,
    );
    expect(focused).toContain(name);
    await page.keyboard.press('Enter');
    await page.waitForSelector('>>> .way-back', { hidden: true, timeout: PATIENCE });
    expect(await text(NAME)).toBe(name);
  });

  it('leads on to the nearest of what is not close, and back to the dot', async () => {
    await page.keyboard.press('Escape');
    await open(0);
    const name = await text(NAME);
    // Among what is worn elsewhere nothing resembles it.
    for (let at = -1; at > -7 && !(await page.$('>>> .nearest')); at--) {
      const now = await text(NAME);
      await (await page.$(`${KINDS}[aria-expanded]`))?.click();
      await (await page.$$(KINDS)).at(at)?.click();
      await until('the kind is another', async () => (await text(NAME)) !== now);
      await until('the products are there', async () => (await page.$('>>> .popover[aria-busy="false"]')) !== null);
    }
    await page.focus('>>> .nearest');
    await page.keyboard.press('Enter');
    await until('the first card has the focus', async () => (await holder())?.startsWith('card: '));
    await page.keyboard.press('Escape');
    await until('the dot has it again', async () => (await holder())?.startsWith('dot: '));
    await reload();
    await open(0);
    await (await page.$(KINDS))?.click();
    await until('the kind is as before', async () => (await text(NAME)) === name);
    await until('the products are there', async () => (await page.$('>>> .popover[aria-busy="false"]')) !== null);
  });

  it('opens shops without telling them who opened them, and copies links', async () => {
    await showNearest();
    const links = await page.$$eval(CARDS, (cards) =>
      cards.map((card) => [card.getAttribute('target'), card.getAttribute('rel')]),
    );
    expect(links.every(([target, rel]) => target === '_blank' && /noopener/.test(rel ?? ''))).toBe(true);
    expect(await page.$('>>> .actions [aria-label^="Copy link"]')).not.toBeNull();
  });

  it('saves a look once, however often it is asked to', async () => {
    await page.focus('>>> .popover footer .primary');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await until('it is saved', () => page.$('>>> .popover footer .primary[aria-disabled=true]'));
    await page.keyboard.press('Enter');
    const panel = await session.open(session.url('sidepanel.html'));
    await panel.waitForSelector('.look', { timeout: PATIENCE });
    expect(await panel.$$('.look')).toHaveLength(1);
    await panel.close();
  });

  it('asks for what it may ask only', async () => {
    const options = await session.open(session.url('options.html'));
    const bad = [
      { productId: '', gender: 'off', top: 5 },
      { productId: 'sample/x', gender: 'off', top: 1e6 },
    ] as const;
    for (const request of bad) await expect(ask(options, 'likeProduct', request)).rejects.toThrow();
    expect(await ask(options, 'likeProduct', { productId: 'sample/none', gender: 'off', top: 5 })).toEqual([]);
    await options.close();
  });

  it('says that there is no shop where there is none', async () => {
    await reload();
    await open(0);
    await showNearest();
    await page.focus(CARDS);
    const options = await session.open(session.url('options.html'));
    await ask(options, 'removeSource', 'sample');
    await options.close();
    await page.bringToFront();
    const isSaid = async () => /No shop yet\..*Add a shop/.test(await text(POPOVER));
    // Whoever comes back to a page hears it there too: what shops have changed elsewhere.
    await until('it is said of what was answered before', isSaid);
    expect(await holder(), 'the focus of what went').toMatch(/^popover/);
    const shops = await session.open(session.url('options.html'));
    const spec = { kind: 'shopify', address: new URL(page.url()).origin } as const;
    await ask(shops, 'addShop', { name: 'Corner', spec });
    await page.bringToFront();
    await until('a shop that was added is known', async () => /Nothing/.test(await text(POPOVER)));
    const [added] = await ask(shops, 'listShops');
    await ask(shops, 'removeSource', added?.id ?? '');
    await shops.close();
    await page.bringToFront();
    expect(await page.$eval('buy-me-that-look', (one) => one.getAttribute('lang'))).toMatch(/^en(-|$)/);
    await reload();
    await open(0);
    await until('it is said', isSaid);
  });

  it('made no console complain', () => session.expectQuiet());
});
