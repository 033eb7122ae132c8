import type { ReportLine } from '../../lib/shop';
import type { Taken } from '../../lib/store/ingest-store';
import { stringify } from '../csv-write';

/** The lines of products that went in with a doubt. */
export function doubtfulOf(products: Iterable<Pick<Taken, 'row' | 'doubt'>>): ReportLine[] {
  const lines: ReportLine[] = [];
  for (const { row, doubt } of products) {
    if (doubt) lines.push({ where: '', productId: row.productId, reason: doubt, kept: true });
  }
  return lines;
}

/** A report as a table: `where, product_id, reason, kept` (yes or no). */
export function reportText(lines: readonly ReportLine[]): string {
  const rows = lines.map(({ where, productId, reason, kept }) => [where, productId, reason, kept ? 'yes' : 'no']);
  return stringify([['where', 'product_id', 'reason', 'kept'], ...rows]);
}
