import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
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
  readonly #head: string;

  /** `facts` say what is read: pages that were read of something else are none of this crawl. */
  constructor(out: string, facts: readonly unknown[]) {
    this.#file = `${out}.partial.ndjson`;
    this.#head = JSON.stringify({ of: facts });
  }

  /** The pages of this site read so far; a half-written last line is dropped, and what another site left. */
  async read(): Promise<Noted[]> {
    const bytes = await readFile(this.#file).catch(() => Buffer.alloc(0));
    const whole = bytes.lastIndexOf('\n') + 1;
    const [first, ...lines] = bytes.toString('utf8', 0, whole).split('\n').filter(Boolean);
    if (first !== this.#head) {
      await writeFile(this.#file, `${this.#head}\n`);
      return [];
    }
    if (whole < bytes.length) await truncate(this.#file, whole);
    return lines.map((line) => JSON.parse(line));
  }

  async add(noted: Noted): Promise<void> {
    await appendFile(this.#file, `${JSON.stringify(noted)}\n`);
  }

  async close(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
