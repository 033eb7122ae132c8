import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../../../catalog/crawl/browser';
import { type Clock, crawl } from '../../../catalog/crawl/crawl';
import { Notes } from '../../../catalog/crawl/notes';
import { readSite, readTerms, TERMS, type Term } from '../../../catalog/crawl/site';
import { createFetcher } from '../../../catalog/fetch/polite';

let server: Server;
let origin: string;
let folder: string;
/** Whether the site asks for a long pause. */
let isAway = false;
/** The same server under another name. */
const asLocalhost = (address: string) => address.replace('127.0.0.1', 'localhost');
/** Milliseconds that went by: nobody waits for them. */
let now = 0;
let asked: { path: string; at: number }[] = [];
const clock: Clock = {
  now: () => now,
  rest: async (ms, signal) => {
    signal.throwIfAborted();
    now += ms;
  },
};

const product = (id: number, more: object = {}) => ({
  productId: id,
  landingPageUrl: `p/${id}`,
  searchImage: `/pictures/${id}.jpg`,
  productName: `Shirt ${id}`,
  brand: 'Alder',
  gender: 'Women',
  price: 10 + id,
  inventoryInfo: [{ available: true }],
  ...more,
});

/** A page whose products stand in a variable, as on Myntra. */
const statePage = (products: readonly object[]) =>
  `<script>window.__myx = ${JSON.stringify({ searchData: { results: { products } } })}</script>`;

const linked = (id: number) =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'Product', sku: `L${id}`, name: `Boot ${id}`, url: `/b/${id}`, image: `/b/${id}.jpg`, offers: { price: '5.00', priceCurrency: 'EUR' } })}</script>`;

function body(path: string, times: number): { status?: number; headers?: Record<string, string>; html: string } {
  const { pathname, searchParams } = new URL(path, origin);
  const page = Number(searchParams.get('p') ?? searchParams.get('page'));
  if (pathname === '/robots.txt') return { html: 'User-agent: *\nDisallow: /secret' };
  if (pathname === '/endless') return { html: statePage([product(1), product(2, { searchImage: '' })]) };
  if (pathname === '/short' && page < 3)
    return { html: statePage([product(10 * page), product(10 * page + 1), product(1)]) };
  if (pathname === '/busy' && times === 1) return { status: 429, headers: { 'retry-after': '1' }, html: '' };
  if (pathname === '/busy')
    return { html: statePage(page === 1 ? [product(77, { searchImage: 'javascript:alert(1)' }), product(78)] : []) };
  if (pathname === '/away' && page === 2 && isAway)
    return { status: 429, headers: { 'retry-after': '1800' }, html: '' };
  if (pathname === '/away') return { html: statePage(page < 3 ? [product(90 + page)] : []) };
  if (pathname === '/elsewhere') return { status: 302, headers: { location: asLocalhost(origin) }, html: '' };
  if (pathname === '/broken') return { status: 500, html: '' };
  if (pathname === '/search') return { html: page === 1 ? linked(1) + linked(2) : '' };
  return { html: statePage([]) };
}

const term = (name: string): Term => ({ term: name, gender: 'women', category: 'topwear', type: 'casual' });

/** Reads pages without a browser: the crawl itself is what is tested here, the browser in tests/e2e. */
async function plainVisitor(): Promise<Visitor> {
  return {
    userAgent: 'test',
    visit: async (address) => {
      const answer = await fetch(address);
      const html = await answer.text();
      const state = /__myx = (.*)<\/script>/.exec(html)?.[1];
      const page = { url: answer.url, html, state: state === undefined ? undefined : JSON.parse(state) };
      return { status: answer.status, retryAfter: answer.headers.get('retry-after'), page };
    },
    close: async () => undefined,
  };
}

async function run(
  names: readonly string[],
  more: { visitor?: Visitor; site?: string; stopAfter?: number; out?: string; pause?: number } = {},
) {
  const stop = new AbortController();
  let pages = 0;
  return crawl({
    site: await readSite(more.site ?? 'myntra-like'),
    origin,
    terms: names.map(term),
    mostPages: 6,
    pause: more.pause ?? 1,
    clock,
    visitor: more.visitor ?? (await plainVisitor()),
    fetcher: createFetcher({ gap: 0, mayAsk: () => true }),
    notes: new Notes(join(folder, more.out ?? `${crypto.randomUUID()}.csv`), [more.site]),
    signal: stop.signal,
    progress: () => {
      pages += 1;
      if (pages === more.stopAfter) stop.abort(new Error('stopped'));
    },
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crawl-'));
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, at: now });
    const { status = 200, headers = {}, html } = body(path, asked.filter((one) => one.path === path).length);
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('crawling', () => {
  it('has the 27 classic terms', async () => {
    const terms = await readTerms(TERMS);
    expect(terms).toHaveLength(27);
    expect(new Set(terms.map(({ term: name }) => name)).size).toBe(27);
  });

  it('reads pages of state, stops at endless lists, drops repeats and products without picture', async () => {
    asked = [];
    const { products, repeated, pictureless, failed } = await run(['endless', 'short']);
    expect(asked.filter(({ path }) => path.startsWith('/endless'))).toHaveLength(2);
    expect(products.map(({ product_id }) => product_id)).toEqual(['1', '10', '11', '20', '21']);
    expect(products[1]).toMatchObject({
      product_url: `${origin}/p/10`,
      image_url: `${origin}/pictures/10.jpg`,
      description: 'Shirt 10',
      gender: 'Women',
      category: 'topwear',
      type: 'casual',
      price: '20',
      currency: 'INR',
    });
    expect([repeated, pictureless, failed]).toEqual([3, 2, []]);
  });

  it('waits as long as it is asked to, names what fails, and goes on', async () => {
    asked = [];
    const { products, failed } = await run(['busy', 'broken', 'secret']);
    const [first, second, third] = asked.filter(({ path }) => path.startsWith('/busy'));
    expect([first?.path, second?.path, third?.path]).toEqual(['/busy?p=1', '/busy?p=1', '/busy?p=2']);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(1_000 + 1);
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBe(1);
    // A server that is broken is asked again ever later: after 1, 2 and 4 pauses, and its own one.
    const tries = asked.filter(({ path }) => path.startsWith('/broken')).map(({ at }) => at);
    expect(tries.slice(1).map((at, i) => at - (tries[i] ?? 0))).toEqual([1, 2, 4].map((rest) => rest + 1));
    expect(products.map(({ product_id }) => product_id)).toEqual(['78']);
    expect(failed).toEqual([expect.stringMatching(/broken.*answer 500/), expect.stringMatching(/secret.*robots/)]);
    expect(asked.some(({ path }) => path.startsWith('/secret'))).toBe(false);
  });

  it('stops where the site asks for a pause of half an hour, and goes on there afterwards', async () => {
    [asked, isAway] = [[], true];
    const sentence = `${new URL(origin).host} asks to come back in 30 minutes. What was read is kept:`;
    await expect(run(['away', 'short'], { out: 'away.csv' })).rejects.toThrow(sentence);
    expect(asked.map(({ path }) => path)).toEqual(['/robots.txt', '/away?p=1', '/away?p=2']);
    [asked, isAway] = [[], false];
    const { products } = await run(['away'], { out: 'away.csv' });
    expect(products.map(({ product_id }) => product_id)).toEqual(['91', '92']);
    expect(asked[1]?.path).toBe('/away?p=2');
  });

  it('says what is wrong with the files that describe it', async () => {
    const terms = join(folder, 'terms.tsv');
    await writeFile(terms, 'shirts\twomen');
    await expect(readSite(terms)).rejects.toThrow(`${terms} does not describe a site: it is no JSON.`);
    await expect(readTerms(join(folder, 'none'))).rejects.toThrow(`There is no file ${join(folder, 'none')}.`);
    await expect(readSite(folder)).rejects.toThrow(`${folder} is a folder, not a file.`);
  });

  it('reads no other site to which a page leads, and says so', async () => {
    const { failed } = await run(['elsewhere']);
    expect(failed).toEqual([`${origin}/elsewhere?p=1: leads to ${new URL(asLocalhost(origin)).host}`]);
  });

  it('leaves its pause between any two pages, of whichever terms', async () => {
    asked = [];
    await run(['endless', 'short'], { pause: 700 });
    const visits = asked.filter(({ path }) => path !== '/robots.txt').map(({ at }) => at);
    expect(visits.slice(1).map((at, i) => at - (visits[i] ?? 0))).toEqual([700, 700, 700, 700]);
  });

  it('goes on where it was stopped', async () => {
    asked = [];
    await expect(run(['short', 'endless'], { out: 'half.csv', stopAfter: 1 })).rejects.toThrow();
    expect(existsSync(join(folder, 'half.csv.partial.ndjson'))).toBe(true);
    const before = asked.length;
    const { products } = await run(['short', 'endless'], { out: 'half.csv' });
    expect(products.map(({ product_id }) => product_id).sort()).toEqual(['1', '10', '11', '20', '21']);
    expect(asked.slice(before).some(({ path }) => path === '/short?p=1')).toBe(false);
    expect((await readFile(join(folder, 'half.csv.partial.ndjson'), 'utf8')).split('\n').length).toBeGreaterThan(3);
  });

  it('takes no page over that was read of another site', async () => {
    await expect(run(['endless', 'short'], { out: 'other.csv', stopAfter: 2 })).rejects.toThrow();
    const { products } = await run(['endless'], { out: 'other.csv', site: 'json-ld' });
    expect(products.map(({ product_id }) => product_id)).toEqual(['L1', 'L2']);
  });

  it('reads JSON-LD where a site has no state', async () => {
    const { products } = await run(['boots'], { site: 'json-ld' });
    expect(products.map(({ product_id }) => product_id)).toEqual(['L1', 'L2']);
  });
});
