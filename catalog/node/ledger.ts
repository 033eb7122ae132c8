import { createHash } from 'node:crypto';
import { appendFile, mkdir, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type {
  Copy,
  IngestStore,
  Known,
  Listed,
  ListedBatch,
  Outcome,
  Refusal,
  StoredPrint,
  Taken,
} from '../../lib/store/ingest-store';
import { DIMENSIONS, PackRow } from '../../lib/store/pack-format';

const base64 = ({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

function encode(taken: Taken): string {
  const { embedding, print, ...rest } = taken;
  const bytes = { embedding: base64(embedding), ...(print ? { print: base64(print) } : {}) };
  return `${JSON.stringify({ ...rest, ...bytes })}\n`;
}

/** A product as it was written down; undefined for a line that a bad disk changed: the product is looked at again. */
function decode(line: string): Taken | undefined {
  try {
    const { embedding, print, ...rest } = JSON.parse(line);
    const vector = new Float32Array(new Uint8Array(Buffer.from(embedding, 'base64')).buffer);
    if (vector.length !== DIMENSIONS || !v.is(PackRow, rest.row)) return undefined;
    return { ...rest, embedding: vector, ...(print ? { print: new Uint8Array(Buffer.from(print, 'base64')) } : {}) };
  } catch {
    return undefined;
  }
}

/** Where in a folder what is done is written down. */
export const rowsFile = (folder: string): string => join(folder, 'rows.ndjson');

/** A copy as it is remembered. */
export type StoredCopy = Omit<Copy, 'where' | 'reason'>;

/** Lines of a file, one after the other, in constant memory; none when there is no file. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const handle = await open(file).catch(() => undefined);
  try {
    if (handle) yield* handle.readLines();
  } finally {
    await handle?.close();
  }
}

/**
 * What a build has done so far, in a folder beside its output: a line a product, so that a kill loses one batch at
 * most. The listing is made anew by every run; what is done is recognised by its hash.
 */
export class Ledger implements IngestStore {
  /** Products that did not go in, in the order of the source. */
  readonly refused: Refusal[] = [];
  readonly #folder: string;
  readonly #before: ReadonlySet<string>;
  readonly #kept = new Map<string, Taken>();
  readonly #copies = new Map<string, StoredCopy>();
  #line: Listed[] = [];
  #waiting = 0;
  #spool: AsyncGenerator<string> | undefined;

  private constructor(folder: string, before: readonly Taken[], copies: Iterable<StoredCopy>) {
    this.#folder = folder;
    for (const copy of copies) this.#copies.set(copy.productId, copy);
    this.#before = new Set(before.map(({ row }) => row.productId));
    for (const taken of before) this.#kept.set(taken.row.productId, taken);
  }

  /** Opens the folder over the products known before; what was done with other `facts` is dropped. */
  static async open(
    folder: string,
    facts: readonly string[],
    before: readonly Taken[] = [],
    copies: Iterable<StoredCopy> = [],
  ): Promise<Ledger> {
    const key = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
    const keyFile = join(folder, 'key');
    const known = await readFile(keyFile, 'utf8').catch(() => '');
    if (known !== key) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      await writeFile(keyFile, key);
    }
    const ledger = new Ledger(folder, before, copies);
    await ledger.#resume();
    return ledger;
  }

  /** The products, those known before first. */
  products(): readonly Taken[] {
    return [...this.#kept.values()];
  }

  async count(): Promise<number> {
    return this.#kept.size;
  }

  async known(productIds: readonly string[]): Promise<ReadonlyMap<string, Known>> {
    const known = new Map<string, Known>();
    for (const id of productIds) {
      const taken = this.#kept.get(id);
      if (taken) known.set(id, { ...taken, ...factsOf(taken.row) });
    }
    return known;
  }

  async copies(productIds: readonly string[]): Promise<ReadonlyMap<string, StoredCopy>> {
    return new Map(
      productIds.flatMap((id) => (this.#copies.has(id) ? [[id, this.#copies.get(id) as StoredCopy]] : [])),
    );
  }

  /** Every product that was left out because another one has its picture. */
  allCopies(): readonly StoredCopy[] {
    return [...this.#copies.values()];
  }

  async list({ waiting, updated, refused }: ListedBatch): Promise<void> {
    this.refused.push(...refused);
    for (const row of updated) this.#update(row.productId, factsOf(row));
    this.#waiting += waiting.length;
    await appendFile(this.#spoolFile, waiting.map((listed) => `${JSON.stringify(listed)}\n`).join(''));
  }

  async markGone(seen: ReadonlySet<string>, isUnread?: (url: string) => boolean): Promise<number> {
    let gone = 0;
    for (const [id, { row }] of this.#kept) {
      if (seen.has(id) || isUnread?.(row.url)) continue;
      // Of an interrupted first build nothing was promised to anybody yet.
      if (!this.#before.has(id)) this.#kept.delete(id);
      else if (row.inStock) {
        this.#update(id, { ...factsOf(row), inStock: false });
        gone += 1;
      }
    }
    return gone;
  }

  async *prints(): AsyncGenerator<StoredPrint[]> {
    yield this.products().flatMap(({ row: { productId, category, gender, inStock }, hash, print }) =>
      print && inStock ? { productId, hash, category, gender, print } : [],
    );
  }

  async waiting(): Promise<number> {
    return this.#waiting;
  }

  async next(count: number): Promise<readonly Listed[]> {
    this.#spool ??= linesOf(this.#spoolFile);
    while (this.#line.length < count) {
      const { value, done } = await this.#spool.next();
      if (done) break;
      this.#line.push(JSON.parse(value));
    }
    return this.#line.slice(0, count);
  }

  async commit(outcomes: readonly Outcome[]): Promise<void> {
    const taken = outcomes.filter((one): one is Taken => 'embedding' in one);
    await appendFile(this.#rowsFile, taken.map(encode).join(''));
    for (const one of taken) {
      this.#kept.set(one.row.productId, one);
      this.#copies.delete(one.row.productId);
    }
    for (const one of outcomes) {
      if ('reason' in one) this.refused.push(one);
      if ('original' in one) {
        const { productId, hash, original } = one;
        this.#copies.set(productId, { productId, hash, original });
      }
    }
    this.#line = this.#line.slice(outcomes.length);
    this.#waiting -= outcomes.length;
  }

  /** Lets go of the files; the folder stays. */
  async pause(): Promise<void> {
    await this.#spool?.return(undefined);
  }

  /** Removes the folder: the pack is written. */
  async close(): Promise<void> {
    await this.pause();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #rowsFile(): string {
    return rowsFile(this.#folder);
  }

  get #spoolFile(): string {
    return join(this.#folder, 'waiting.ndjson');
  }

  /** Reads what is done; a half-written last line is dropped. */
  async #resume(): Promise<void> {
    await rm(this.#spoolFile, { force: true });
    const bytes = await readFile(this.#rowsFile).catch(() => Buffer.alloc(0));
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole < bytes.length) await truncate(this.#rowsFile, whole);
    for (let at = 0; at < whole; ) {
      const end = bytes.indexOf('\n', at);
      const taken = decode(bytes.toString('utf8', at, end));
      if (taken) this.#kept.set(taken.row.productId, taken);
      at = end + 1;
    }
  }

  #update(id: string, { price, inStock }: Pick<PackRow, 'price' | 'inStock'>): void {
    const taken = this.#kept.get(id);
    if (!taken) return;
    const { price: _old, ...row } = taken.row;
    this.#kept.set(id, { ...taken, row: { ...row, inStock, ...(price ? { price } : {}) } });
  }
}

const factsOf = ({ price, inStock }: PackRow) => ({ inStock, ...(price ? { price } : {}) });
