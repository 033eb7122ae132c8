import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkGraph } from '../../lib/index/graph-check';
import { DIMENSIONS } from '../../lib/store/pack-format';
import type { VectorSet } from '../../lib/types';
import type { GraphOf } from '../pack-of';
import { writeWhole } from './files';

const ENDING = '.hnsw';

const digestOf = ({ ids, vectors }: VectorSet): string => {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of [ids, vectors]) hash.update(Buffer.from(buffer, byteOffset, byteLength)); // biome-ignore format: one thought
  return hash.digest('hex').slice(0, 32);
};

async function readSound(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const bytes = new Uint8Array(await readFile(file));
    checkGraph(bytes, DIMENSIONS);
    return bytes;
  } catch {
    return undefined;
  }
}

/**
 * Finished graphs in a folder, named by what they are over: whoever was interrupted builds only the others again, and
 * one over other vectors is never taken for them.
 */
export class KeptGraphs {
  readonly #folder: string;
  #taken = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** How many graphs were there already. */
  get taken(): number {
    return this.#taken;
  }

  /** The kept graph of a category, else the one that `build` makes, which is kept. */
  readonly graphOf: GraphOf = async (category, set, build) => {
    const file = join(this.#folder, `${category}-${digestOf(set)}${ENDING}`);
    const kept = await readSound(file);
    if (kept) {
      this.#taken += 1;
      return kept;
    }
    const graph = await build();
    await mkdir(this.#folder, { recursive: true });
    await writeWhole(file, graph);
    return graph;
  };

  /** Removes every kept graph, and the folder where nothing else is in it. */
  async forget(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names.filter((one) => one.includes(ENDING))) await rm(join(this.#folder, name), { force: true });
    await rmdir(this.#folder).catch(() => undefined);
  }
}
