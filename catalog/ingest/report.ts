import type { Refusal, Taken } from '../../lib/store/ingest-store';
import { stringify } from '../csv-write';

/** A product that was left out, or went in (`kept`) although its picture shows another kind of thing than its words say. */
export interface ReportLine extends Refusal {
  readonly kept?: boolean;
}

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
