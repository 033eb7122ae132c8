import type { PageText } from '../../lib/messages';
import { PAGE_KIND } from '../../lib/shop';
import type { NewShop } from '../../lib/store/shops';
import { picturesOf } from '../schema';
import { type CatalogSource, type Found, SourceError } from '../source';
import { webAddress } from '../sources/address';
import { plainText } from '../sources/html';
import { pageProducts } from '../sources/page';
import { groupVariants } from '../understand/variants';

/** Pages of one request, characters of one page, and products taken of all of them. */
const [MOST_PAGES, LONGEST_PAGE, MOST_PRODUCTS] = [30, 6_000_000, 200];
/** Of so few products every picture is asked for that ingest may look at, of more only the first. */
const [FEW, PICTURES_OF_FEW, MOST_PICTURES] = [4, 3, 120];
/** Product pages of a listing that are worth opening. */
const MOST_LISTED = 24;

/** What pages that are at hand offer, ready for ingest. */
export interface PageShop {
  readonly shop: NewShop;
  readonly source: CatalogSource;
  /** Addresses of pictures worth handing over. */
  readonly pictures: readonly string[];
  /** Product pages that they only name. */
  readonly listed: readonly string[];
}

async function* each(found: readonly Found[]): AsyncGenerator<Found> {
  yield* found;
}

/** The id of the source that holds what was added page by page from a site. */
export function pageShopId(url: string): string {
  const host = new URL(url).host.replace(/^www\./, '').toLowerCase();
  return `web.pages.${host.replace(/[^a-z0-9.]+/g, '-').slice(0, 50)}`;
}

/**
 * Reads pages that a tab handed over: JSON-LD, else OpenGraph. All are of the first one's site.
 * @throws SourceError when the first is no web page.
 */
export async function readPageShop(pages: readonly PageText[]): Promise<PageShop> {
  const url = webAddress(pages[0]?.url ?? '');
  if (!url) throw new SourceError('This is no web address.');
  const { host, origin } = new URL(url);
  const own = pages.slice(0, MOST_PAGES).filter((page) => webAddress(page.url)?.startsWith(`${origin}/`));
  const read = own.map((page) => pageProducts(page.html.slice(0, LONGEST_PAGE), page.url));
  const found: Found[] = [];
  for await (const one of groupVariants(each(read.flatMap((page) => page.found)))) found.push(one);
  const products = found.filter(({ raw }) => raw).slice(0, MOST_PRODUCTS);
  const name = plainText(read[0]?.facts.meta.get('og:site_name') ?? '').slice(0, 100) || host.replace(/^www\./, '');
  const wanted = products.length <= FEW ? PICTURES_OF_FEW : 1;
  const pictures = products.flatMap(({ raw }) => (raw ? picturesOf(raw).slice(0, wanted) : []));
  return {
    shop: { id: pageShopId(url), name, spec: { kind: PAGE_KIND, address: origin } },
    source: { kind: 'json-ld', products: () => each(products) },
    pictures: [...new Set(pictures)].slice(0, MOST_PICTURES),
    listed: products.length > 0 ? [] : (read[0]?.listed ?? []).slice(0, MOST_LISTED),
  };
}
