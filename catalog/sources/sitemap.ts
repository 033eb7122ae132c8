import { Parser } from 'htmlparser2';
import { type Fetcher, SourceError } from '../source';
import { isSameSite, webAddress } from './address';
import { isSitemap } from './feed';
import { DEEPEST } from './html';
import { answerText, type SourceText } from './text';

const [MOST_PAGES, MOST_SITEMAPS, MOST_LEVELS, LONGEST_SILENCE] = [200_000, 2_000, 3, 5_000_000];

/** One address that a sitemap names, or its own where it ends in the middle. */
interface Named {
  readonly kind: 'page' | 'sitemap' | 'cut';
  readonly address: string;
}

async function* namedIn(text: SourceText, base: string, signal?: AbortSignal): AsyncGenerator<Named> {
  const ready: Named[] = [];
  const path: string[] = [];
  let loc = '';
  let silence = 0;
  let depth = 0;
  let [isClosing, isCut] = [false, false];
  const parser = new Parser(
    {
      onopentag: (name) => {
        silence = 0;
        depth += 1;
        if (depth > DEEPEST) parser.pause();
        // Only the last steps matter; what nests deeper is hostile.
        if (path.length < 50) path.push(name.slice(name.indexOf(':') + 1).toLowerCase());
        loc = '';
      },
      ontext: (data) => {
        silence = 0;
        if (path.at(-1) === 'loc' && loc.length < 4_000) loc += data;
      },
      onclosetag: (_, isImplied) => {
        silence = 0;
        depth -= 1;
        // What the end of a cut sitemap closes was not closed by its author: half an address may be another page's.
        isCut ||= isClosing && isImplied;
        if (isCut) return;
        const [parent, name] = path.slice(-2);
        path.pop();
        const address = name === 'loc' ? webAddress(loc, base) : undefined;
        if (!address || !isSameSite(address, base)) return;
        // `image:loc` has another parent.
        if (parent === 'url') ready.push({ kind: 'page', address });
        if (parent === 'sitemap') ready.push({ kind: 'sitemap', address });
      },
    },
    { xmlMode: true },
  );
  for await (const part of text.parts(signal)) {
    silence += part.length;
    parser.write(part);
    yield* ready.splice(0);
    if (depth > DEEPEST || silence > LONGEST_SILENCE) {
      throw new SourceError('The sitemap is damaged: a tag never ends.');
    }
  }
  isClosing = true;
  parser.end();
  yield* ready.splice(0);
  if (isCut) yield { kind: 'cut', address: base };
}

/** Where a sitemap broke off: reported, while the others go on. */
export interface BrokenSitemap {
  readonly address: string;
  readonly reason: string;
}

/**
 * Page addresses of a sitemap, and of those it lists: only the ones about products where any is named so. Every sitemap
 * once, other sites' addresses never, at most 200,000 pages.
 */
export async function* sitemapPages(
  address: string,
  fetcher: Fetcher,
  signal?: AbortSignal,
): AsyncGenerator<string | BrokenSitemap> {
  const waiting: { address: string; depth: number }[] = [{ address, depth: 0 }];
  const seen = new Set([address]);
  let pages = 0;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const children: string[] = [];
    try {
      const answer = await fetcher(next.address, { signal });
      const text = await answerText(answer);
      if (!isSitemap(text.start)) throw new SourceError('This is no sitemap.');
      for await (const { kind, address: named } of namedIn(text, address, signal)) {
        if (kind === 'cut') yield { address: next.address, reason: 'the feed ends in the middle of it' };
        else if (kind === 'sitemap') children.push(named);
        else if (pages < MOST_PAGES) {
          pages += 1;
          yield named;
        }
        if (children.length > MOST_SITEMAPS) break;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof SourceError) || next.depth === 0) throw error;
      yield { address: next.address, reason: error.message };
    }
    const products = children.filter((child) => /product|produkt|produit|producto|item/i.test(child));
    for (const child of products.length > 0 ? products : children) {
      if (seen.has(child) || seen.size > MOST_SITEMAPS || next.depth + 1 > MOST_LEVELS) continue;
      seen.add(child);
      waiting.push({ address: child, depth: next.depth + 1 });
    }
  }
}
