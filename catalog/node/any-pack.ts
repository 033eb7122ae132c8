import type { Pack } from '../../lib/store/pack-format';
import { readPack, readPackManifest } from '../../lib/store/pack-read';
import { packFile } from './files';

/** Reads and checks a pack file of whatever embedder. */
export async function openAnyPack(file: string): Promise<Pack> {
  const blob = await packFile(file);
  return readPack(blob, (await readPackManifest(blob)).embedder);
}
