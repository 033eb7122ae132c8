import type { Match } from './types';

/**
 * Cosine similarity from which a product counts as close. On validation photos 98 % of garments are at least this close
 * to their own product-like picture, and 90 % of random pairs of one category are not; models/REPORT.md shows the curves.
 */
export const CLOSE = 0.475;

/** Whether the best match is worth showing without being asked for. */
export function isClose(matches: readonly Match[]): boolean {
  return (matches[0]?.similarity ?? -1) >= CLOSE;
}
