import type { Found, RawProduct } from '../source';
import { isSameSite, webAddress } from './address';
import { type PageFacts, readPage } from './html';
import { findProducts, parseLoose, productsOf } from './ld';

/** What a shop's page offers: products it describes, and product pages it only names. */
export interface PageProducts {
  readonly found: readonly Found[];
  /** Absolute addresses of the same site, in the page's order, each once. */
  readonly listed: readonly string[];
  readonly facts: PageFacts;
}

/** A product in the page's own OpenGraph words, where it says it is one. */
function openGraph({ meta, canonical, title }: PageFacts, url: string): RawProduct | undefined {
  const of = (...names: string[]) => names.map((name) => meta.get(name) ?? '').find(Boolean) ?? '';
  const sale = of('product:sale_price:amount');
  const price = of('product:price:amount', 'og:price:amount') || sale;
  if (!/product/i.test(of('og:type')) && !price) return undefined;
  const image = webAddress(of('og:image', 'og:image:secure_url', 'twitter:image'), url);
  const address = webAddress(of('og:url'), url) ?? canonical ?? url;
  const name = of('og:title') || title;
  if (!image || !name) return undefined;
  return {
    product_id: of('product:retailer_item_id') || new URL(address).pathname,
    product_url: address,
    image_url: image,
    title: name,
    description: of('og:description') || name,
    brand: of('product:brand', 'og:brand'),
    gender: of('product:gender'),
    category: of('product:category'),
    type: '',
    price,
    sale_price: sale,
    currency: of('product:price:currency', 'og:price:currency', 'product:sale_price:currency'),
    availability: of('product:availability', 'og:availability'),
    item_group_id: of('product:item_group_id'),
    color: of('product:color'),
    age_group: of('product:age_group'),
  };
}

/** Where a JSON-LD node says nothing (brand, gender, price), the page's OpenGraph may. */
function filled(raw: RawProduct, page: RawProduct | undefined): RawProduct {
  if (!page) return raw;
  const gaps = Object.entries(page).filter(([name, value]) => value && !raw[name]);
  return { ...raw, ...Object.fromEntries(gaps) };
}

/** The products of a page that is at hand, such as the open tab: JSON-LD first, else OpenGraph. Never throws. */
export function pageProducts(html: string, url: string): PageProducts {
  const facts = readPage(html, url);
  const found: Found[] = [];
  const parsed = facts.scripts.flatMap((script, i) => {
    if (script.trim() === '') return [];
    const value = parseLoose(script);
    const isCut = facts.isCut && i === facts.scripts.length - 1;
    if (value === undefined) found.push({ where: url, reason: 'damaged JSON-LD', unread: isCut ? 'page' : undefined });
    return value === undefined ? [] : [value];
  });
  const { products, listed } = findProducts(parsed);
  const page = openGraph(facts, url);
  const raws = productsOf(products, url);
  const only = raws.length === 1 ? page : undefined;
  for (const raw of raws) found.push({ where: url, raw: filled(raw, only) });
  if (raws.length === 0 && page) found.push({ where: url, raw: page });
  const addresses = listed.flatMap((address) => webAddress(address, url) ?? []);
  const own = addresses.filter((address) => isSameSite(address, url) && address !== url);
  return { found, listed: [...new Set(own)], facts };
}
