import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../browser/ask';
import { BUILDS } from '../browser/launch';
import { type Answer, type LoopbackServer, serve } from '../browser/servers';
import { type Session, startSession, until } from './harness';

const PICTURES = 'public/catalog/starter/pictures';
let dir: string;
let session: Session;
let page: Page;
let good: LoopbackServer;
let moved: LoopbackServer;
let names: string[];

const json = (value: unknown): Answer => ({ body: JSON.stringify(value), type: 'application/json' });
const product = (name: string, at: number, origin: string) => ({
  ...{
    id: 1 + at,
    title: `Wrap dress ${at}`,
    handle: `p${at}`,
    vendor: 'Alder',
    product_type: 'Dresses',
    tags: ['women'],
  },
  variants: [{ id: 100 + at, title: 'Default Title', price: `${20 + at}.00`, available: true }],
  images: [{ src: `${origin}/pictures/${name}` }],
});

/** The shipped build with a list of two shops on loopback: one speaks Shopify, the other has moved. */
beforeAll(async () => {
  names = (await readdir(PICTURES)).filter((name) => name.startsWith('dress-')).slice(0, 3);
  good = await serve(async (path, { host }) => {
    const { pathname, searchParams } = new URL(path, `http://${host}`);
    if (pathname === '/products.json') {
      const isFirst = (searchParams.get('page') ?? '1') === '1';
      return json({ products: isFirst ? names.map((name, at) => product(name, at, `http://${host}`)) : [] });
    }
    if (pathname === '/') return { body: '<title>Alder</title><script>Shopify.shop="x"</script>', type: 'text/html' };
    const name = /^\/pictures\/([\w-]+\.webp)$/.exec(pathname)?.[1];
    return name && names.includes(name)
      ? { body: await readFile(join(PICTURES, name)), type: 'image/webp' }
      : undefined;
  });
  moved = await serve((path) =>
    path === '/' ? { body: '<title>Gone</title><p>We moved.</p>', type: 'text/html' } : undefined,
  );
  dir = await mkdtemp(join(tmpdir(), 'suggested-'));
  await cp(BUILDS.allsites, dir, { recursive: true });
  const one = (name: string, address: string) => ({
    ...{ name, address: `${address}/`, platform: 'shopify', currency: 'EUR', sells: ['dress'], pictures: [] },
  });
  const shops = [one('Alder', good.origin), one('Moved', moved.origin)];
  await writeFile(join(dir, 'catalog/suggested-shops.json'), JSON.stringify({ format: 1, shops }));
  session = await startSession('allsites', [], dir);
  page = await session.open(session.url('options.html'));
});
afterAll(async () => {
  await session?.close();
  await Promise.all([good?.close(), moved?.close()]);
  await rm(dir, { recursive: true, force: true });
});

const row = (name: string) => page.waitForSelector(`xpath///li[@data-suggested][.//strong[text()="${name}"]]`);
const textOf = async (name: string) => (await row(name))?.evaluate((li) => li.textContent ?? '');
const press = async (name: string) => {
  const button = await (await row(name))?.waitForSelector('button:not([disabled])');
  await button?.click();
};

describe('shops to begin with', () => {
  it('are listed with what the browser will ask for, and nothing is asked before a click', async () => {
    await page.locator('#shops details.suggested summary').click();
    expect(await textOf('Alder')).toMatch(/Dresses?.*ask for: 127\.0\.0\.1/is);
    expect([...good.requests, ...moved.requests]).toEqual([]);
  });

  it('are looked at first: one that cannot be read is not added, and says so', async () => {
    await press('Moved');
    await until('the row says so', async () => /could not be read/.test((await textOf('Moved')) ?? ''));
    expect(await ask(page, 'listShops')).toEqual([]);
    expect(await (await row('Moved'))?.$('button')).not.toBeNull();
  });

  it('are added with one click, and come in', async () => {
    await press('Alder');
    const shop = await until('the shop is complete', async () => {
      const [one] = await ask(page, 'listShops');
      return one?.stage === 'resting' && one.refreshedAt > 0 && one;
    });
    expect(shop).toMatchObject({ name: 'Alder', kind: 'shopify', products: 3, rejected: 0 });
    await until('the row says so', async () => /Among your shops/.test((await textOf('Alder')) ?? ''));
    expect(await (await row('Alder'))?.$('button')).toBeNull();
  });

  it('left nothing in a console, and asked for nothing outside', () => session.expectQuiet(/404|Failed to load/));
});
