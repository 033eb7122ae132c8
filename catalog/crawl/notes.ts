import { appendFile, readFile, rm, truncate } from 'node:fs/promises';
import type { RawProduct } from '../source';

/** A page of a term that was read, with what was on it. */
export interface Noted {
  readonly term: string;
  readonly page: number;
  readonly products: readonly RawProduct[];
  /** True where the term ends with this page. */
  readonly last: boolean;
}

/** What a crawl has read so far: a line a page, so that a kill loses one page at most. */
export class Notes {
  readonly #file: string;

  constructor(out: string) {
    this.#file = `${out}.partial.ndjson`;
  }

  /** The pages read so far; a half-written last line is dropped. */
  async read(): Promise<Noted[]> {
    const bytes = await readFile(this.#file).catch(() => Buffer.alloc(0));
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole < bytes.length) await truncate(this.#file, whole);
    return bytes.toString('utf8', 0, whole).split('\n').filter(Boolean).map((line) => JSON.parse(line)); // biome-ignore format: one thought
  }

  async add(noted: Noted): Promise<void> {
    await appendFile(this.#file, `${JSON.stringify(noted)}\n`);
  }

  async close(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
