import { useHnswlibInNode } from '../../catalog/node/hnsw';
import { ExactIndex } from '../../lib/index/exact';
import { buildGraph } from '../../lib/index/hnsw';
import { openIndex } from '../../lib/index/open';
import type { VectorIndex } from '../../lib/types';
import { clusteredVectors } from '../unit/index/vectors';
import { clock, type Times, timesOf } from './figures';

const QUERIES = 200;
const K = 10;
const DIMENSIONS = 128;

/** Search through the index as the product opens it, against the exact scan as the truth. */
export interface SearchFigures {
  readonly vectors: number;
  readonly graph: Times;
  readonly exact: Times;
  readonly recallAt10: number;
  readonly fileMiB: number;
}

/** Builds, stores, opens and asks an index of `count` clustered vectors of 128 numbers (hnswlib-wasm runs in Node). */
export async function measureSearch(count: number): Promise<SearchFigures> {
  useHnswlibInNode();
  const source = clusteredVectors(7, DIMENSIONS, Math.round(count / 50));
  const set = source.set(count);
  const graph = await buildGraph(set);
  const bytes = graph.toBytes();
  graph.close();
  const chosen = await openIndex(set, async () => bytes);
  const exact = new ExactIndex(set);
  const queries = Array.from({ length: QUERIES }, source.next);
  const figures = await compare(queries, chosen, exact);
  chosen.close();
  return { vectors: count, ...figures, fileMiB: bytes.byteLength / 2 ** 20 };
}

async function compare(queries: readonly Float32Array[], chosen: VectorIndex, exact: VectorIndex) {
  const [fast, slow]: [number[], number[]] = [[], []];
  let hits = 0;
  for (const query of queries.slice(0, 20)) {
    chosen.search(query, K);
    exact.search(query, K);
  }
  for (const query of queries) {
    let truth = new Set<number>();
    slow.push(
      await clock(() => {
        truth = new Set(exact.search(query, K).map(({ id }) => id));
      }),
    );
    let found: readonly { id: number }[] = [];
    fast.push(
      await clock(() => {
        found = chosen.search(query, K);
      }),
    );
    hits += found.filter(({ id }) => truth.has(id)).length;
  }
  return { graph: timesOf(fast), exact: timesOf(slow), recallAt10: hits / (queries.length * K) };
}
