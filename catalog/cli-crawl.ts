import { commandLineFetcher } from './cli-build';
import { interruptible, printJson, say } from './cli-progress';
import { openVisitor } from './crawl/browser';
import { crawl } from './crawl/crawl';
import { Notes } from './crawl/notes';
import { readSite, readTerms, TERMS } from './crawl/site';
import { stringify } from './csv-write';
import { claimed } from './node/claim';
import { checkApart, writeWhole } from './node/files';
import { webAddress } from './sources/address';

const COLUMNS = ['product_id', 'product_url', 'image_url', 'description', 'brand', 'gender', 'category', 'type', 'price', 'currency', 'availability'] as const; // biome-ignore format: a list

/** What `crawl` was asked. */
export interface CrawlArguments {
  readonly site: string;
  readonly origin?: string;
  readonly terms?: string;
  readonly out: string;
  readonly pages: number;
  readonly pause: number;
  readonly json?: boolean;
}

async function crawlInto(given: CrawlArguments, signal: AbortSignal): Promise<number> {
  for (const input of [given.site, given.terms ?? TERMS]) await checkApart(input, given.out);
  const site = await readSite(given.site);
  const origin = webAddress(given.origin ?? site.origin ?? '');
  if (!origin) throw new Error('Say where the site is: --origin https://shop.example');
  const terms = await readTerms(given.terms ?? TERMS);
  const notes = new Notes(given.out, [site, origin]);
  const visitor = await openVisitor();
  try {
    const { out, pages, pause } = given;
    const progress = (term: string, page: number, products: number) =>
      say(`${term}, page ${page}: ${products} products`);
    const options = { site, origin, terms, mostPages: pages, pause, visitor, notes, signal, progress };
    const { products, failed, repeated, pictureless } = await crawl({
      ...options,
      fetcher: commandLineFetcher(origin),
    });
    for (const failure of failed) say(`left out ${failure}`);
    if (products.length === 0) throw new Error('No products were found.');
    const rows = products.map((raw) => COLUMNS.map((name) => (name === 'description' ? raw.description || raw.title : raw[name]) ?? '')); // biome-ignore format: one thought
    await writeWhole(out, stringify([[...COLUMNS], ...rows]));
    // Pages that failed are tried again by the same command.
    if (failed.length === 0) await notes.close();
    const result = { out, products: products.length, repeated, pictureless, failed: failed.length };
    if (given.json) printJson(result);
    else say(`${products.length} products in ${out}, ${repeated} repeated, ${pictureless} without picture`);
    return 0;
  } finally {
    await visitor.close();
  }
}

/** Collects a site's listings for search terms into a table; the exit code is 1 when nothing was found. */
export function runCrawl(given: CrawlArguments): Promise<number> {
  return interruptible((signal) => claimed(given.out, () => crawlInto(given, signal)));
}
