import type { Match } from './types';

/** Cosine similarity from which a product counts as close; models/REPORT.md shows the distributions behind it. */
export const CLOSE = 0.35;

/** Whether the best match is worth showing without being asked for. */
export function isClose(matches: readonly Match[]): boolean {
  return (matches[0]?.similarity ?? -1) >= CLOSE;
}
