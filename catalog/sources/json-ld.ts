import { type CatalogSource, type Fetcher, type Found, SourceError } from '../source';
import { isSitemap } from './feed';
import { pageProducts } from './page';
import { sitemapPages } from './sitemap';
import { answerText, type SourceText, shortText } from './text';

const LONGEST_PAGE = 10_000_000;
/** Product pages followed from one listing. */
const MOST_LISTED = 500;

/** Whether a page is no more, rather than out of reach. */
const isGone = ({ status }: SourceError) => status === 404 || status === 410;

/** The products of one page; a page that cannot be read is one refusal. */
async function* fromPage(address: string, fetcher: Fetcher, signal?: AbortSignal): AsyncGenerator<Found> {
  try {
    const answer = await fetcher(address, { signal, accept: 'text/html,application/xhtml+xml' });
    const { found } = pageProducts(await shortText(await answerText(answer), LONGEST_PAGE, signal), answer.url);
    if (found.length === 0) yield { where: address, reason: 'the page describes no product' };
    yield* found;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    yield { where: address, reason: error.message, unread: isGone(error) ? undefined : 'page' };
  }
}

/** Products by pages at these addresses, for "a list of pages". */
export function pagesSource(addresses: Iterable<string> | AsyncIterable<string>, fetcher: Fetcher): CatalogSource {
  return {
    kind: 'json-ld',
    products: async function* (signal) {
      for await (const address of addresses) yield* fromPage(address, fetcher, signal);
    },
  };
}

async function* fromListing(
  text: SourceText,
  url: string,
  fetcher: Fetcher,
  signal?: AbortSignal,
): AsyncGenerator<Found> {
  const { found, listed } = pageProducts(await shortText(text, LONGEST_PAGE, signal), url);
  // Of a listing that was cut nobody knows which other pages it shows.
  for (const one of found) yield one.unread ? { ...one, unread: 'list' } : one;
  for (const address of listed.slice(0, MOST_LISTED)) yield* fromPage(address, fetcher, signal);
  if (listed.length > MOST_LISTED) yield { where: url, reason: `only ${MOST_LISTED} of its products were read` };
  if (found.length + listed.length === 0) throw new SourceError('This page describes no products.');
}

async function* fromSitemap(address: string, fetcher: Fetcher, signal?: AbortSignal): AsyncGenerator<Found> {
  for await (const page of sitemapPages(address, fetcher, signal)) {
    if (typeof page !== 'string') yield { where: page.address, reason: page.reason, unread: 'list' };
    else yield* fromPage(page, fetcher, signal);
  }
}

/**
 * Products by JSON-LD or OpenGraph of one page, of the product pages that a listing names, or of every page of a
 * sitemap.
 */
export function jsonLdSource(address: string, fetcher: Fetcher): CatalogSource {
  return {
    kind: 'json-ld',
    products: async function* (signal) {
      const answer = await fetcher(address, { signal });
      const text = await answerText(answer);
      if (!isSitemap(text.start)) return yield* fromListing(text, answer.url, fetcher, signal);
      await text.close();
      yield* fromSitemap(address, fetcher, signal);
    },
  };
}
