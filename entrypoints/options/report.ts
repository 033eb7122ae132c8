import { reportText } from '../../catalog/ingest/report';
import { sentenceText } from '../../lib/error-words';
import { place, refusal } from '../../lib/refusals';
import type { ReportLine } from '../../lib/shop';
import { GARMENT_CATEGORIES } from '../../lib/types';
import { t, withoutMarks } from '../../lib/words';

/** Spreadsheets take a table for another encoding unless it begins so. */
const BYTE_ORDER_MARK = '\ufeff';

/** A reason, or what stands within one: a kind of garment, the sentence of an error, another reason, a name. */
function reasonText(reason: string): string {
  const category = GARMENT_CATEGORIES.find((one) => one === reason);
  if (category) return t(`category_${category}`);
  const said = refusal(reason);
  return said ? t(`refused_${said.key}`, ...said.values.map(reasonText)) : (sentenceText(reason) ?? reason);
}

function placeText(where: string): string {
  const said = place(where);
  return said ? t(`place_${said.key}`, ...said.values) : where;
}

/** What of a shop was left out, and why in the reader's words, as a table for a spreadsheet. */
export function reportFile(lines: readonly ReportLine[]): Blob {
  const told = lines.map(({ where, reason, ...line }) => {
    return { ...line, where: withoutMarks(placeText(where)), reason: withoutMarks(reasonText(reason)) };
  });
  return new Blob([BYTE_ORDER_MARK, reportText(told)], { type: 'text/csv' });
}
