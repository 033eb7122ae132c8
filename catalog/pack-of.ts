import { buildGraph } from '../lib/index/hnsw';
import { DIMENSIONS, type Pack, type PackRow, type PackSource } from '../lib/store/pack-format';
import { type Embedding, GARMENT_CATEGORIES, type GarmentCategory, type VectorSet } from '../lib/types';

/** A product with its unit vector. */
export interface Embedded {
  readonly row: PackRow;
  readonly embedding: Embedding;
}

/** Answers the graph of a category as bytes; `build` makes it. */
export type GraphOf = (
  category: GarmentCategory,
  set: VectorSet,
  build: () => Promise<Uint8Array<ArrayBuffer>>,
) => Promise<Uint8Array<ArrayBuffer>>;

/** What a pack is made of. `step` hears how many vectors are indexed and may throw to stop. */
export interface PackParts {
  readonly embedder: string;
  readonly sources: readonly PackSource[];
  readonly products: readonly Embedded[];
  readonly step: (indexed: number) => void;
  /** Takes over graphs that are there already; without it all are built. */
  readonly graphOf?: GraphOf;
}

const built: GraphOf = (_category, _set, build) => build();

/** Lays products out as a pack and builds the graph of every category. */
export async function packOf({ embedder, sources, products, step, graphOf = built }: PackParts): Promise<Pack> {
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
    const before = indexed;
    const set = { ids, vectors };
    const bytes = await graphOf(category, set, async () => {
      const graph = await buildGraph(set, async (count) => step(before + count));
      const written = graph.toBytes();
      graph.close();
      return written;
    });
    graphs.set(category, bytes);
    indexed += ids.length;
    step(indexed);
  }
  return { embedder, sources, rows: products.map(({ row }) => row), embeddings, graphs };
}

/** The products of a pack with their vectors. */
export function embeddedOf({ rows, embeddings }: Pack): Embedded[] {
  return rows.map((row, i) => ({ row, embedding: embeddings.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS) }));
}
