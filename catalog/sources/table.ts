import { type Found, type RawProduct, SourceError } from '../source';
import { columnName, inOurColumns, missingColumns } from './columns';
import { formatOf, tableRows } from './rows';
import { fits } from './stray-quotes';
import type { SourceText } from './text';

/** Most columns of a table that are kept. */
const MOST_COLUMNS = 500;

/** Whether text starts as a web page does, which is what shops send for a feed that has moved or wants a login. */
export function isWebPage(start: string): boolean {
  return /^\s*<(!doctype html|html|head|body)/i.test(start);
}

/** Repeated columns such as a second `additional_image_link` become one cell, a JSON array. */
function rowOf(columns: readonly string[], cells: readonly string[]): RawProduct {
  const row = new Map<string, string[]>();
  for (const [i, name] of columns.entries()) {
    const cell = cells[i]?.trim() ?? '';
    const said = row.get(name);
    if (said && cell !== '') said.push(cell);
    else if (!said && name !== '') row.set(name, cell === '' ? [] : [cell]);
  }
  return Object.fromEntries(
    [...row].map(([name, said]) => [name, said.length > 1 ? JSON.stringify(said) : (said[0] ?? '')]),
  );
}

/** Whether a last row without a line end breaks off: a lone cell is a remark at the end, such as a count. */
const isCut = (cells: readonly string[] | undefined, width: number): boolean =>
  !cells || (cells.length > 1 && cells.length < width);

/**
 * The products of a table with a header row in the classic, Google's or Awin's columns.
 * @throws SourceError when it is a web page, empty, or lacks a column.
 */
export async function* tableProducts(text: SourceText, signal?: AbortSignal): AsyncGenerator<Found> {
  if (isWebPage(text.start)) throw new SourceError('This is a web page, not a product table.');
  let columns: string[] | undefined;
  let width = 0;
  for await (const { number, cells, reason, isOpen = false } of tableRows(text.parts(signal), formatOf(text.start))) {
    const where = `row ${number}`;
    if (!columns) {
      width = cells?.length ?? 0;
      columns = (cells ?? []).slice(0, MOST_COLUMNS).map(columnName);
      const missing = missingColumns(columns);
      if (missing.length > 0) throw new SourceError(`The table has no column ${missing.join(', ')}.`);
    } else if (isOpen && isCut(cells, width)) {
      yield { where, reason: 'the feed ends in the middle of it', unread: 'list' };
    } else if (!cells) yield { where, reason: reason ?? 'unreadable' };
    else if (!fits(cells, width)) yield { where, reason: `${cells.length} columns instead of ${width}` };
    else yield { where, raw: inOurColumns(rowOf(columns, cells)) };
  }
}
