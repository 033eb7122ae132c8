import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isWebAddress, type Pack } from '../../lib/store/pack-format';
import { readPack } from '../../lib/store/pack-read';
import { writePack } from '../../lib/store/pack-write';
import { type ReportLine, reportText } from '../ingest/report';

const stemOf = (out: string) => out.replace(/\.zip$/i, '');

/** Where the products of `out` that did not go in are listed. */
export const reportFile = (out: string): string => `${stemOf(out)}.rejected.csv`;

/** Where a refresh of `out` finds what it needs. */
export const stateFile = (out: string): string => `${stemOf(out)}.state.ndjson`;

/** Where an interrupted command keeps what it has done for `out`. */
export const partialFolder = (out: string): string => `${out}.partial`;

/** Writes a file so that it is there whole or not at all. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${file}.tmp`, content);
  await rename(`${file}.tmp`, file);
}

/** Writes a pack file whole. */
export async function savePack(pack: Pack, out: string): Promise<void> {
  await writeWhole(out, new Uint8Array(await (await writePack(pack)).arrayBuffer()));
}

/** Reads and checks a pack file. */
export async function loadPack(file: string, embedder: string): Promise<Pack> {
  return readPack(new Blob([await readFile(file)]), embedder);
}

/** Lists every product that was left out, or that went in but is doubtful, and why; no file where there is none. */
export async function writeReport(lines: readonly ReportLine[], out: string): Promise<string | undefined> {
  const file = reportFile(out);
  await rm(file, { force: true });
  if (lines.length === 0) return undefined;
  const order = new Intl.Collator('en', { numeric: true });
  const sorted = [...lines].sort((a, b) => order.compare(a.where, b.where) || order.compare(a.productId, b.productId));
  await writeFile(file, reportText(sorted));
  return file;
}

/** Whether an input is an address rather than a file. */
export const isAddress = (input: string): boolean => isWebAddress(input);
