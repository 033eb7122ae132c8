import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { partialFolder, writeWhole } from './files';
import { rowsFile } from './ledger';
import type { Input } from './open-input';
import { Spec } from './state';

/** Milliseconds after which a shop may have moved to another platform: it is looked at anew. */
const WEEK = 7 * 86_400_000;

const Found = v.strictObject({ input: v.string(), name: v.string(), spec: Spec });

const fileOf = (out: string) => join(partialFolder(out), 'found.json');

/** Notes what a build found an address to be, beside what it has done. */
export async function noteFound(out: string, input: string, { name, spec }: Input): Promise<void> {
  if (spec) await writeWhole(fileOf(out), JSON.stringify({ input, name, spec }));
}

/**
 * What an interrupted build of `out` found its input to be: whoever goes on must not find something else, which would
 * drop what is done. Undefined where nothing is noted of that input.
 */
export async function readFound(
  out: string,
  input: string,
): Promise<Required<Pick<Input, 'name' | 'spec'>> | undefined> {
  try {
    const { mtimeMs } = await stat(fileOf(out));
    // Where nothing is done yet, what was found may have been wrong.
    if ((await stat(rowsFile(partialFolder(out)))).size === 0) return undefined;
    const found = v.parse(Found, JSON.parse(await readFile(fileOf(out), 'utf8')));
    return found.input === input && Date.now() - mtimeMs < WEEK ? found : undefined;
  } catch {
    return undefined;
  }
}
