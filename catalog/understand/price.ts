import { type Dinero, dinero, lessThan, toDecimal } from 'dinero.js/bigint';
import type { Price } from '../../lib/types';
import type { RawProduct } from '../source';
import { currencyCode, currencyIn, KNOWN } from './currency';

export { currencyCode } from './currency';

type Money = Dinero<bigint>;

/** A product's price and, when it is reduced, what it was, or in `note` why it has none; or why the price cannot be right. */
export type PriceFound =
  | { readonly price?: Price; readonly was?: Price; readonly note?: string; readonly reason?: undefined }
  | { readonly reason: string };

/** No garment costs more, in currencies whose units are worth about a dollar, or thousandths of one. */
const [MOST, MOST_SMALL] = [10_000_000n, 100_000_000_000n];
const SMALL_UNITS = new Set([
  'IDR',
  'VND',
  'IRR',
  'LAK',
  'GNF',
  'UZS',
  'SLL',
  'LBP',
  'KRW',
  'COP',
  'CLP',
  'JPY',
  'HUF',
]);
const [LONGEST, MOST_DECIMALS] = [60, 4];

/** Where the decimals of a number start; groups of three digits are thousands unless the currency has three decimals. */
function split(digits: string, exponent: number): readonly [whole: string, decimals: string] {
  const at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const decimals = at < 0 ? '' : digits.slice(at + 1);
  const separators = digits.replace(/\d/g, '');
  const isDecimal = decimals.length > 0 && (decimals.length !== 3 || exponent === 3);
  const alone = separators.length === 1 || !separators.slice(0, -1).includes(separators.at(-1) ?? '');
  const [whole, rest] = isDecimal && alone ? [digits.slice(0, at), decimals] : [digits, ''];
  return [whole.replace(/[.,]/g, ''), rest.slice(0, MOST_DECIMALS)];
}

function moneyOf(amount: bigint, scale: number, code: string): Money | undefined {
  const currency = KNOWN.get(code);
  return currency && dinero({ amount, currency, scale: BigInt(scale) });
}

/** Digits and separators as they are written here: `４９`, `٤٩٫٩٠`. */
function latin(text: string): string {
  // Not by NFKC: in `19⁹⁹ €` and `49,95¹ €` it reads cents and footnotes as digits of the number.
  const wide = text.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
  const digits = wide.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));
  return digits.replaceAll('٫', '.').replaceAll('٬', ',');
}

function parse(text: string, raw: RawProduct): { money?: Money; code?: string; negative?: boolean } {
  const code = currencyIn(text, raw);
  const read = latin(text.slice(0, LONGEST));
  // Spaces and apostrophes group digits in French and Swiss shops.
  const number = /[-−]?\s*\d[\d.,'’\s\u00a0\u202f]*/.exec(read)?.[0];
  if (!number || !code) return {};
  const digits = number.replace(/[^\d.,]/g, '').replace(/[.,]+$/, '');
  const [whole, decimals] = split(digits, Number(KNOWN.get(code)?.exponent ?? 2n));
  const money = moneyOf(BigInt(`${whole || '0'}${decimals}`), decimals.length, code);
  const negative = /^[-−]/.test(number) || /(?<!\d\s*)[-−]\s*[€£₹$¥￥₽]\s*\d/.test(read);
  return { ...(money ? { money } : {}), code, negative };
}

const decimalOf = (money: Money, code: string): Price => ({ amount: toDecimal(money), currency: code });

/**
 * `1.299,00 EUR`, `$ 1,299.00`, `1 299 €`, `Rs. 1,29,999` → an exact decimal and a currency; undefined when it is no
 * price or nothing names its currency. Decimals are kept as written (`49` stays `49`).
 */
export function parsePrice(text: string, currency?: string): Price | undefined {
  const { money, code, negative } = parse(text, currency ? { currency } : {});
  return money && code && !negative ? decimalOf(money, code) : undefined;
}

/** A price in minor units: `("1999", 2, "EUR")` → 19.99 EUR. Undefined when it is none. */
export function priceOfMinor(amount: string, minorUnit: number, currency: string): Price | undefined {
  const code = currencyCode(currency);
  if (!code || !/^\d{1,15}$/.test(amount) || !Number.isInteger(minorUnit) || minorUnit < 0 || minorUnit > 6)
    return undefined;
  const money = moneyOf(BigInt(amount), minorUnit, code);
  return money && decimalOf(money, code);
}

/** Which of two prices of one currency is lower. */
export function isCheaper(a: Price, b: Price): boolean {
  const [first, second] = [a, b].map((one) => parse(one.amount, { currency: one.currency }).money);
  return first !== undefined && second !== undefined && a.currency === b.currency && lessThan(first, second);
}

/** Whether a Google `start/end` interval holds `now`; no or an unreadable interval does not limit. */
function isOn(interval: string | undefined, now: Date): boolean {
  const [start = Number.NaN, end = Number.NaN] = (interval ?? '').split('/').map((date) => Date.parse(date));
  return !(start > now.getTime() || end < now.getTime());
}

/** What to tell of a price without a currency. */
function unknownOf(raw: RawProduct): PriceFound {
  const text = (raw.price ?? '').trim().slice(0, 40);
  return /[1-9]/.test(latin(text)) && !currencyIn(text, raw)
    ? { note: `nothing says the currency of the price "${text}"` }
    : {};
}

/** What a product costs now: its sale price while that is on and lower. A price of nought is none. */
export function understandPrice(raw: RawProduct, now = new Date()): PriceFound {
  const found: Price[] = [];
  for (const text of [raw.price, isOn(raw.sale_price_effective_date, now) ? raw.sale_price : '']) {
    const { money, code, negative } = parse(text ?? '', raw);
    if (!money || !code) continue;
    const price = decimalOf(money, code);
    const whole = BigInt(price.amount.split('.')[0] ?? '0');
    if (negative || whole > (SMALL_UNITS.has(code) ? MOST_SMALL : MOST)) {
      return { reason: `the price "${(text ?? '').trim().slice(0, 40)}" cannot be right` };
    }
    if (/[1-9]/.test(price.amount)) found.push(price);
  }
  const [price, sale] = found;
  if (!price) return unknownOf(raw);
  return sale && isCheaper(sale, price) ? { price: sale, was: price } : { price };
}
