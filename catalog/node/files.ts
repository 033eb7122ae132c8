import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportLine } from '../../lib/shop';
import { isWebAddress, type Pack } from '../../lib/store/pack-format';
import { readPack } from '../../lib/store/pack-read';
import { writePack } from '../../lib/store/pack-write';
import { reportText } from '../ingest/report';
import { fileError } from './file-error';

const stemOf = (out: string) => out.replace(/\.zip$/i, '');

/** Where the products of `out` that did not go in are listed. */
export const reportFile = (out: string): string => `${stemOf(out)}.rejected.csv`;

/** Where a refresh of `out` finds what it needs. */
export const stateFile = (out: string): string => `${stemOf(out)}.state.ndjson`;

/** Where an interrupted command keeps what it has done for `out`. */
export const partialFolder = (out: string): string => `${out}.partial`;

/** Throws where `out` cannot become a file, before the work of hours that would be written there. */
export async function checkOut(out: string): Promise<void> {
  const there = await stat(out).catch(() => undefined);
  if (there?.isDirectory()) throw new Error(`${out} is a folder, not a file.`);
}

/** Throws where `out` is the very file `input`, by whichever path: nobody wants a table replaced by what is made of it. */
export async function checkApart(input: string, out: string): Promise<void> {
  const files = [input, out].map((file) => stat(file, { bigint: true }).catch(() => undefined));
  const [one, other] = await Promise.all(files);
  if (one && other && one.ino === other.ino && one.dev === other.dev) {
    throw new Error(`${input} would be overwritten by what is made of it. Name another file.`);
  }
}

/** Writes a file so that it is there whole or not at all; on a full disk no part of it stays. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const part = `${file}.tmp`;
  try {
    await writeFile(part, content);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Writes a pack file whole. */
export async function savePack(pack: Pack, out: string): Promise<void> {
  await writeWhole(out, new Uint8Array(await (await writePack(pack)).arrayBuffer()));
}

/** The bytes of a pack file. Throws an Error with a sentence where it cannot be opened. */
export async function packFile(file: string): Promise<Blob> {
  try {
    return new Blob([await readFile(file)]);
  } catch (error) {
    throw fileError(error, file);
  }
}

/** Reads and checks a pack file. */
export async function loadPack(file: string, embedder: string): Promise<Pack> {
  return readPack(await packFile(file), embedder);
}

const order = new Intl.Collator('en', { numeric: true });

const sortedText = (lines: readonly ReportLine[]): string =>
  reportText(lines.toSorted((a, b) => order.compare(a.where, b.where) || order.compare(a.productId, b.productId)));

/**
 * Lists every product that was left out, or that went in but is doubtful, and why, once `work` is done: where that fails an
 * earlier list stays, as the pack does. Answers the file; none where there is nothing to list.
 */
export async function withReport(
  lines: readonly ReportLine[],
  out: string,
  work: () => Promise<void>,
): Promise<string | undefined> {
  const file = reportFile(out);
  const part = `${file}.tmp`;
  try {
    // Before the work: a full disk is no reason to have a new pack with an old list.
    if (lines.length > 0) await writeFile(part, sortedText(lines));
    await work();
    if (lines.length === 0) await rm(file, { force: true });
    else await rename(part, file);
    return lines.length === 0 ? undefined : file;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Lists why nothing of a build for `out` went in, with what the build keeps until it succeeds. Answers the file. */
export async function reportFailure(lines: readonly ReportLine[], out: string): Promise<string> {
  const file = join(partialFolder(out), 'rejected.csv');
  await writeFile(file, sortedText(lines));
  return file;
}

/** Whether an input is an address rather than a file. */
export const isAddress = (input: string): boolean => isWebAddress(input);
