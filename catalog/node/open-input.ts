import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { PoliteFetcher } from '../fetch/polite';
import type { CatalogSource, SourceSpec } from '../source';
import { openFile, openSource } from '../sources/open';
import { probeShop } from '../sources/probe';
import { fileError } from './file-error';
import { isAddress } from './files';

/** A source ready to be read. */
export interface Input {
  readonly source: CatalogSource;
  /** The shop's name where nobody gave one. */
  readonly name: string;
  /** Where paths of pictures start; undefined for a source from the web, which may name no files. */
  readonly folder: string | undefined;
  /** What an address was found to speak; undefined for a file, whose bytes tell every time. */
  readonly spec?: SourceSpec;
}

const bytesOf = (file: string) => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array<ArrayBuffer>>;

/** Throws an Error with a sentence where a file cannot be read. */
async function checkFile(file: string): Promise<void> {
  try {
    const handle = await open(file);
    const isFolder = (await handle.stat()).isDirectory();
    await handle.close();
    if (isFolder) throw Object.assign(new Error(), { code: 'EISDIR' });
  } catch (error) {
    throw fileError(error, file);
  }
}

/** Opens an address that is known to speak something: nobody is asked what, who may be out of order today. */
export function openKnown(spec: SourceSpec, name: string, fetcher: PoliteFetcher): Input {
  return { source: openSource(spec, fetcher), name, folder: undefined, spec };
}

/** Opens a file or an address, whatever it speaks. Throws an Error with a sentence. */
export async function openInput(input: string, fetcher: PoliteFetcher, signal?: AbortSignal): Promise<Input> {
  if (isAddress(input)) {
    const { spec, name } = await probeShop(input, fetcher, signal);
    return openKnown(spec, name, fetcher);
  }
  await checkFile(input);
  const source = await openFile(() => bytesOf(input));
  return { source, name: basename(input).replace(/\.[^.]*$/, ''), folder: dirname(resolve(input)) };
}
