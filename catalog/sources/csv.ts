import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { type RawProduct, REQUIRED_COLUMNS } from '../schema';

/** One line of the table: `number` counts data rows from 1 as a spreadsheet does after the header. */
export interface CsvRow {
  readonly number: number;
  readonly raw?: RawProduct;
  readonly reason?: string;
}

/**
 * Reads a product table as a stream (comma, semicolon or tab; quotes; byte order mark), a row at a time.
 * @throws Error when a required column is missing.
 */
export async function* readCsv(file: string): AsyncGenerator<CsvRow> {
  const input = createReadStream(file);
  const parser = parse({
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 200_000,
  });
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  let columns: readonly string[] | undefined;
  let number = 0;
  for await (const record of parser as AsyncIterable<readonly string[]>) {
    if (!columns) {
      columns = record.map((name) => name.trim().toLowerCase());
      const missing = REQUIRED_COLUMNS.filter((name) => !columns?.includes(name));
      if (missing.length > 0) throw new Error(`The table has no column ${missing.join(', ')}.`);
      continue;
    }
    number += 1;
    if (record.length !== columns.length) {
      yield { number, reason: `${record.length} columns instead of ${columns.length}` };
      continue;
    }
    yield { number, raw: Object.fromEntries(columns.map((name, i) => [name, record[i] ?? ''])) };
  }
  if (!columns) throw new Error('The table is empty.');
}
