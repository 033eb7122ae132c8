import type { Price } from '../lib/types';
import { language } from '../lib/words';

/** A price in the reader's way of writing; amount and code as they stand where the currency is unknown. */
export function priceText({ amount, currency }: Price): string {
  try {
    // The specification takes decimal strings as they are; the type does not know yet.
    return new Intl.NumberFormat(language(), { style: 'currency', currency }).format(amount as unknown as number);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** "87 % similar" for a cosine similarity; what points away counts as 0 %. */
export function percentText(similarity: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent' }).format(Math.max(0, Math.min(1, similarity)));
}
