import { createReadStream, existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { PoliteFetcher } from '../fetch/polite';
import { type CatalogSource, SourceError } from '../source';
import { openFile, openSource } from '../sources/open';
import { probeShop } from '../sources/probe';
import { isAddress } from './files';

/** A source ready to be read. */
export interface Input {
  readonly source: CatalogSource;
  /** The shop's name where nobody gave one. */
  readonly name: string;
  /** Where paths of pictures start; undefined for a source from the web, which may name no files. */
  readonly folder: string | undefined;
}

const bytesOf = (file: string) => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array<ArrayBuffer>>;

/** Opens a file or an address, whatever it speaks. Throws `SourceError` with a sentence. */
export async function openInput(input: string, fetcher: PoliteFetcher, signal?: AbortSignal): Promise<Input> {
  if (isAddress(input)) {
    const { spec, name } = await probeShop(input, fetcher, signal);
    return { source: openSource(spec, fetcher), name, folder: undefined };
  }
  if (!existsSync(input)) throw new SourceError(`There is no file ${input}.`);
  const source = await openFile(() => bytesOf(input));
  return { source, name: basename(input).replace(/\.[^.]*$/, ''), folder: dirname(resolve(input)) };
}
