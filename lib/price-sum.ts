import type { Price } from './types';

const DECIMALS = 4;

/** A decimal string in ten-thousandths, so that cents add up exactly; 0 for what is no amount. */
function parts(amount: string): bigint {
  const [whole = '0', rest = ''] = amount.split('.');
  return /^\d+(\.\d+)?$/.test(amount) ? BigInt(whole + rest.slice(0, DECIMALS).padEnd(DECIMALS, '0')) : 0n;
}

function decimal(sum: bigint): string {
  const digits = sum.toString().padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, '');
}

/** Below 0 where `a` is less than `b`, above where it is more. Both must be of one currency. */
export function comparePrices(a: Price, b: Price): number {
  const difference = parts(a.amount) - parts(b.amount);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** Exact sums of prices, one a currency, in the order in which currencies first appear. */
export function sumsOf(prices: readonly Price[]): readonly Price[] {
  const sums = new Map<string, bigint>();
  for (const { amount, currency } of prices) sums.set(currency, (sums.get(currency) ?? 0n) + parts(amount));
  return Array.from(sums, ([currency, sum]) => ({ currency, amount: decimal(sum) }));
}
