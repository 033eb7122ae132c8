import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { buildGraph } from '../lib/index/hnsw';
import { DIMENSIONS, MAX_PRODUCTS, type Pack } from '../lib/store/pack-format';
import { writePack } from '../lib/store/pack-write';
import { GARMENT_CATEGORIES } from '../lib/types';
import { Checkpoint, type Done } from './checkpoint';
import { stringify } from './csv-write';
import { type Eyes, ingestBatch, UNREADABLE } from './ingest';
import { type CsvRow, readCsv } from './sources/csv';

const BATCH = 16;

/** One build. `source` is lower-case letters, digits, dots and dashes. */
export interface BuildOptions {
  readonly table: string;
  readonly out: string;
  readonly shop: string;
  readonly source: string;
  readonly picturesUrl?: string | undefined;
  readonly signal: AbortSignal;
  readonly progress: (done: number, stage: 'pictures' | 'index') => void;
}

/** What a build did. `report` is the file that lists the rejected rows, where there are any. */
export interface BuildResult {
  readonly products: number;
  readonly rejected: number;
  readonly report: string | undefined;
}

type Accepted = Extract<Done, { row: unknown }>;

/** Where the rejected rows of `out` are listed. */
export const reportFile = (out: string): string => `${out.replace(/\.zip$/i, '')}.rejected.csv`;

/** Repeated product ids are refused, the first one stays. */
function withoutRepeats(done: readonly Done[]): Done[] {
  const seen = new Set<string>();
  return done.map((one) => {
    if (!('row' in one)) return one;
    const { productId } = one.row;
    if (seen.has(productId)) return { number: one.number, productId, reason: 'repeated product_id' };
    seen.add(productId);
    return one;
  });
}

async function readRows(eyes: Eyes, options: BuildOptions, checkpoint: Checkpoint): Promise<Done[]> {
  // A picture that could not be read may be readable now.
  const done = (await checkpoint.read()).filter((one) => 'row' in one || !one.reason.startsWith(UNREADABLE));
  const known = new Set(done.map(({ number }) => number));
  const ingest = { folder: dirname(resolve(options.table)), source: options.source, picturesUrl: options.picturesUrl };
  let batch: CsvRow[] = [];
  const flush = async () => {
    const finished = await ingestBatch(batch, eyes, ingest);
    await checkpoint.append(finished);
    done.push(...finished);
    batch = [];
    options.progress(done.length, 'pictures');
    options.signal.throwIfAborted();
  };
  for await (const row of readCsv(options.table)) {
    if (known.has(row.number)) continue;
    if (done.length + batch.length >= MAX_PRODUCTS) throw new Error(`More than ${MAX_PRODUCTS} rows.`);
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  return withoutRepeats(done.sort((a, b) => a.number - b.number));
}

async function packOf(accepted: readonly Accepted[], eyes: Eyes, options: BuildOptions): Promise<Pack> {
  const embeddings = new Float32Array(accepted.length * DIMENSIONS);
  for (const [row, { embedding }] of accepted.entries()) embeddings.set(embedding, row * DIMENSIONS);
  const graphs = new Map<string, Uint8Array<ArrayBuffer>>();
  let indexed = 0;
  for (const category of GARMENT_CATEGORIES) {
    const ids = Uint32Array.from([...accepted.keys()].filter((row) => accepted[row]?.row.category === category));
    if (ids.length === 0) continue;
    const vectors = new Float32Array(ids.length * DIMENSIONS);
    for (const [at, row] of ids.entries()) {
      vectors.set(embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), at * DIMENSIONS);
    }
    const graph = await buildGraph({ ids, vectors }, async (count) => {
      options.progress(indexed + count, 'index');
      options.signal.throwIfAborted();
    });
    graphs.set(category, graph.toBytes());
    graph.close();
    indexed += ids.length;
  }
  const { source, shop } = options;
  const rows = accepted.map(({ row }) => row);
  return { embedder: eyes.embedder, sources: [{ id: source, shop }], rows, embeddings, graphs };
}

/** Lists every rejected row and why. */
async function report(rejected: readonly Exclude<Done, Accepted>[], out: string): Promise<string | undefined> {
  const file = reportFile(out);
  await rm(file, { force: true });
  if (rejected.length === 0) return undefined;
  const lines = rejected.map(({ number, productId, reason }) => [String(number), productId, reason]);
  await writeFile(file, stringify([['row', 'product_id', 'reason'], ...lines]));
  return file;
}

/**
 * Builds a pack from a table. Interrupted (also by `signal`), the folder `OUT.partial` keeps what is done and the same
 * call goes on from there.
 * @throws Error when the table cannot be read or no row is usable.
 */
export async function buildPack(eyes: Eyes, options: BuildOptions): Promise<BuildResult> {
  const facts = [eyes.embedder, options.source, options.picturesUrl ?? ''];
  const checkpoint = await Checkpoint.open(`${options.out}.partial`, resolve(options.table), facts);
  const done = await readRows(eyes, options, checkpoint);
  const accepted = done.filter((one): one is Accepted => 'row' in one);
  const rejected = done.filter((one): one is Exclude<Done, Accepted> => !('row' in one));
  const listed = await report(rejected, options.out);
  if (accepted.length === 0)
    throw new Error(`No usable product in ${options.table}${listed ? `: see ${listed}` : ''}.`);
  const blob = await writePack(await packOf(accepted, eyes, options));
  await writeFile(`${options.out}.tmp`, Buffer.from(await blob.arrayBuffer()));
  await rename(`${options.out}.tmp`, options.out);
  await checkpoint.close();
  return { products: accepted.length, rejected: rejected.length, report: listed };
}
