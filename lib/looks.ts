import { isClose } from './closeness';
import type { Look, Price, ShoppedGarment } from './types';

/** Orders in which looks are shown. */
export const LOOK_ORDERS = ['newest', 'oldest', 'title'] as const;

/** One of the orders. */
export type LookOrder = (typeof LOOK_ORDERS)[number];

/** Looks that hold every word of `query` in title, note, tags, page or a product, in the order asked for. */
export function arranged(looks: readonly Look[], query: string, order: LookOrder, language: string): readonly Look[] {
  const words = query.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
  const found = looks.filter((look) => {
    const text = textOf(look).toLocaleLowerCase(language);
    return words.every((word) => text.includes(word));
  });
  if (order === 'title') return found.sort((a, b) => a.title.localeCompare(b.title, language));
  return found.sort((a, b) => (order === 'newest' ? b.savedAt - a.savedAt : a.savedAt - b.savedAt));
}

function textOf({ title, note, tags = [], pageTitle, pageUrl, result }: Look): string {
  const products = result.garments.flatMap(({ matches }) => matches.map(({ product }) => product));
  return [title, note, ...tags, pageTitle, pageUrl, ...products.map((one) => `${one.brand} ${one.title}`)].join('\n');
}

/** What the cheapest close match of every garment costs together, one sum a currency; also how many were counted. */
export function totals(garments: readonly ShoppedGarment[]): {
  readonly counted: number;
  readonly sums: readonly Price[];
} {
  const sums = new Map<string, bigint>();
  let counted = 0;
  for (const { matches } of garments) {
    const price = isClose(matches) ? cheapest(matches.map(({ product }) => product.price)) : undefined;
    if (!price) continue;
    counted += 1;
    sums.set(price.currency, (sums.get(price.currency) ?? 0n) + parts(price.amount));
  }
  return { counted, sums: Array.from(sums, ([currency, sum]) => ({ currency, amount: decimal(sum) })) };
}

/** Prices of several currencies cannot be compared: those of the best match's currency compete. */
function cheapest(prices: readonly (Price | undefined)[]): Price | undefined {
  const known = prices.filter((price) => price !== undefined);
  const rivals = known.filter(({ currency }) => currency === known[0]?.currency);
  return rivals.reduce<Price | undefined>((a, b) => (a && parts(a.amount) <= parts(b.amount) ? a : b), undefined);
}

const DECIMALS = 4;

/** A decimal string in ten-thousandths, so that cents add up exactly. */
function parts(amount: string): bigint {
  const [whole = '0', rest = ''] = amount.split('.');
  return /^\d+(\.\d+)?$/.test(amount) ? BigInt(whole + rest.slice(0, DECIMALS).padEnd(DECIMALS, '0')) : 0n;
}

function decimal(sum: bigint): string {
  const digits = sum.toString().padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, '');
}

/** Tags as typed: parted by commas, trimmed, none twice, at most twelve of at most forty letters. */
export function tagsOf(text: string): readonly string[] {
  const tags = text.split(/[,،、]/).map((tag) => tag.trim().slice(0, 40));
  return [...new Set(tags.filter(Boolean))].slice(0, 12);
}
