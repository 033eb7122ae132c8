import Papa from 'papaparse';
import { SourceError } from '../source';
import { type Format, wholeLine, withoutStrayQuotes } from './stray-quotes';

/** One line of a table: its cells, or why it is none. `number` counts lines from 1 for the first after the header. */
export interface TableRow {
  readonly number: number;
  readonly cells?: readonly string[];
  readonly reason?: string;
  /** It is the table's last and has no line end: the table may have been cut within it. */
  readonly isOpen?: boolean;
}

/** Longest row in characters; what is longer is a quote that nobody closed, or an attack. */
const LONGEST_ROW = 1_000_000;
/** Most rows with such quotes; each costs another look at a long text. */
const MOST_BROKEN = 500;
/** Characters parsed at once. */
const PIECE = 262_144;
const NOT_CLOSED = 'a quote is not closed';
const DELIMITERS = [',', ';', '\t', '|'];
/** What may stand before a header: empty lines, and the line by which spreadsheets tell each other the delimiter. */
const BEFORE = /^(?:[^\S\t\n]*\n)*(?:"?sep=(.)"?[^\S\t\n]*\n)?(?:[^\S\t\n]*\n)*/i;

interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly code: string }[];
  readonly meta: { readonly cursor: number };
}

const isEmpty = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');

/** The delimiter under which the first lines agree best, and the quote that the first line uses. */
export function formatOf(start: string): Format {
  const all = start.slice(0, PIECE).replace(/\r\n?/g, '\n');
  const [before = '', told] = BEFORE.exec(all) ?? [];
  const lines = all.slice(before.length);
  const quoteChar = /^'[^'\n]*'[,;\t|]/.test(lines) ? "'" : '"';
  const preview = Papa.parse(lines, { preview: 20, quoteChar, delimitersToGuess: DELIMITERS });
  // A table of one column has no delimiter; the header decides where prose in cells would outvote it.
  const header = lines.slice(0, Math.max(0, lines.indexOf('\n')));
  const inHeader = DELIMITERS.find((one) => one === told) ?? DELIMITERS.find((one) => header.split(one).length >= 4);
  return { delimiter: inHeader ?? preview.meta.delimiter, quoteChar };
}

function parse(text: string, format: Format, isLast: boolean): Parsed {
  const parser = new Papa.Parser({ ...format, newline: '\n', delimitersToGuess: DELIMITERS });
  return parser.parse(text, 0, !isLast) as Parsed;
}

/** Splits text that arrives in pieces; `rest` is what is not yet a whole row. */
class RowSplitter {
  private rest = '';
  private number = -1;
  private broken = 0;
  private isSkipping = false;
  private width: number | undefined;
  private hasBegun = false;

  constructor(private readonly format: Format) {}

  /** How many rows there were, the header not counted. */
  get rows(): number {
    return this.number;
  }

  /** Takes more text in; rows come out of `drain` once there is a piece worth parsing. */
  push(text: string): boolean {
    this.rest += text;
    if (this.isSkipping) this.skipLine();
    return this.rest.length >= PIECE;
  }

  private skipLine(): void {
    const next = this.rest.indexOf('\n') + 1;
    this.isSkipping = next === 0;
    this.rest = this.isSkipping ? '' : this.rest.slice(next);
  }

  /** The rows that were read from the start of the rest. */
  private *numbered(parsed: Parsed, isOpen = false): Generator<TableRow> {
    // The header says how many cells a row has.
    this.width ??= parsed.data[0]?.length;
    const text = this.rest.slice(0, parsed.meta.cursor);
    for (const cells of withoutStrayQuotes(text, parsed, this.format, this.width ?? 0)) {
      if (cells && isEmpty(cells)) continue;
      this.number += 1;
      yield cells ? { number: this.number, cells, isOpen } : { number: this.number, reason: NOT_CLOSED };
    }
  }

  /**
   * Reads or reports the line at the start of the rest, whose row never ends, and goes on with the next. Those behind it
   * that are rows by themselves are read too: each would else cost another look at all of the rest.
   */
  private *refuse(reason: string, isLast = false): Generator<TableRow> {
    this.broken += 1;
    if (this.broken > MOST_BROKEN)
      throw new SourceError(`More than ${MOST_BROKEN} rows have a quote that is not closed.`);
    let cells = this.lineAhead();
    const isOpen = isLast && !this.rest.includes('\n');
    yield { number: ++this.number, isOpen, ...(cells ? { cells } : { reason }) };
    this.skipLine();
    while (cells && this.rest.includes('\n')) {
      cells = this.lineAhead();
      if (!cells || isEmpty(cells)) return;
      yield { number: ++this.number, cells };
      this.skipLine();
    }
  }

  /** The cells of the next line where that is a row by itself. */
  private lineAhead(): readonly string[] | undefined {
    const end = this.rest.indexOf('\n');
    const line = this.rest.slice(0, end < 0 ? LONGEST_ROW : Math.min(end, LONGEST_ROW));
    return wholeLine(line, this.format, this.width ?? 0);
  }

  /** All whole rows; with `isLast` the one without a line end too. */
  *drain(isLast: boolean): Generator<TableRow> {
    if (!this.hasBegun) this.rest = this.rest.replace(BEFORE, '');
    this.hasBegun = true;
    for (;;) {
      const whole = parse(this.rest, this.format, false);
      yield* this.numbered(whole);
      this.rest = this.rest.slice(whole.meta.cursor);
      if (this.rest.length > LONGEST_ROW) {
        yield* this.refuse(`longer than ${LONGEST_ROW} characters, or ${NOT_CLOSED}`);
        continue;
      }
      if (!isLast || this.rest === '') return;
      const last = parse(this.rest, this.format, true);
      if (!last.errors.some(({ code }) => code === 'MissingQuotes')) return yield* this.numbered(last, true);
      yield* this.refuse(NOT_CLOSED, true);
    }
  }
}

/**
 * Splits text into rows and cells while it arrives: quotes, quoted line ends, any line end. A row that is too long or
 * whose quote is never closed is reported, and reading goes on with the line after its first. The header is row 0.
 * @throws SourceError when there is no row, or hardly one that can be read.
 */
export async function* tableRows(parts: AsyncIterable<string>, format: Format): AsyncGenerator<TableRow> {
  const splitter = new RowSplitter(format);
  let carried = '';
  try {
    for await (const part of parts) {
      const text = carried + part;
      // A line end may be cut between its two characters.
      carried = text.endsWith('\r') ? '\r' : '';
      const whole = (carried ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n');
      if (splitter.push(whole)) yield* splitter.drain(false);
    }
  } catch (error) {
    // The whole rows before a break are good.
    if (error instanceof SourceError) yield* splitter.drain(false);
    throw error;
  }
  yield* splitter.drain(true);
  if (splitter.rows < 0) throw new SourceError('The table is empty.');
}
