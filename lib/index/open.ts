import type { Embedding, Neighbor, OpenIndex, ReadGraph, VectorIndex } from '../types';
import { ExactIndex } from './exact';
import { HnswIndex } from './hnsw';

/** Up to here a scan takes about half a millisecond and is exact: no graph is worth its memory. */
export const SMALL = 2_000;

/** How long the graph of an index that answers at once waits: whoever asked first is answered meanwhile. */
const SOON_MS = 1_000;

/** A graph for speed over an exact scan for truth; which of them answers is nobody's business. */
class ChosenIndex implements VectorIndex {
  readonly #exact: ExactIndex;
  #graph: HnswIndex | undefined;
  #takesGraph = true;

  constructor(exact: ExactIndex, graph?: HnswIndex) {
    this.#exact = exact;
    this.#graph = graph;
  }

  /** Whether a graph over what it was made of may still come. */
  get takesGraph(): boolean {
    return this.#takesGraph;
  }

  /** Lets a graph over the same vectors answer from now on; frees one that comes too late. */
  join(graph: HnswIndex): void {
    if (this.#takesGraph) this.#graph = graph;
    else graph.close();
    this.#takesGraph = false;
  }

  get size(): number {
    return this.#exact.size;
  }

  add(id: number, embedding: Embedding): void {
    this.#takesGraph = false;
    this.#exact.add(id, embedding);
    this.#graph?.add(id, embedding);
  }

  remove(id: number): void {
    this.#takesGraph = false;
    this.#exact.remove(id);
    this.#graph?.remove(id);
  }

  /** Similarities are always those of the exact vectors; a filter that leaves the graph too few makes a scan. */
  search(embedding: Embedding, k: number, filter?: (id: number) => boolean): readonly Neighbor[] {
    const wanted = filter ? 2 * k : k;
    const found = this.#graph?.search(embedding, wanted, filter);
    if (!found || found.length < Math.min(wanted, this.size)) return this.#exact.search(embedding, k, filter);
    return found
      .map(({ id }) => ({ id, similarity: this.#exact.similarity(embedding, id) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, k);
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return (this.#graph ?? this.#exact).toBytes();
  }

  close(): void {
    this.#takesGraph = false;
    this.#graph?.close();
    this.#exact.close();
  }
}

/** Opens vectors with their graph where one is worth it and sound; otherwise the exact scan answers alone. */
export const openIndex: OpenIndex = async (set, graph) => {
  const exact = new ExactIndex(set);
  const hnsw = graph && set.ids.length > SMALL ? await openGraph(graph, exact) : undefined;
  return hnsw ? new ChosenIndex(exact, hnsw) : exact;
};

/**
 * Opens vectors for an answer at once: a scan of ten thousand takes a few milliseconds, reading their graph a hundred,
 * so the graph joins a little later.
 */
export const openIndexSoon: OpenIndex = async (set, graph) => {
  const exact = new ExactIndex(set);
  if (!graph || set.ids.length <= SMALL) return exact;
  const index = new ChosenIndex(exact);
  const join = async (): Promise<void> => {
    const hnsw = index.takesGraph ? await openGraph(graph, exact) : undefined;
    if (hnsw) index.join(hnsw);
  };
  setTimeout(() => void join(), SOON_MS);
  return index;
};

async function openGraph(read: ReadGraph, exact: ExactIndex): Promise<HnswIndex | undefined> {
  try {
    const graph = await HnswIndex.fromBytes(await read(), exact.dimensions);
    const known = new Set(exact.ids());
    const same = graph.size === known.size && [...graph.ids()].every((id) => known.has(id));
    if (same) return graph;
    graph.close();
  } catch {
    // A damaged graph costs speed, not answers: the caller gets the exact scan.
  }
  return undefined;
}
