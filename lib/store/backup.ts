import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import { type AllCorrections, allCorrectionsOf } from '../corrections';
import { UserError } from '../errors';
import { type Preferences, preferencesOf } from '../preferences';
import type { Look } from '../types';
import { type KeptShop, parseKeptShops } from './kept-shops';
import { readLooks, writeLooks } from './looks-file';
import { unzip } from './unzip';

/** A catalogue and thousands of looks, unpacked. */
const MOST_BYTES = 3_000_000_000;
const MOST_PATTERNS = 10_000;
const PATTERN = /^https?:\/\/[\w.*-]+\/\*$/;

/** Everything a person would miss. `catalog` is a pack; `paused` and `sites` (those allowed) hold match patterns. */
export interface Backup {
  readonly looks: readonly Look[];
  readonly shops: readonly KeptShop[];
  readonly paused: readonly string[];
  readonly sites: readonly string[];
  readonly corrections: AllCorrections;
  readonly preferences: Preferences;
  readonly catalog: Blob;
}

/** One zip of `looks.json`, `catalog.zip` and a file of JSON for each of the rest. */
export async function writeBackup({ looks, catalog, ...rest }: Backup): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  await writer.add('looks.json', new BlobReader(await writeLooks(looks)));
  for (const [name, value] of Object.entries(rest)) {
    await writer.add(`${name}.json`, new BlobReader(new Blob([JSON.stringify(value)])));
  }
  // A pack is compressed already.
  await writer.add('catalog.zip', new BlobReader(catalog), { level: 0 });
  return writer.close();
}

/** Reads a backup; its catalogue is checked when it is imported. Throws `FileInvalid`. */
export async function readBackup(file: Blob): Promise<Backup> {
  const files = await unzip(file, MOST_BYTES).catch((error: unknown) => {
    throw invalid(error);
  });
  const [looks, preferences, catalog] = ['looks.json', 'preferences.json', 'catalog.zip'].map((name) =>
    files.get(name),
  );
  if (!looks || !preferences || !catalog) throw invalid();
  // Older backups hold less.
  const [shops, paused, sites, corrections] = ['shops', 'paused', 'sites', 'corrections'].map((name) => {
    return files.get(`${name}.json`);
  });
  return {
    looks: await readLooks(new Blob([looks])),
    preferences: preferencesOf(parsed(preferences)),
    catalog: new Blob([catalog], { type: 'application/zip' }),
    shops: shops ? shopsOf(parsed(shops)) : [],
    paused: paused ? patternsOf(parsed(paused)) : [],
    sites: sites ? patternsOf(parsed(sites)) : [],
    corrections: corrections ? allCorrectionsOf(parsed(corrections)) : {},
  };
}

function shopsOf(value: unknown): readonly KeptShop[] {
  try {
    return parseKeptShops(value);
  } catch (error) {
    throw invalid(error);
  }
}

function patternsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw invalid();
  return value.filter((one): one is string => typeof one === 'string' && PATTERN.test(one)).slice(0, MOST_PATTERNS);
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
