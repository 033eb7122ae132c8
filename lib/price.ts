import type { Price } from './types';
import { language } from './words';

/** A price in the reader's way of writing; amount and code as they stand where the currency is unknown. */
export function priceText(price: Price): string {
  return written(price, {});
}

/** The same without cents that are zero, for ranges and their ends. */
export function roundPriceText(price: Price): string {
  return written(price, { trailingZeroDisplay: 'stripIfInteger' });
}

function written({ amount, currency }: Price, options: Intl.NumberFormatOptions): string {
  try {
    // The specification takes decimal strings as they are; the type does not know yet.
    const decimal = amount as unknown as number;
    return new Intl.NumberFormat(language(), { style: 'currency', currency, ...options }).format(decimal);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** "87 %" for a cosine similarity; what points away counts as 0 %. */
export function percentText(similarity: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent' }).format(Math.max(0, Math.min(1, similarity)));
}
