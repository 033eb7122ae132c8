import type { Narrowing } from '../lib/similar';
import type { Match, Person, Product, ShopOptions, ShopResult } from '../lib/types';

/** What a person narrowed the matches of a garment down to; nothing set shows all. */
export interface Filters {
  readonly shop?: string;
  readonly brand?: string;
  readonly band?: number;
  readonly inStock?: boolean;
}

/** A range of prices in one currency, both ends included; either may be open. */
export interface PriceBand {
  readonly currency: string;
  readonly from?: number;
  readonly to?: number;
}

/** Filters that would change what is shown. */
export interface Choices {
  readonly shops: readonly string[];
  readonly brands: readonly string[];
  readonly bands: readonly PriceBand[];
  readonly stock: boolean;
}

const FEWEST_PRICES = 5;
const MOST_SHOPS = 4;
/** So many shops and brands together are offered; a brand of one product alone is seen on its card. */
const MOST_NAMES = 5;
const MOST_BRANDS = 3;
const FEWEST_OF_BRAND = 2;

/** Which filters leave something out and something in. */
export function choicesOf(matches: readonly Match[]): Choices {
  const products = matches.map(({ product }) => product);
  const shops = [...new Set(products.map(({ shop }) => shop))].slice(0, MOST_SHOPS);
  const stocked = products.filter(({ inStock }) => inStock).length;
  const offered = shops.length > 1 ? shops : [];
  return {
    shops: offered,
    brands: brandsOf(products).slice(0, Math.min(MOST_BRANDS, MOST_NAMES - offered.length)),
    bands: bandsOf(matches),
    stock: stocked > 0 && stocked < products.length,
  };
}

/** Brands that several products have, and not all, the commonest first; a shop's own brand is the shop. */
function brandsOf(products: readonly Product[]): readonly string[] {
  const shops = new Set(products.map(({ shop }) => plain(shop)));
  const names = new Map<string, { readonly brand: string; count: number }>();
  for (const { brand } of products) {
    const known = names.get(plain(brand));
    if (known) known.count += 1;
    else if (brand && !shops.has(plain(brand))) names.set(plain(brand), { brand, count: 1 });
  }
  return [...names.values()]
    .filter(({ count }) => count >= FEWEST_OF_BRAND && count < products.length)
    .sort((a, b) => b.count - a.count)
    .map(({ brand }) => brand);
}

const plain = (name: string): string => name.toLowerCase();

/** Those of the filters that may still be set: matches can be exchanged under them, and no chip would take them away. */
export function stillOffered({ shop, brand, band, inStock }: Filters, choices: Choices): Filters {
  const { shops, brands, bands, stock } = choices;
  return {
    ...(shop !== undefined && shops.includes(shop) ? { shop } : {}),
    ...(brand !== undefined && brands.includes(brand) ? { brand } : {}),
    ...(band !== undefined && band < bands.length ? { band } : {}),
    ...(inStock && stock ? { inStock } : {}),
  };
}

/** The matches that pass, best first as they came. */
export function filtered(matches: readonly Match[], { shop, brand, band, inStock }: Filters): readonly Match[] {
  const range = band === undefined ? undefined : bandsOf(matches)[band];
  return matches.filter(({ product }) => {
    if (shop !== undefined && product.shop !== shop) return false;
    if (brand !== undefined && plain(product.brand) !== plain(brand)) return false;
    if (inStock && !product.inStock) return false;
    if (!range) return true;
    const { currency, amount } = product.price ?? {};
    return (
      currency === range.currency && Number(amount) >= (range.from ?? 0) && Number(amount) <= (range.to ?? Infinity)
    );
  });
}

/** What filters over these matches ask of all that shops have; undefined where none is set. */
export function narrowingOf(matches: readonly Match[], filters: Filters): Narrowing | undefined {
  const { shop, brand, band, inStock } = filters;
  const { currency, from, to } = (band === undefined ? undefined : bandsOf(matches)[band]) ?? {};
  const price = (amount: number | undefined) =>
    amount === undefined || !currency ? undefined : { amount: `${amount}`, currency };
  const [minPrice, maxPrice] = [price(from), price(to)];
  const only = {
    ...(shop === undefined ? {} : { shop }),
    ...(brand === undefined ? {} : { brand }),
    ...(minPrice ? { minPrice } : {}),
    ...(maxPrice ? { maxPrice } : {}),
    ...(inStock ? { inStock } : {}),
  };
  return Object.keys(only).length > 0 ? only : undefined;
}

/** Cheap, middle and dear: cut at thirds, rounded as people say prices; only where one currency is all there is. */
function bandsOf(matches: readonly Match[]): readonly PriceBand[] {
  const prices = matches.flatMap(({ product }) => (product.price ? [product.price] : []));
  const currency = prices[0]?.currency;
  if (!currency || prices.length < FEWEST_PRICES || prices.some((one) => one.currency !== currency)) return [];
  const amounts = prices.map(({ amount }) => Number(amount)).sort((a, b) => a - b);
  const cut = (share: number): number => rounded(amounts[Math.floor(amounts.length * share)] ?? 0);
  const [low, high] = [cut(1 / 3), cut(2 / 3)];
  const bands = [
    { currency, to: low },
    { currency, from: low, to: high },
    { currency, from: high },
  ];
  const holds = ({ from = 0, to = Infinity }: PriceBand) => amounts.some((one) => one >= from && one <= to);
  return low < high && bands.every(holds) ? bands : [];
}

/** Two leading digits, the second a five or a zero: 37 → 35, 123 → 120 → 100 or 150. */
function rounded(amount: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, amount))) / 2;
  return Math.round(amount / step) * step;
}

/** For whom the matches of a garment are: what was asked for, and what "automatic" became with this wearer. */
export function genderInForce(
  asked: NonNullable<ShopOptions['genderFilter']>,
  wearer?: Person,
): 'women' | 'men' | 'off' {
  if (asked !== 'automatic') return asked;
  return wearer && wearer.gender !== 'unsure' ? wearer.gender : 'off';
}

/** The same for every garment of a picture; `wanted` is for whom a person said. */
export function gendersInForce(
  { garments, persons }: Pick<ShopResult, 'garments' | 'persons'>,
  asked: NonNullable<ShopOptions['genderFilter']>,
  wanted: readonly ('women' | 'men' | 'off' | null)[] = [],
): readonly ('women' | 'men' | 'off')[] {
  return garments.map(
    ({ person }, at) => wanted[at] ?? genderInForce(asked, person === null ? undefined : persons[person]),
  );
}

/**
 * Why a garment has no products, as a key of the words: for whom they were to be may have left out all that shops have.
 * `canChoose` says whether that can be chosen anew where the words stand.
 */
export function whyNothing(
  hasShops: boolean,
  inForce: 'women' | 'men' | 'off',
  canChoose: boolean,
): 'noShops' | 'nothingInShops' | 'nothingPasses' | 'nothingForWearer' {
  if (!hasShops) return 'noShops';
  if (inForce === 'off') return 'nothingInShops';
  return canChoose ? 'nothingPasses' : 'nothingForWearer';
}

/** Whether choosing women, men or all would change the matches. */
export function genderMatters(matches: readonly Match[], inForce: 'women' | 'men' | 'off'): boolean {
  if (inForce !== 'off') return true;
  const kinds = new Set(matches.map(({ product }) => product.gender));
  return kinds.has('women') && kinds.has('men');
}
