import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../browser/ask';
import type { LoopbackServer } from '../browser/servers';
import { PATIENCE, type Session, startSession, until } from './harness';

const PICTURES = 'public/catalog/starter/pictures';

describe('"Add this page\'s products" on a shop that was never allowed', () => {
  let session: Session;
  let shop: LoopbackServer;
  let elsewhere: LoopbackServer;
  let page: Page;
  let names: string[];

  const ld = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
  const product = (at: number, image: string) => ({
    '@type': 'Product',
    sku: `D${at}`,
    name: `Wrap dress ${at}`,
    url: `/p/${at}`,
    image,
    offers: { '@type': 'Offer', price: '49.90', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
  });
  const whole = (body: string) => ({
    type: 'text/html',
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta property="og:site_name" content="Alder"><title>Dress – Alder</title></head><body>${body}</body></html>`,
  });
  const tile = (src: string) => `<main><img src="${src}" width="320" height="320" alt=""></main>`;

  /** Clicks the entry of the toolbar button's menu the way the browser reports it. */
  async function addProducts(): Promise<void> {
    await page.bringToFront();
    const worker = await session.serviceWorker();
    await worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const event = chrome.contextMenus.onClicked as unknown as { dispatch(info: unknown, tab: unknown): void };
      event.dispatch({ menuItemId: 'add', frameId: 0, editable: false, pageUrl: tab?.url ?? '' }, tab);
    });
  }
  const notice = async (): Promise<string | null> =>
    page.evaluate(() => document.querySelector('buy-me-that-look-notice')?.shadowRoot?.querySelector('p')?.textContent ?? null); // biome-ignore format: one thought
  const said = (words: RegExp) =>
    until(`the page says ${words}`, async () => {
      const text = await notice();
      return text !== null && words.test(text) && text;
    });
  const pageShop = async () => {
    const asker = await session.open(session.url('manifest.json'));
    const shops = await ask(asker, 'listShops');
    await asker.close();
    return shops.find(({ kind }) => kind === 'page');
  };
  const show = (path: string) => page.goto(`${shop.origin}${path}`, { waitUntil: 'load', timeout: PATIENCE });

  beforeAll(async () => {
    names = (await readdir(PICTURES)).filter((name) => name.startsWith('dress-')).slice(0, 4);
    session = await startSession('shipped');
    const picture = async (path: string) => {
      const name = /^\/pictures\/([\w-]+\.webp)/.exec(path)?.[1];
      return name && names.includes(name)
        ? { body: await readFile(join(PICTURES, name)), type: 'image/webp' }
        : undefined;
    };
    elsewhere = await session.serve(picture);
    shop = await session.serve(async (path) => {
      if (path === '/p/0') return whole(ld(product(0, `/pictures/${names[0]}`)) + tile(`/pictures/${names[0]}`));
      // The shop's pictures lie on a host that lets no other site read them.
      if (path === '/p/1') {
        const src = `${elsewhere.origin}/pictures/${names[1]}`;
        return whole(ld(product(1, src)) + tile(`${src}?width=320`));
      }
      if (path === '/p/2') return whole(ld(product(2, `/pictures/${names[2]}`)));
      if (path === '/p/3') return whole(ld(product(3, '/pictures/gone.webp')));
      if (path === '/list') {
        const item = (url: string, position: number) => ({ '@type': 'ListItem', position, url });
        const urls = ['/p/2', '/p/3', 'https://other.example/x'].map(item);
        return whole(ld({ '@type': 'ItemList', itemListElement: urls }));
      }
      if (path === '/about') return whole('<h1>About</h1>');
      return picture(path);
    });
    page = await session.open(`${shop.origin}/p/0`);
    await page.waitForFunction(() => document.readyState === 'complete', { timeout: PATIENCE });
    // A click on the toolbar grants the tab for once; a second one takes the dots away, and the grant stays.
    await session.clickToolbar(page);
    await page.waitForSelector('buy-me-that-look', { timeout: PATIENCE });
    await session.clickToolbar(page);
    await until('the dots are gone', async () => (await page.$('buy-me-that-look')) === null);
  });
  afterAll(async () => session?.close());

  it('takes the product in and says so on the page', async () => {
    await addProducts();
    expect(await said(/Added/)).toBe('Added from Alder: 1.');
    expect(await pageShop()).toMatchObject({ name: 'Alder', products: 1, stage: 'resting' });
  });

  it('finds it by its picture', async () => {
    const asker = await session.open(session.url('manifest.json'));
    const found = await asker.evaluate(async (path) => {
      const blob = await (await fetch(path)).blob();
      const data = { id: 'look', source: { kind: 'blob', blob, pageUrl: path }, options: { minScore: 0.05 } };
      const reply = await chrome.runtime.sendMessage({ id: 1, type: 'shop', data, timestamp: Date.now() });
      return JSON.stringify((reply as { res?: unknown }).res ?? null);
    }, `/catalog/starter/pictures/${names[0]}`);
    expect(found).toContain('Wrap dress 0');
    await asker.close();
  });

  it('knows it the second time', async () => {
    await show('/p/0');
    await addProducts();
    expect(await said(/there/)).toBe('Already there: 1.');
  });

  it('reads a picture that no site may fetch from the visible tab', async () => {
    await show('/p/1');
    await addProducts();
    expect(await said(/Added|Left/)).toBe('Added from Alder: 1.');
    expect(await pageShop()).toMatchObject({ products: 2 });
  });

  it('opens the product pages that a listing only names, of its own site, and counts what cannot be read', async () => {
    await show('/list');
    await addProducts();
    expect(await said(/Added/)).toBe('Added from Alder: 1. Left out: 1. The options say why.');
    expect(await pageShop()).toMatchObject({ products: 3, rejected: 1 });
  });

  it('says that a page describes no product', async () => {
    await show('/about');
    await addProducts();
    await said(/describes no product/);
    expect(await page.$eval('buy-me-that-look-notice', (one) => one.getAttribute('lang'))).toMatch(/^en(-|$)/);
    await page.evaluate(() => {
      document.querySelector('buy-me-that-look-notice')?.shadowRoot?.querySelector('button')?.click();
    });
    expect(await notice()).toBeNull();
  });

  it('shows what was added among the shops, without a refresh, and removes it', async () => {
    const options = await session.open(session.url('options.html'));
    const tile = await options.waitForSelector('#shops li[data-shop]', { visible: true });
    expect(await tile?.evaluate((li) => li.textContent)).toMatch(/Alder.*3 products.*page by page/s);
    expect(await tile?.$('button[aria-label^=Refresh]')).toBeNull();
    await options.click('#shops li[data-shop] button[aria-label^=Remove]');
    await options.waitForFunction(() => document.activeElement?.textContent === 'Keep');
    await options.click('#shops li[data-shop] .button.danger');
    await options.waitForSelector('#shops li[data-shop]', { hidden: true });
    expect(await pageShop()).toBeUndefined();
  });

  it('left nothing in a console, and asked for nothing outside', () => {
    session.expectQuiet(/gone\.webp|404|CORS|Failed to load resource/);
  });
});
