import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShopSummary } from '../../lib/shop';
import { ask } from '../browser/ask';
import { type Answer, type LoopbackServer, type Route, serve } from '../browser/servers';
import { allowDownloads, downloaded } from './download';
import { type Session, startSession, until } from './harness';

const PICTURES = 'public/catalog/starter/pictures';
const COUNT = 16;
let profile: string;
let session: Session;
let shop: LoopbackServer;
let page: Page;
let names: string[];

const json = (value: unknown): Answer => ({ body: JSON.stringify(value), type: 'application/json' });

/** What a Shopify shop says of a product; the picture's name says what it is. */
function product(name: string, at: number, origin: string) {
  const title = name.replace(/\.webp$/, '').replace(/-/g, ' ');
  return {
    id: 1_000 + at,
    title,
    handle: `p${at}`,
    body_html: '<b>Drawn</b>',
    vendor: 'Alder',
    product_type: 'Dresses',
    tags: ['women'],
    variants: [{ id: 2_000 + at, title: 'Default Title', price: `${20 + at}.00`, available: true }],
    images: [{ src: `${origin}/pictures/${name}` }],
  };
}

/** A shop like Shopify's: two pages of products, one of which has no picture behind its address. */
const route: Route = async (path, { host }) => {
  const origin = `http://${host}`;
  const { pathname, searchParams } = new URL(path, origin);
  if (pathname === '/products.json') {
    if (searchParams.get('page') !== '1' && searchParams.has('page')) return json({ products: [] });
    const products = [...names, 'missing.webp'].map((name, at) => product(name, at, origin));
    return json({ products });
  }
  if (pathname === '/cart.js') return json({ currency: 'EUR' });
  const picture = /^\/pictures\/([\w-]+\.webp)$/.exec(pathname)?.[1];
  if (picture && names.includes(picture)) {
    return { body: await readFile(join(PICTURES, picture)), type: 'image/webp', delay: 100 };
  }
  if (pathname === '/')
    return { body: '<title>Drawn dresses</title><script>Shopify.shop="x"</script>', type: 'text/html' };
  return undefined;
};

const shops = async (): Promise<readonly ShopSummary[] | undefined> => ask(page, 'listShops').catch(() => undefined);
const theShop = async () => (await shops())?.[0];

beforeAll(async () => {
  names = (await readdir(PICTURES)).filter((name) => name.startsWith('dress-')).slice(0, COUNT);
  profile = await mkdtemp(join(tmpdir(), 'shops-'));
  shop = await serve(route);
  session = await startSession('allsites', [`--user-data-dir=${profile}`]);
});
afterAll(async () => {
  await session?.close();
  await shop?.close();
  await rm(profile, { recursive: true, force: true });
});

describe('shops in the options page', () => {
  it('adds a shop by its address, after showing what was found', async () => {
    page = await session.open(session.url('options.html'));
    await page.waitForSelector('#shops input[name=address]', { visible: true });
    await page.type('#shops input[name=address]', shop.origin);
    await page.locator('#shops form button[type=submit]').click();
    const found = await page.waitForSelector('#shops form.tile', { visible: true });
    expect(await found?.evaluate((form) => form.textContent)).toMatch(/dress/);
    expect(await found?.$('input[name=currency]')).toBeNull();
    // A locator waits until the button may be pressed and has stopped moving.
    await page.locator('#shops form.tile button[type=submit]').click();
    await page.waitForSelector('#shops li[data-shop] progress', { visible: true });
  });

  it('goes on by itself after the browser was killed in the middle, and loses and doubles nothing', async () => {
    const some = await until('some products are in', async () => {
      const one = await theShop();
      return one && one.done >= 4 && one;
    });
    expect(some.stage).toBe('pictures');
    session.browser.process()?.kill('SIGKILL');
    await session.close().catch(() => undefined);
    const before = shop.requests.length;
    session = await startSession('allsites', [`--user-data-dir=${profile}`]);
    page = await session.open(session.url('manifest.json'));
    const done = await until('the shop is complete', async () => {
      const one = await theShop();
      return one?.stage === 'resting' && one.refreshedAt > 0 && one;
    });
    expect(done).toMatchObject({ products: COUNT, rejected: 1, done: COUNT + 1, tally: { found: COUNT + 1 } });
    const again = shop.requests.slice(before).map(({ url }) => url);
    // What was stored before the kill is not asked for again.
    expect(again.filter((url) => url.startsWith('/pictures/')).length).toBeLessThanOrEqual(COUNT + 1 - 4);
    expect(again.filter((url) => url.startsWith('/products.json'))).toEqual([]);
  });

  it('finds its products by a photo', async () => {
    const url = `${shop.origin}/pictures/${names[3]}`;
    const result = await ask(page, 'shop', { id: 'photo', source: { kind: 'url', url, pageUrl: url }, options: {} });
    const ids = result.garments.flatMap(({ matches }) =>
      matches.slice(0, 1).map(({ product: { imageUrl } }) => imageUrl),
    );
    expect(ids).toContain(url);
  });

  it('shows what was left out, refreshes, and removes the shop from the results', async () => {
    page = await session.open(session.url('options.html'));
    const tile = await page.waitForSelector('#shops li[data-shop]', { visible: true });
    expect(await tile?.evaluate((li) => li.textContent)).toMatch(/Left out: 1/);
    const downloads = await mkdtemp(join(tmpdir(), 'downloads-'));
    await allowDownloads(session.browser, downloads);
    const { bytes } = await downloaded(downloads, async () => {
      await page.locator('#shops li[data-shop] button ::-p-text(Left out)').click();
    });
    expect(bytes.toString()).toMatch(
      /^\ufeffwhere,product_id,reason,kept\n"page 1, product \d+",\d+,picture cannot be read: /,
    );
    await rm(downloads, { recursive: true });
    const pictures = () =>
      shop.requests.filter(({ url }) => url.startsWith('/pictures/') && !url.includes('missing')).length;
    const asked = pictures();
    const refreshed = (await theShop())?.refreshedAt ?? 0;
    await (await tile?.$('button[aria-label^=Refresh]'))?.click();
    await until('the shop was looked at again', async () => ((await theShop())?.refreshedAt ?? 0) > refreshed);
    expect(pictures()).toBe(asked);
    const remove = '#shops li[data-shop] button[aria-label^=Remove]';
    await page.click(remove);
    await page.waitForFunction(() => document.activeElement?.textContent === 'Keep');
    await page.keyboard.press('Enter');
    await page.waitForFunction((button) => document.activeElement?.matches(button), {}, remove);
    expect(await shops()).toHaveLength(1);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Keep');
    await page.click('#shops li[data-shop] .button.danger');
    await page.waitForSelector('#shops li[data-shop]', { hidden: true });
    await page.waitForFunction(() => /was removed/.test(document.querySelector('.toasts')?.textContent ?? ''));
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('shops-title');
    expect(await shops()).toEqual([]);
    const url = `${shop.origin}/pictures/${names[3]}`;
    const result = await ask(page, 'shop', { id: 'after', source: { kind: 'url', url, pageUrl: url }, options: {} });
    const matches = result.garments.flatMap((garment) => garment.matches);
    expect(matches.filter(({ product: { source } }) => source.startsWith('web.'))).toEqual([]);
  });

  it('takes only a currency that there is for a shop that names none', async () => {
    const silent = await session.serve((path, request) => (path === '/cart.js' ? undefined : route(path, request)));
    await page.type('#shops input[name=address]', silent.origin);
    await page.locator('#shops form button[type=submit]').click();
    const currency = await page.waitForSelector('#shops form.tile input[name=currency]', { visible: true });
    await currency?.type('rmb');
    await page.locator('#shops form.tile button[type=submit]').click();
    expect(await currency?.evaluate((input) => [input.value, input.validity.patternMismatch])).toEqual(['RMB', true]);
    expect(await shops()).toEqual([]);
    await currency?.evaluate((input) => input.select());
    await currency?.type('cny');
    await page.locator('#shops form.tile button[type=submit]').click();
    await page.waitForSelector('#shops li[data-shop]', { visible: true });
    const id = await until('a product is in', async () => {
      const one = await theShop();
      return one && one.done > 0 && one.id;
    });
    const [first] = await ask(page, 'findProducts', [`${id}/1000`]);
    expect(first?.price).toEqual({ amount: '20.00', currency: 'CNY' });
  });

  it('asked for nothing outside', () => {
    // A browser with a profile of its own looks for its own updates there.
    expect(session.escaped().filter((to) => !/(^|\.)gvt1\.com:443$/.test(to))).toEqual([]);
  });
});
