import { buildGraph } from '../lib/index/hnsw';
import { DIMENSIONS, type Pack, type PackRow, type PackSource } from '../lib/store/pack-format';
import { type Embedding, GARMENT_CATEGORIES } from '../lib/types';

/** A product with its unit vector. */
export interface Embedded {
  readonly row: PackRow;
  readonly embedding: Embedding;
}

/** What a pack is made of. `step` hears how many vectors are indexed and may throw to stop. */
export interface PackParts {
  readonly embedder: string;
  readonly sources: readonly PackSource[];
  readonly products: readonly Embedded[];
  readonly step: (indexed: number) => void;
}

/** Lays products out as a pack and builds the graph of every category. */
export async function packOf({ embedder, sources, products, step }: PackParts): Promise<Pack> {
  const embeddings = new Float32Array(products.length * DIMENSIONS);
  for (const [row, { embedding }] of products.entries()) embeddings.set(embedding, row * DIMENSIONS);
  const graphs = new Map<string, Uint8Array<ArrayBuffer>>();
  let indexed = 0;
  for (const category of GARMENT_CATEGORIES) {
    const ids = Uint32Array.from([...products.keys()].filter((row) => products[row]?.row.category === category));
    if (ids.length === 0) continue;
    const vectors = new Float32Array(ids.length * DIMENSIONS);
    for (const [at, row] of ids.entries()) {
      vectors.set(embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), at * DIMENSIONS);
    }
    const graph = await buildGraph({ ids, vectors }, async (count) => step(indexed + count));
    graphs.set(category, graph.toBytes());
    graph.close();
    indexed += ids.length;
  }
  return { embedder, sources, rows: products.map(({ row }) => row), embeddings, graphs };
}

/** The products of a pack with their vectors. */
export function embeddedOf({ rows, embeddings }: Pack): Embedded[] {
  return rows.map((row, i) => ({ row, embedding: embeddings.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS) }));
}
