import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { GLUE_FILE, patchGlue } from '../../../lib/index/csp-patch';
import { ExactIndex } from '../../../lib/index/exact';
import { checkGraph } from '../../../lib/index/graph-check';
import { buildGraph, HnswIndex } from '../../../lib/index/hnsw';
import { openIndex, openIndexSoon } from '../../../lib/index/open';
import type { VectorIndex } from '../../../lib/types';
import { clusteredVectors } from './vectors';

const source = clusteredVectors(7);
const set = source.set(5_000);
const queries = Array.from({ length: 100 }, source.next);
const exact = new ExactIndex(set);
const idsOf = (index: VectorIndex, query: Float32Array, filter?: (id: number) => boolean) =>
  index.search(query, 10, filter).map(({ id }) => id);

function recall(index: VectorIndex, filter?: (id: number) => boolean): number {
  let hits = 0;
  for (const query of queries) {
    const truth = new Set(idsOf(exact, query, filter));
    hits += idsOf(index, query, filter).filter((id) => truth.has(id)).length;
  }
  return hits / (10 * queries.length);
}

describe('HNSW against the exact scan', () => {
  let graph: HnswIndex;
  let bytes: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    graph = await buildGraph(set);
    bytes = graph.toBytes();
  });

  it('finds 98 % of the ten nearest among 5,000', () => expect(recall(graph)).toBeGreaterThanOrEqual(0.98));

  it('answers the same after saving and loading', async () => {
    const loaded = await HnswIndex.fromBytes(bytes, 128);
    expect(loaded.size).toBe(5_000);
    for (const query of queries) expect(loaded.search(query, 10)).toEqual(graph.search(query, 10));
  });

  it('loads several files asked for at once', async () => {
    const loaded = await Promise.all([1, 2, 3].map(() => HnswIndex.fromBytes(bytes, 128)));
    for (const index of loaded) expect(idsOf(index, queries[0] ?? source.next())).toHaveLength(10);
  });

  it('adds, replaces and removes', async () => {
    const index = await buildGraph(source.set(50));
    const wanted = source.next();
    index.add(7, wanted);
    index.add(999, wanted);
    expect(index.size).toBe(51);
    expect(new Set(index.search(wanted, 2).map(({ id }) => id))).toEqual(new Set([7, 999]));
    index.remove(7);
    index.remove(12_345);
    expect(index.size).toBe(50);
    expect(index.search(wanted, 1)[0]?.id).toBe(999);
    const reopened = await HnswIndex.fromBytes(index.toBytes(), 128);
    expect(reopened.size).toBe(50);
    expect(reopened.search(wanted, 50).map(({ id }) => id)).not.toContain(7);
  });

  it('keeps recall under a filter, whoever answers', async () => {
    const index = await openIndex(set, async () => bytes);
    expect(recall(index, (id) => id % 2 === 0)).toBeGreaterThanOrEqual(0.98);
    const rare = (id: number) => id % 97 === 0;
    expect(recall(index, rare)).toBe(1);
    expect(index.search(queries[0] ?? source.next(), 10, () => false)).toEqual([]);
  });

  it('answers exactly when the graph is missing or damaged', async () => {
    const damaged = bytes.slice();
    damaged.fill(0xff, 60, 60_000);
    for (const graphBytes of [undefined, damaged, bytes.slice(0, 10_000), new Uint8Array(3)]) {
      const index = await openIndex(set, graphBytes && (async () => graphBytes));
      for (const query of queries.slice(0, 10)) expect(index.search(query, 10)).toEqual(exact.search(query, 10));
    }
    // And the library still reads the sound one.
    expect((await HnswIndex.fromBytes(bytes, 128)).size).toBe(5_000);
  });

  const hasGraph = (index: VectorIndex) => Buffer.from(index.toBytes()).equals(bytes);
  const reader = () => {
    let reads = 0;
    const read = async () => {
      reads += 1;
      return bytes.slice();
    };
    return { read, counted: () => reads };
  };

  it('answers exactly at once, and lets the graph answer when it was read', async () => {
    const { read, counted } = reader();
    const index = await openIndexSoon(set, read);
    for (const query of queries.slice(0, 10)) expect(index.search(query, 10)).toEqual(exact.search(query, 10));
    expect(counted()).toBe(0);
    await vi.waitFor(() => expect(hasGraph(index)).toBe(true), { timeout: 20_000 });
    expect(recall(index)).toBeGreaterThanOrEqual(0.98);
    index.close();
  });

  it('leaves a graph alone that comes after the vectors were changed or closed', async () => {
    const { read, counted } = reader();
    const open = () => openIndexSoon({ ids: set.ids.slice(), vectors: set.vectors.slice() }, read);
    const [changed, closed, kept] = [await open(), await open(), await open()];
    const wanted = source.next();
    changed.add(7, wanted);
    closed.close();
    await vi.waitFor(() => expect(hasGraph(kept)).toBe(true), { timeout: 20_000 });
    expect(counted()).toBe(1);
    expect(changed.search(wanted, 1)[0]?.id).toBe(7);
    expect(closed.size).toBe(0);
  });

  it('refuses a graph whose links or sizes do not hold', () => {
    expect(checkGraph(bytes, 128)).toEqual({ count: 5_000, labels: new Set(set.ids) });
    expect(() => checkGraph(bytes, 64)).toThrow('damaged');
    for (const at of [8, 12, 20, 28, 32]) {
      const changed = bytes.slice();
      new DataView(changed.buffer).setUint32(at, 60_000, true);
      expect(() => checkGraph(changed, 128), `word at ${at}`).toThrow('damaged');
    }
    const astray = bytes.slice();
    new DataView(astray.buffer).setUint32(60, 5_000, true);
    expect(() => checkGraph(astray, 128)).toThrow('damaged');
  });
});

describe('exact scan', () => {
  it('agrees with a plain sort, adds, removes and reopens', () => {
    const small = source.set(200);
    const index = new ExactIndex({ ids: small.ids.slice(), vectors: small.vectors.slice() });
    const query = source.next();
    const row = (id: number) => small.vectors.subarray(id * 128, (id + 1) * 128);
    const dot = (id: number) => row(id).reduce((sum, x, i) => sum + x * (query[i] ?? 0), 0);
    const sorted = [...small.ids].sort((a, b) => dot(b) - dot(a));
    expect(idsOf(index, query)).toEqual(sorted.slice(0, 10));
    index.add(500, query);
    expect(index.search(query, 1)[0]?.similarity).toBeCloseTo(1, 5);
    index.remove(500);
    index.remove(sorted[0] ?? 0);
    expect(idsOf(ExactIndex.fromBytes(index.toBytes(), 128), query)).toEqual(sorted.slice(1, 11));
  });
});

describe('the patch', () => {
  it('leaves no code compiled from text and refuses another release', () => {
    const file = createRequire(import.meta.url).resolve(`hnswlib-wasm/dist/${GLUE_FILE}`);
    const glue = readFileSync(file, 'utf8');
    expect(glue).toContain('newFunc(Function');
    expect(patchGlue(glue)).not.toContain('newFunc(Function');
    expect(() => patchGlue(glue.replace('var argsListWired', 'var argsWired'))).toThrow('not the release');
  });
});
