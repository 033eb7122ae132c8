import Papa from 'papaparse';

/** How a table separates and quotes its cells. */
export interface Format {
  readonly delimiter: string;
  readonly quoteChar: string;
}

/** Cells as the parser read them, and the text that it read them from. */
interface Placed {
  readonly cells: readonly string[];
  readonly text: string;
  readonly isMalformed: boolean;
}

interface Step {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly code: string }[];
  readonly meta: { readonly cursor: number };
}

const isMalformed = (errors: Step['errors']) => errors.some(({ code }) => code === 'InvalidQuotes');

/** Whether a row has a cell for each of so many columns, and none beyond but empty ones, which spreadsheets add. */
export function fits(cells: readonly string[], width: number): boolean {
  return cells.length >= width && cells.slice(width).every((cell) => cell.trim() === '');
}

/** The rows of a text of whole rows, each with its own piece of the text. */
function placedRows(text: string, format: Format): Placed[] {
  const rows: Placed[] = [];
  let from = 0;
  const step = ({ data: [cells = []], errors, meta: { cursor } }: Step) => {
    rows.push({ cells, text: text.slice(from, cursor), isMalformed: isMalformed(errors) });
    from = cursor;
  };
  new Papa.Parser({ ...format, newline: '\n', step: step as never }).parse(text.replace(/\n?$/, '\n'), 0, true);
  return rows;
}

/** The cells of a line where a quote only counts if it opens a cell and the next one closes it. */
function cellsOfLine(line: string, { delimiter, quoteChar: quote }: Format): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
    let end = line.indexOf(delimiter, at);
    if (end < 0) end = line.length;
    let close = line[at] === quote ? line.indexOf(quote, at + 1) : -1;
    while (close >= 0 && line[close + 1] === quote) close = line.indexOf(quote, close + 2);
    const isQuoted = close >= 0 && (close + 1 === line.length || line.startsWith(delimiter, close + 1));
    if (isQuoted) end = close + 1;
    cells.push(isQuoted ? line.slice(at + 1, close).replaceAll(quote + quote, quote) : line.slice(at, end));
    at = end + delimiter.length;
  }
  return cells;
}

/** The cells of a line whose quotes come in pairs and that is a row by itself; undefined for any other. */
export function wholeLine(line: string, format: Format, width: number): readonly string[] | undefined {
  if (line.split(format.quoteChar).length % 2 === 0) return undefined;
  const cells = cellsOfLine(line, format);
  return fits(cells, width) ? cells : undefined;
}

/** Whether a text is two rows at least where every line is one. */
function isRowByLine(lines: readonly string[], format: Format, width: number): boolean {
  return lines.length > 1 && lines.slice(0, 2).every((line) => fits(cellsOfLine(line, format), width));
}

/**
 * Takes rows apart that a quote within a cell ran together: feeds write `"Baggy" jeans` without doubling its quotes, and
 * the cell goes on to whichever quote ends one, many rows on. `text` is what `data` was read from; undefined stands for
 * a line that is no row.
 */
export function withoutStrayQuotes(
  text: string,
  { data, errors }: Pick<Step, 'data' | 'errors'>,
  format: Format,
  width: number,
): readonly (readonly string[] | undefined)[] {
  // Tables with tabs know no line ends inside of cells; elsewhere only a quote in the wrong place tells.
  const isTabbed = format.delimiter === '\t';
  const runsOn = (cells: readonly string[]) => cells.some((cell) => cell.includes('\n'));
  if (!isMalformed(errors) && !(isTabbed && data.some(runsOn))) return data;
  return placedRows(text, format).flatMap((row) => {
    const lines = row.text.replace(/\n$/, '').split('\n');
    const isSuspect = runsOn(row.cells) && (isTabbed || row.isMalformed);
    if (!isSuspect || !isRowByLine(lines, format, width)) return [row.cells];
    return lines.map((line) => {
      const cells = cellsOfLine(line, format);
      return fits(cells, width) || line.trim() === '' ? cells : undefined;
    });
  });
}
