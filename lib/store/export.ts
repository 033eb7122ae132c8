import type { Database, ProductRecord, SourceRecord } from './db';
import { DIMENSIONS, MAX_PRODUCTS, type Pack, type PackRow } from './pack-format';
import { writePack } from './pack-write';
import { readShelf } from './stored-shelf';

function rowOf({ generation: _generation, row: _row, id: _id, shop: _shop, ...row }: ProductRecord): PackRow {
  return row;
}

async function packSource(db: Database, source: SourceRecord): Promise<Pack> {
  const records = await db.products.where('generation').equals(source.generation).sortBy('row');
  // Rows of a shop may have gaps; a graph's labels are row numbers.
  const compact = records.every(({ row }, at) => row === at);
  const place = new Map(records.map(({ row }, at) => [row, at]));
  const embeddings = new Float32Array(records.length * DIMENSIONS);
  const graphs = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const category of source.categories) {
    const shelf = await readShelf(db, source.generation, category);
    if (!shelf) continue;
    const { ids, vectors } = shelf.content;
    for (const [at, id] of ids.entries()) {
      const vector = vectors.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS);
      embeddings.set(vector, (place.get(id) ?? 0) * DIMENSIONS);
    }
    if (shelf.graph && compact) graphs.set(category, new Uint8Array(await shelf.graph.arrayBuffer()));
  }
  const { id, shop, embedder } = source;
  return { embedder, sources: [{ id, shop }], rows: records.map(rowOf), embeddings, graphs };
}

/** As many sources as one pack may hold: the smallest, so that few are left out; whole ones, so that each can go on. */
function fitting(sources: readonly SourceRecord[]): readonly SourceRecord[] {
  let room = MAX_PRODUCTS;
  const kept = new Set<SourceRecord>();
  for (const source of sources.toSorted((a, b) => a.products - b.products)) {
    room -= source.products;
    if (room >= 0) kept.add(source);
  }
  return sources.filter((source) => kept.has(source));
}

/** All sources of one embedder that fit as one pack; `sample` is left out unless it is alone. Graphs only for a single source. */
export async function exportSources(db: Database, embedder: string, sample: string): Promise<Blob> {
  const usable = (await db.sources.toArray()).filter((source) => source.embedder === embedder);
  const own = usable.filter(({ id }) => id !== sample);
  const packs: Pack[] = [];
  for (const source of fitting(own.length > 0 ? own : usable)) packs.push(await packSource(db, source));
  const [only] = packs;
  if (only && packs.length === 1) return writePack(only);
  const embeddings = new Float32Array(packs.reduce((sum, pack) => sum + pack.embeddings.length, 0));
  let at = 0;
  for (const pack of packs) {
    embeddings.set(pack.embeddings, at);
    at += pack.embeddings.length;
  }
  return writePack({
    embedder,
    sources: packs.flatMap(({ sources }) => sources),
    rows: packs.flatMap(({ rows }) => rows),
    embeddings,
    graphs: new Map(),
  });
}
