import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { PoliteFetcher } from '../fetch/polite';
import { type CatalogSource, SourceError } from '../source';
import { readCsv } from '../sources/csv';
import { isAddress } from './files';

/** A source ready to be read. */
export interface Input {
  readonly source: CatalogSource;
  /** The shop's name where nobody gave one. */
  readonly name: string;
  /** Where paths of pictures start; undefined for a source from the web, which may name no files. */
  readonly folder: string | undefined;
}

/** Opens a file or an address, whatever it speaks. Throws `SourceError` with a sentence. */
export async function openInput(input: string, _fetcher: PoliteFetcher, _signal?: AbortSignal): Promise<Input> {
  if (isAddress(input)) throw new SourceError('Addresses are not read yet.');
  if (!existsSync(input)) throw new SourceError(`There is no file ${input}.`);
  const source: CatalogSource = {
    kind: 'csv',
    async *products() {
      for await (const { number, raw, reason } of readCsv(input)) {
        const where = `row ${number}`;
        yield raw ? { where, raw } : { where, reason: reason ?? 'unreadable row' };
      }
    },
  };
  return { source, name: basename(input).replace(/\.[^.]*$/, ''), folder: dirname(resolve(input)) };
}
