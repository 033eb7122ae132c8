import { setTimeout as rest } from 'node:timers/promises';
import robotsParser from 'robots-parser';
import { readAll } from '../fetch/picture';
import { type PoliteFetcher, retryAfter } from '../fetch/polite';
import type { RawProduct } from '../source';
import { isSameSite } from '../sources/address';
import type { Visit, Visitor } from './browser';
import type { Noted, Notes } from './notes';
import { type Listing, readListing } from './read-listing';
import { listingAddress, type Site, type Term } from './site';

const TRIES = 4;
const LONGEST_REST_MS = 120_000;
/** Product pages that one listing may send us to. */
const MOST_LISTED = 60;

/** The time as a crawl knows it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason. */
  rest(ms: number, signal: AbortSignal): Promise<void>;
}

const CLOCK: Clock = { now: () => Date.now(), rest: (ms, signal) => rest(ms, undefined, { signal }) };

/** One crawl. `pause` is milliseconds between two pages, at least what robots.txt asks for. */
export interface CrawlOptions {
  readonly site: Site;
  readonly origin: string;
  readonly terms: readonly Term[];
  readonly mostPages: number;
  readonly pause: number;
  readonly visitor: Visitor;
  readonly fetcher: PoliteFetcher;
  readonly notes: Notes;
  readonly signal: AbortSignal;
  readonly progress: (term: string, page: number, products: number) => void;
  readonly clock?: Clock;
}

/** What a crawl gave. `failed` names what was left out and why. */
export interface Crawled {
  readonly products: readonly RawProduct[];
  readonly failed: readonly string[];
  readonly repeated: number;
  readonly pictureless: number;
}

async function robotsOf({ origin, fetcher, signal }: CrawlOptions) {
  const address = new URL('/robots.txt', origin).href;
  const answer = await fetcher(address, { signal, limit: 1_000_000 });
  const text = new TextDecoder().decode(await readAll(answer.body));
  // RFC 9309: without the file everything is allowed; while the server fails nothing is.
  if (answer.status >= 500) throw new Error(`${new URL(origin).host} cannot say what may be read (${answer.status}).`);
  return robotsParser(address, answer.status === 200 ? text : '');
}

/** The site asks for a longer pause than a command waits: to ask for hundreds of other pages would be no manners. */
const sentAway = (origin: string, ms: number) =>
  new Error(
    `${new URL(origin).host} asks to come back in ${Math.ceil(ms / 60_000)} minutes. What was read is kept: the same command goes on from here.`,
  );

class Crawl {
  readonly #options: CrawlOptions;
  readonly #robots: Awaited<ReturnType<typeof robotsOf>>;
  readonly failed: string[] = [];
  #earliest = 0;

  constructor(options: CrawlOptions, robots: Awaited<ReturnType<typeof robotsOf>>) {
    this.#options = options;
    this.#robots = robots;
  }

  /** Reads a term from page `from` on, until it ends, repeats itself, or the most pages are read. */
  async term(term: Term, from: number, seen: Set<string>): Promise<Noted[]> {
    const { site, origin, mostPages, notes, progress } = this.#options;
    const pages: Noted[] = [];
    for (let page = from; page <= mostPages; page += 1) {
      const listing = await this.#listing(listingAddress(site, origin, term, page));
      if (!listing) return pages;
      const fresh = listing.products.filter(({ product_id = '' }) => product_id && !seen.has(product_id));
      for (const { product_id = '' } of fresh) seen.add(product_id);
      const products = listing.products.map((raw) => withTerm(raw, term));
      // A list without end repeats itself sooner or later.
      const noted = { term: term.term, page, products, last: fresh.length === 0 || page === mostPages };
      await notes.add(noted);
      pages.push(noted);
      progress(term.term, page, products.length);
      if (noted.last) break;
    }
    return pages;
  }

  async #listing(address: string): Promise<Listing | undefined> {
    const visit = await this.#visit(address);
    if (!visit) return undefined;
    const listing = readListing(visit.page, this.#options.site);
    if (listing.products.length > 0) return listing;
    const products: RawProduct[] = [];
    for (const page of listing.listed.slice(0, MOST_LISTED)) {
      const product = await this.#visit(page);
      if (product) products.push(...readListing(product.page, this.#options.site).products);
    }
    return { products, listed: [] };
  }

  async #visit(address: string): Promise<Visit | undefined> {
    const { visitor, signal, site, origin } = this.#options;
    if (this.#robots.isAllowed(address, visitor.userAgent) === false)
      return this.#fail(address, 'robots.txt forbids it');
    let reason = '';
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      await this.#turn(0);
      const visit = await visitor.visit(address, site.state?.variable).catch((error: unknown) => {
        reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
        return undefined;
      });
      signal.throwIfAborted();
      if (visit?.status === 200 && isSameSite(visit.page.url, origin)) return visit;
      if (visit) reason = visit.status === 200 ? `leads to ${new URL(visit.page.url).host}` : `answer ${visit.status}`;
      if (visit && visit.status !== 429 && visit.status < 500) break;
      const asked = retryAfter(visit?.retryAfter ?? null);
      if (asked !== undefined && asked > LONGEST_REST_MS) throw sentAway(origin, asked);
      await this.#turn(Math.min(LONGEST_REST_MS, asked ?? this.#options.pause * 2 ** attempt));
    }
    return this.#fail(address, reason);
  }

  #fail(address: string, reason: string): undefined {
    this.failed.push(`${address}: ${reason}`);
    return undefined;
  }

  /** Waits for the next turn, or for `ms` where that is longer. */
  async #turn(ms: number): Promise<void> {
    const { pause, visitor, signal, clock = CLOCK } = this.#options;
    const asked = 1000 * (this.#robots.getCrawlDelay(visitor.userAgent) ?? 0);
    const wait = Math.max(ms, this.#earliest - clock.now());
    if (wait > 0) await clock.rest(wait, signal);
    this.#earliest = clock.now() + Math.max(pause, Math.min(asked, LONGEST_REST_MS));
  }
}

/** What the page does not say, the term does; the type is the term's. */
function withTerm(raw: RawProduct, { gender, category, type }: Term): RawProduct {
  return {
    ...raw,
    gender: raw.gender || gender,
    category: category || raw.category || '',
    type: type || raw.type || '',
  };
}

/**
 * Reads the listings of all terms. Throws only where the site cannot be asked at all or asks for a long pause, or with the
 * signal's reason.
 */
export async function crawl(options: CrawlOptions): Promise<Crawled> {
  const known = await options.notes.read();
  const work = new Crawl(options, await robotsOf(options));
  const pages: Noted[] = [];
  for (const term of options.terms) {
    const own = known.filter((noted) => noted.term === term.term);
    pages.push(...own);
    if (own.some(({ last }) => last)) continue;
    const seen = new Set(own.flatMap(({ products }) => products.map(({ product_id = '' }) => product_id)));
    pages.push(...(await work.term(term, own.length + 1, seen)));
  }
  return { ...sorted(pages.flatMap(({ products }) => products)), failed: work.failed };
}

function sorted(all: readonly RawProduct[]): Omit<Crawled, 'failed'> {
  const products = new Map<string, RawProduct>();
  let [repeated, pictureless] = [0, 0];
  for (const raw of all) {
    if (!raw.image_url) pictureless += 1;
    else if (products.has(raw.product_id ?? '')) repeated += 1;
    else if (raw.product_id) products.set(raw.product_id, raw);
  }
  return { products: [...products.values()], repeated, pictureless };
}
