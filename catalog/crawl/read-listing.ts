import type { RawProduct } from '../source';
import { webAddress } from '../sources/address';
import { pageProducts } from '../sources/page';
import type { Site } from './site';

/** A page as the browser saw it. `state` is the variable the site names, undefined where the page sets none. */
export interface SeenPage {
  readonly url: string;
  readonly html: string;
  readonly state?: unknown;
}

/** What a listing page gave: products, and product pages it only names. */
export interface Listing {
  readonly products: readonly RawProduct[];
  readonly listed: readonly string[];
}

/** What lies at `a.b.0`; own properties only, so that no page reaches what is not its data. */
function at(value: unknown, path: string): unknown {
  let here = value;
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string, unknown>)[step];
  }
  return here;
}

const textOf = (value: unknown) => (['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '');

function stateProducts({ url, state }: SeenPage, site: NonNullable<Site['state']>): RawProduct[] {
  const products = at(state, site.products);
  if (!Array.isArray(products)) return [];
  return products.map((product) => {
    const raw = Object.fromEntries(
      Object.entries(site.columns).map(([column, path]) => [column, textOf(at(product, path))]),
    );
    const product_url = webAddress(raw.product_url ?? '', new URL('/', url).href) ?? '';
    const image_url = webAddress(raw.image_url ?? '', url) ?? '';
    return { ...raw, product_url, image_url, ...(site.currency ? { currency: site.currency } : {}) };
  });
}

/** Reads a listing: the page's own state where the site has one, else its structured data. Never throws. */
export function readListing(page: SeenPage, site: Site): Listing {
  const products = site.state ? stateProducts(page, site.state) : [];
  if (products.length > 0) return { products, listed: [] };
  const { found, listed } = pageProducts(page.html, page.url);
  return { products: found.flatMap(({ raw }) => (raw ? [raw] : [])), listed };
}
