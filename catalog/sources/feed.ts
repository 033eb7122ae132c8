import { type CatalogSource, type Found, SourceError, type SourceKind } from '../source';
import { kindOfColumns } from './columns';
import { jsonLineProducts } from './json-lines';
import { formatOf, tableRows } from './rows';
import { isWebPage, tableProducts } from './table';
import type { SourceText } from './text';
import { xmlProducts } from './xml';

/** Kinds of source that are one file. */
export type FeedKind = Extract<SourceKind, 'csv' | 'google' | 'awin'>;

/** What generators like to say of themselves before everything else. */
const COMMENTS = /^\s*(?:<!--(?:(?!-->)[\s\S]){0,5000}-->\s*){1,20}/;

/** Whether text starts as an XML feed of products (not a web page, not a sitemap). */
export function isXml(start: string): boolean {
  const text = start.replace(COMMENTS, '');
  return /^\s*<(\?xml|rss|feed|channel|products)\b/i.test(text) && !isWebPage(text) && !isSitemap(start);
}

/** Whether text starts as a sitemap or a list of sitemaps. */
export function isSitemap(start: string): boolean {
  return /<(\w+:)?(urlset|sitemapindex)\b/i.test(start.slice(0, 5_000));
}

const isJsonLines = (start: string) => /^\[?\s*\{\s*"/.test(start.trimStart());

async function* alone(text: string): AsyncGenerator<string> {
  yield text;
}

/** Which kind of feed a text is by its start; undefined when it is none. */
export async function kindOfFeed(start: string): Promise<FeedKind | undefined> {
  if (isXml(start)) return 'google';
  if (isWebPage(start) || /^\s*</.test(start)) return undefined;
  if (isJsonLines(start)) return 'awin';
  if (start.trim() === '') return undefined;
  for await (const { cells } of tableRows(alone(start), formatOf(start))) return kindOfColumns(cells ?? []);
  return undefined;
}

/** The products of a feed in whichever form it has: table, XML or JSON Lines. */
export async function* feedProducts(text: SourceText, signal?: AbortSignal): AsyncGenerator<Found> {
  if (isSitemap(text.start)) throw new SourceError('This is a sitemap, not a product feed.');
  if (isXml(text.start)) yield* xmlProducts(text, signal);
  else if (isJsonLines(text.start)) yield* jsonLineProducts(text, signal);
  else yield* tableProducts(text, signal);
}

/**
 * A source that is one file: a CSV or TSV table, a Google Merchant feed (XML or TSV), an Awin feed (CSV or JSON Lines).
 * `open` is called for every reading.
 */
export function feedSource(kind: FeedKind, open: (signal?: AbortSignal) => Promise<SourceText>): CatalogSource {
  return {
    kind,
    products: async function* (signal) {
      yield* feedProducts(await open(signal), signal);
    },
  };
}
