import { CLOSE } from './closeness';
import { comparePrices, sumsOf } from './price-sum';
import type { Look, Match, Price, Product, ShoppedGarment } from './types';

/** Orders in which looks are shown. */
export const LOOK_ORDERS = ['newest', 'oldest', 'title'] as const;

/** One of the orders. */
export type LookOrder = (typeof LOOK_ORDERS)[number];

/** Looks that hold every word of `query` in title, note, tags, page or a product, in the order asked for. */
export function arranged(looks: readonly Look[], query: string, order: LookOrder, language: string): readonly Look[] {
  const words = plain(query, language).split(/\s+/).filter(Boolean);
  const found =
    words.length === 0
      ? [...looks]
      : looks.filter((look) => {
          const text = searched(look, language);
          return words.every((word) => text.includes(word));
        });
  if (order === 'title') return found.sort((a, b) => a.title.localeCompare(b.title, language));
  return found.sort((a, b) => (order === 'newest' ? b.savedAt - a.savedAt : a.savedAt - b.savedAt));
}

/**
 * Text as it is searched for: in one way of writing (a page may write é as two signs, or katakana at half its width),
 * without the accents that a keyboard lacks.
 */
function plain(text: string, language: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLocaleLowerCase(language);
}

/** By look, in the one language of a session: thousands are searched with every letter that is typed. */
const texts = new WeakMap<Look, string>();

function searched(look: Look, language: string): string {
  const text = texts.get(look) ?? plain(textOf(look), language);
  texts.set(look, text);
  return text;
}

function textOf({ title, note, tags = [], pageTitle, pageUrl, result }: Look): string {
  const products = result.garments.flatMap(({ matches }) => matches.map(({ product }) => product));
  return [title, note, ...tags, pageTitle, pageUrl, ...products.map((one) => `${one.brand} ${one.title}`)].join('\n');
}

/** What a set of products costs: sums by currency, the same by shop, and how many garments were counted. */
export interface Total {
  readonly counted: number;
  readonly sums: readonly Price[];
  readonly shops: readonly { readonly shop: string; readonly sums: readonly Price[] }[];
}

/** What the cheapest close match of every garment costs together. */
export function cheapestTotal(garments: readonly ShoppedGarment[]): Total {
  return totalOf(garments.map(({ matches }) => cheapestClose(matches)));
}

/** What the products cost together that were chosen (`chosen` holds a product id a garment). */
export function chosenTotal(garments: readonly ShoppedGarment[], chosen: Look['chosen'] = []): Total {
  return totalOf(garments.map(({ matches }, at) => matches.find(({ product }) => product.id === chosen[at])?.product));
}

function totalOf(products: readonly (Product | undefined)[]): Total {
  const priced = products.flatMap((product) => (product?.price ? [{ shop: product.shop, price: product.price }] : []));
  const shops = [...new Set(priced.map(({ shop }) => shop))];
  return {
    counted: priced.length,
    sums: sumsOf(priced.map(({ price }) => price)),
    shops: shops.map((shop) => ({
      shop,
      sums: sumsOf(priced.filter((one) => one.shop === shop).map(({ price }) => price)),
    })),
  };
}

/**
 * The cheapest of the matches that are close. Prices of several currencies cannot be compared: those of the best match's
 * currency compete; what is sold out does not.
 */
export function cheapestClose(matches: readonly Match[]): Product | undefined {
  const close = matches.filter(({ similarity }) => similarity >= CLOSE).map(({ product }) => product);
  const priced = close.filter(({ price, inStock }) => price && inStock);
  const currency = priced[0]?.price?.currency;
  const rivals = priced.filter(({ price }) => price?.currency === currency);
  return rivals.reduce<Product | undefined>(
    (a, b) => (a?.price && b.price && comparePrices(a.price, b.price) <= 0 ? a : b),
    undefined,
  );
}

/** Tags as typed: parted by commas, trimmed, none twice, at most twelve of at most forty letters. */
export function tagsOf(text: string): readonly string[] {
  const tags = text.split(/[,،、]/).map((tag) => tag.trim().slice(0, 40));
  return [...new Set(tags.filter(Boolean))].slice(0, 12);
}
