import { type CatalogSource, type Fetcher, type Found, SourceError } from '../source';
import { currencyCode } from '../understand/price';
import { answerJson, askJson, isObject, textIn } from './json';
import { newProducts } from './listed';
import { shopifyProducts } from './shopify-product';
import { answerText, shortText } from './text';

/** Products a page and pages: Shopify lists 25,000 products and no more. */
const [PAGE_SIZE, MOST_PAGES] = [250, 100];
const LONGEST_FRONT_PAGE = 8_000_000;

/** Where a shop or one of its collections lists its products. */
export function shopifyBase(address: string): string {
  const { origin, pathname } = new URL(address);
  const collection = /\/collections\/([\w.~%-]+)/.exec(pathname)?.[1];
  return collection && collection !== 'all' ? `${origin}/collections/${collection}` : origin;
}

/** The currency a shop sells in, from its basket or its front page; undefined where neither says. */
export async function shopifyCurrency(
  origin: string,
  fetcher: Fetcher,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const cart = await answerJson(await fetcher(`${origin}/cart.js`, { signal, accept: 'application/json' }), signal);
    const code = currencyCode(isObject(cart) ? textIn(cart.currency) : '');
    if (code) return code;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
  }
  try {
    const page = await shortText(await answerText(await fetcher(origin, { signal })), LONGEST_FRONT_PAGE, signal);
    const active = /Shopify\.currency\s*=\s*\{[^}]{0,80}?"active"\s*:\s*"([A-Z]{3})"/.exec(page)?.[1];
    const meta = /(?:og|product):price:currency"[^>]{0,40}content="([A-Za-z]{3})"/.exec(page)?.[1];
    return currencyCode(active) ?? currencyCode(meta);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    return undefined;
  }
}

/**
 * A Shopify shop or collection by its public `products.json`. Stops at an empty page and at one that holds nothing new,
 * because some shops repeat pages. Without `currency` the shop is asked for its own.
 */
export function shopifySource(address: string, fetcher: Fetcher, currency?: string): CatalogSource {
  const base = shopifyBase(address);
  const { origin } = new URL(base);
  async function* products(signal?: AbortSignal): AsyncGenerator<Found> {
    const code = currency ?? (await shopifyCurrency(origin, fetcher, signal)) ?? '';
    const seen = new Set<string>();
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const asked = `${base}/products.json?limit=${PAGE_SIZE}&page=${page}`;
      const answer = await askJson(asked, fetcher, signal);
      const listed = isObject(answer) ? answer.products : undefined;
      if (!Array.isArray(listed)) throw new SourceError(`${origin} is no Shopify shop, or hides its products.`);
      let fresh = 0;
      for (const one of newProducts(listed, page, seen)) {
        if (!('product' in one)) yield one;
        else {
          fresh += 1;
          const found = shopifyProducts(one.product, origin, code);
          if (found.length === 0) yield { where: one.where, reason: 'nothing to buy of it' };
          for (const raw of found) yield { where: one.where, raw };
        }
      }
      if (listed.length === 0 || fresh === 0) return;
    }
    yield {
      where: base,
      reason: `Shopify lists no more than ${PAGE_SIZE * MOST_PAGES} products; add collections for the rest`,
    };
  }
  return { kind: 'shopify', products };
}
