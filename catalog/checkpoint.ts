import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackRow } from '../lib/store/pack-format';
import type { Embedding } from '../lib/types';

/** A row of the table that is done: its product and vector, or why it was refused. */
export type Done =
  | { readonly number: number; readonly row: PackRow; readonly embedding: Embedding }
  | { readonly number: number; readonly reason: string; readonly productId: string };

function encode(done: Done): string {
  if (!('embedding' in done)) return JSON.stringify(done);
  const { buffer, byteOffset, byteLength } = done.embedding;
  return JSON.stringify({ ...done, embedding: Buffer.from(buffer, byteOffset, byteLength).toString('base64') });
}

function decode(line: string): Done {
  const done = JSON.parse(line);
  if (typeof done.embedding !== 'string') return done;
  return { ...done, embedding: new Float32Array(new Uint8Array(Buffer.from(done.embedding, 'base64')).buffer) };
}

/** What a build has done so far, in a folder beside its output: a line a row, so that a kill loses one batch at most. */
export class Checkpoint {
  readonly #folder: string;
  readonly #file: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#file = join(folder, 'rows.ndjson');
  }

  /** Opens the folder; anything of another table, embedder or setting (`facts`) is dropped. */
  static async open(folder: string, table: string, facts: readonly string[]): Promise<Checkpoint> {
    const { size, mtimeMs } = await stat(table);
    const key = createHash('sha256')
      .update(JSON.stringify([table, size, mtimeMs, ...facts]))
      .digest('hex');
    const keyFile = join(folder, 'key');
    const known = await readFile(keyFile, 'utf8').catch(() => '');
    if (known !== key) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      await writeFile(keyFile, key);
    }
    return new Checkpoint(folder);
  }

  /** The rows done so far; a half-written last line is dropped. */
  async read(): Promise<Done[]> {
    const bytes = await readFile(this.#file).catch(() => Buffer.alloc(0));
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole < bytes.length) await truncate(this.#file, whole);
    return bytes.subarray(0, whole).toString('utf8').split('\n').filter(Boolean).map(decode);
  }

  /** Adds finished rows. */
  async append(done: readonly Done[]): Promise<void> {
    if (done.length > 0) await appendFile(this.#file, done.map((one) => `${encode(one)}\n`).join(''));
  }

  /** Removes the folder: the pack is written. */
  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
