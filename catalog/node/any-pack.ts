import { readFile } from 'node:fs/promises';
import type { Pack } from '../../lib/store/pack-format';
import { readPack, readPackManifest } from '../../lib/store/pack-read';

/** Reads and checks a pack file of whatever embedder. */
export async function openAnyPack(file: string): Promise<Pack> {
  const blob = new Blob([await readFile(file)]);
  return readPack(blob, (await readPackManifest(blob)).embedder);
}
