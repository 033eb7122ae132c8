import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import { UserError } from '../errors';
import { type Preferences, preferencesOf } from '../preferences';
import type { Look } from '../types';
import { readLooks, writeLooks } from './looks-file';
import { unzip } from './unzip';

/** Everything a person would miss. `catalog` is a pack. */
export interface Backup {
  readonly looks: readonly Look[];
  readonly preferences: Preferences;
  readonly catalog: Blob;
}

/** One zip of `looks.json`, `preferences.json` and `catalog.zip`. */
export async function writeBackup({ looks, preferences, catalog }: Backup): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  await writer.add('looks.json', new BlobReader(await writeLooks(looks)));
  await writer.add('preferences.json', new BlobReader(new Blob([JSON.stringify(preferences)])));
  // A pack is compressed already.
  await writer.add('catalog.zip', new BlobReader(catalog), { level: 0 });
  return writer.close();
}

/** Reads a backup; its catalogue is checked when it is imported. Throws `FileInvalid`. */
export async function readBackup(file: Blob): Promise<Backup> {
  const files = await unzip(file).catch((error: unknown) => {
    throw invalid(error);
  });
  const [looks, preferences, catalog] = ['looks.json', 'preferences.json', 'catalog.zip'].map((name) =>
    files.get(name),
  );
  if (!looks || !preferences || !catalog) throw invalid();
  return {
    looks: await readLooks(new Blob([looks])),
    preferences: preferencesOf(parsed(preferences)),
    catalog: new Blob([catalog], { type: 'application/zip' }),
  };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw invalid(error);
  }
}

function invalid(cause?: unknown): UserError {
  return new UserError('FileInvalid', 'This is not a complete backup. Nothing was changed.', { cause });
}
