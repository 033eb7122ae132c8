import type { Embedding, Neighbor, OpenIndex, VectorIndex } from '../types';
import { ExactIndex } from './exact';
import { HnswIndex } from './hnsw';

/** Up to here a scan takes about half a millisecond and is exact: no graph is worth its memory. */
export const SMALL = 2_000;

/** A graph for speed over an exact scan for truth; which of them answers is nobody's business. */
class ChosenIndex implements VectorIndex {
  readonly #exact: ExactIndex;
  readonly #graph: HnswIndex;

  constructor(exact: ExactIndex, graph: HnswIndex) {
    this.#exact = exact;
    this.#graph = graph;
  }

  get size(): number {
    return this.#exact.size;
  }

  add(id: number, embedding: Embedding): void {
    this.#exact.add(id, embedding);
    this.#graph.add(id, embedding);
  }

  remove(id: number): void {
    this.#exact.remove(id);
    this.#graph.remove(id);
  }

  /** Similarities are always those of the exact vectors; a filter that leaves the graph too few makes a scan. */
  search(embedding: Embedding, k: number, filter?: (id: number) => boolean): readonly Neighbor[] {
    const found = this.#graph.search(embedding, filter ? 2 * k : k, filter);
    if (found.length < Math.min(filter ? 2 * k : k, this.size)) return this.#exact.search(embedding, k, filter);
    return found
      .map(({ id }) => ({ id, similarity: this.#exact.similarity(embedding, id) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, k);
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#graph.toBytes();
  }

  close(): void {
    this.#graph.close();
    this.#exact.close();
  }
}

/** Opens vectors with their graph where one is worth it and sound; otherwise the exact scan answers alone. */
export const openIndex: OpenIndex = async (set, graph) => {
  const exact = new ExactIndex(set);
  if (!graph || set.ids.length <= SMALL) return exact;
  const hnsw = await openGraph(graph, exact, set.vectors.length / set.ids.length);
  return hnsw ? new ChosenIndex(exact, hnsw) : exact;
};

async function openGraph(bytes: Uint8Array<ArrayBuffer>, exact: ExactIndex, dimensions: number) {
  try {
    const graph = await HnswIndex.fromBytes(bytes, dimensions);
    const known = new Set(exact.ids());
    const same = graph.size === known.size && [...graph.ids()].every((id) => known.has(id));
    if (same) return graph;
    graph.close();
  } catch {
    // A damaged graph costs speed, not answers: the caller gets the exact scan.
  }
  return undefined;
}
