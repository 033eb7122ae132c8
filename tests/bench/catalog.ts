import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { loadPack } from '../../catalog/node/files';
import { ExactIndex } from '../../lib/index/exact';
import { openIndex } from '../../lib/index/open';
import type { Narrowing } from '../../lib/similar';
import { DIMENSIONS, type Pack } from '../../lib/store/pack-format';
import { passing } from '../../lib/store/shelf';
import { GARMENT_CATEGORIES, type Product } from '../../lib/types';
import { ask } from '../browser/ask';
import { launch } from '../browser/launch';
import { serve } from '../browser/servers';
import { clusteredVectors } from '../unit/index/vectors';
import { closeWelcome } from './cold';
import { clock, type Times, timesOf } from './figures';
import { extensionMemory } from './memory';
import { syntheticPack } from './synthetic';

const [QUERIES, K, PICTURES, STARTS, CHIPS] = [50, 10, 15, 3, 8];
/** How long an import may take before the measurement is given up. */
const IMPORT_MS = 600_000;

/** A catalogue of made-up products, on disk and in the extension. Times in milliseconds. */
export interface CatalogFigures {
  readonly products: number;
  readonly packBytes: number;
  /** Seconds to build the pack's indexes; 0 where the pack was there. */
  readonly built: number;
  /** One search in one category, and the share of the true ten nearest it finds. */
  readonly search: Times;
  readonly recallAt10: number;
  readonly filteredSearch: Times;
  readonly filteredRecallAt10: number;
  readonly importMs: number;
  /** All searches of the first picture after a start of the browser, with shelves to load; then those of later ones. */
  readonly firstSearch: Times;
  readonly laterSearch: Times;
  readonly garments: number;
  /** One garment asked for again, whole question and answer: as it is, under a price, and of a brand-like few. */
  readonly again: Times;
  readonly underPrice: Times;
  readonly rare: Times;
  readonly memoryMiB: number | null;
}

/** Packs, imports and searches `count` products. `picture` is asked about in the extension. */
export async function measureCatalog(count: number, picture: Uint8Array): Promise<CatalogFigures> {
  const { file, bytes, embedder, built } = await syntheticPack(count);
  const searches = await measureRecall(await loadPack(file, embedder), count);
  const inside = await measureInside(file, picture);
  return { products: count, packBytes: bytes, built, ...searches, ...inside };
}

/** Search through every category's index as the product opens it, against the exact scan, for all and for women. */
async function measureRecall(pack: Pack, count: number) {
  const { next } = clusteredVectors(7, DIMENSIONS, Math.round(count / 50));
  // Of the same clusters, and none that is in the pack.
  for (let i = 0; i < count; i += 1) next();
  const times: Record<'all' | 'women', number[]> = { all: [], women: [] };
  const hits = { all: 0, women: 0 };
  let asked = 0;
  for (const category of GARMENT_CATEGORIES) {
    const ids = Uint32Array.from([...pack.rows.keys()].filter((row) => pack.rows[row]?.category === category));
    const vectors = new Float32Array(ids.length * DIMENSIONS);
    for (const [at, row] of ids.entries()) {
      vectors.set(pack.embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), at * DIMENSIONS);
    }
    const genders = Uint8Array.from(ids, (row) => GENDER_ORDER.indexOf(pack.rows[row]?.gender ?? 'women'));
    const stock = new Uint8Array(ids.length).fill(1);
    const graph = pack.graphs.get(category);
    const index = await openIndex({ ids, vectors }, graph && (async () => graph));
    const exact = new ExactIndex({ ids, vectors });
    const women = passing({ ids, genders, stock }, { gender: 'women' });
    for (let i = 0; i < QUERIES; i += 1) {
      const query = next();
      asked += K;
      for (const [whose, filter] of [
        ['all', undefined],
        ['women', (id: number) => women?.has(id) ?? true],
      ] as const) {
        const truth = new Set(exact.search(query, K, filter).map(({ id }) => id));
        let found: readonly { id: number }[] = [];
        const took = await clock(() => {
          found = index.search(query, K, filter);
        });
        times[whose].push(took);
        hits[whose] += found.filter(({ id }) => truth.has(id)).length;
      }
    }
    index.close();
  }
  return {
    search: timesOf(times.all),
    recallAt10: hits.all / asked,
    filteredSearch: timesOf(times.women),
    filteredRecallAt10: hits.women / asked,
  };
}

/** As `lib/store/shelf` numbers them. */
const GENDER_ORDER: readonly Product['gender'][] = ['women', 'men', 'unisex', 'kids'];

async function measureInside(file: string, picture: Uint8Array) {
  const profile = await mkdtemp(join(tmpdir(), 'bench-'));
  const pack = await readFile(file);
  const site = await serve((path) =>
    path === '/pack.zip' ? { body: pack, type: 'application/zip' } : { body: picture, type: 'image/jpeg' },
  );
  try {
    const importMs = await inBrowser(profile, async (asker, browser) => {
      // A new installation has work of its own: models, the sample boutique, a picture to try.
      await closeWelcome(browser);
      await ask(asker, 'prepare');
      await ask(asker, 'selfTest');
      await keep(asker, `${site.origin}/pack.zip`);
      return clock(async () => void (await told(asker, 'importPack')));
    });
    const first: number[] = [];
    const later: number[] = [];
    const chips: Record<keyof typeof CHOSEN, number[]> = { again: [], underPrice: [], rare: [] };
    let [garments, memoryMiB]: [number, number | null] = [0, null];
    for (let start = 0; start < STARTS; start += 1) {
      await inBrowser(profile, async (asker, browser) => {
        await keep(asker, `${site.origin}/picture.jpg`);
        const begin = await searched(asker);
        garments = begin.garments;
        first.push(begin.ms);
        for (let i = 0; i < PICTURES; i += 1) later.push((await searched(asker)).ms);
        for (const name of ['again', 'underPrice', 'rare'] as const) {
          for (let i = 0; i < CHIPS; i += 1) {
            chips[name].push(await narrowed(asker, `${site.origin}/picture.jpg`, CHOSEN[name]));
          }
        }
        memoryMiB = extensionMemory(browser.process()?.pid);
      });
    }
    const { again, underPrice, rare } = chips;
    return {
      ...{ importMs, firstSearch: timesOf(first), laterSearch: timesOf(later), garments, memoryMiB },
      ...{ again: timesOf(again), underPrice: timesOf(underPrice), rare: timesOf(rare) },
    };
  } finally {
    await site.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** What the chips of a popover ask for: nothing, a third of the prices, one price of 190. */
const CHOSEN = {
  again: undefined,
  underPrice: { maxPrice: { amount: '75', currency: 'EUR' } },
  rare: { minPrice: { amount: '75', currency: 'EUR' }, maxPrice: { amount: '75.95', currency: 'EUR' } },
} as const;

/** Milliseconds until a garment's matches under a choice are there. */
async function narrowed(asker: Page, url: string, only: Narrowing | undefined): Promise<number> {
  const garment = { category: 'topwear', box: { x: 0.3, y: 0.2, width: 0.4, height: 0.3 }, gender: 'off' } as const;
  const garments = [only ? { ...garment, only } : garment];
  return clock(async () => {
    await ask(asker, 'matchGarments', { source: { kind: 'url', url, pageUrl: url }, garments, top: 18 });
  });
}

async function inBrowser<T>(profile: string, work: (asker: Page, browser: Browser) => Promise<T>): Promise<T> {
  const { browser, extensionId } = await launch({
    ...{ build: 'allsites', headless: true, args: [`--user-data-dir=${profile}`], answerMs: IMPORT_MS },
  });
  try {
    const asker = await browser.newPage();
    await asker.goto(`chrome-extension://${extensionId}/manifest.json`);
    await ask(asker, 'ensureEngine');
    return await work(asker, browser);
  } finally {
    await browser.close();
  }
}

async function keep(asker: Page, address: string): Promise<void> {
  await asker.evaluate(async (url) => {
    Object.assign(globalThis, { kept: await (await fetch(url)).blob() });
  }, address);
}

async function told(asker: Page, type: 'importPack' | 'shop'): Promise<unknown> {
  const reply = await asker.evaluate(async (kind) => {
    const { kept: blob } = globalThis as unknown as { kept: Blob };
    const look = { id: crypto.randomUUID(), source: { kind: 'blob', blob, pageUrl: 'http://bench/' }, options: {} };
    const data = kind === 'shop' ? look : blob;
    return (await chrome.runtime.sendMessage({ id: 1, type: kind, data, timestamp: Date.now() })) as {
      res?: { garments?: unknown[] };
      err?: { message: string };
    };
  }, type);
  if (!reply?.res) throw new Error(`The engine did not answer: ${reply?.err?.message ?? 'no response'}`);
  return reply.res;
}

async function searched(asker: Page): Promise<{ ms: number; garments: number }> {
  const { garments = [] } = (await told(asker, 'shop')) as { garments?: unknown[] };
  const { timings = {} } = await ask(asker, 'engineInfo');
  return { ms: timings.search ?? Number.NaN, garments: garments.length };
}
