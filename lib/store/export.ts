import type { ExportedPack } from '../messages';
import type { GarmentCategory } from '../types';
import type { Database, ProductRecord, SourceRecord } from './db';
import { DIMENSIONS, MAX_PRODUCTS, type Pack, type PackRow } from './pack-format';
import { writePack } from './pack-write';
import { mergedShelf, type RawShelf, rawShelf } from './stored-shelf';

function rowOf({ generation: _generation, row: _row, id: _id, shop: _shop, ...row }: ProductRecord): PackRow {
  return row;
}

interface Snapshot {
  readonly source: SourceRecord;
  readonly records: readonly ProductRecord[];
  readonly shelves: readonly (readonly [GarmentCategory, RawShelf])[];
}

/** A source at one moment: a shop that comes in meanwhile would have products without vectors, or the reverse. */
function snapshotOf(db: Database, id: string): PromiseLike<Snapshot | undefined> {
  return db.transaction('r', [db.sources, db.products, db.shelves, db.chunks], async () => {
    const source = await db.sources.get(id);
    if (!source) return undefined;
    const { generation } = source;
    const rows = db.products.where('[generation+row]').between([generation, 0], [generation, []]);
    const shelves: (readonly [GarmentCategory, RawShelf])[] = [];
    for (const category of source.categories) shelves.push([category, await rawShelf(db, generation, category)]);
    return { source, records: await rows.toArray(), shelves };
  });
}

async function packOf({ source, records, shelves }: Snapshot): Promise<Pack> {
  const vectors = new Map<number, Float32Array>();
  const drawn: (readonly [GarmentCategory, Blob])[] = [];
  for (const [category, raw] of shelves) {
    const shelf = await mergedShelf(raw);
    const content = shelf?.content;
    for (const [at, id] of content?.ids.entries() ?? []) {
      vectors.set(id, content?.vectors.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS) ?? new Float32Array());
    }
    if (shelf?.graph) drawn.push([category, shelf.graph]);
  }
  // One product without a vector, and nobody would read the pack.
  const kept = records.filter(({ row }) => vectors.has(row));
  const embeddings = new Float32Array(kept.length * DIMENSIONS);
  for (const [at, { row }] of kept.entries()) embeddings.set(vectors.get(row) ?? [], at * DIMENSIONS);
  // Rows of a shop may have gaps; a graph's labels are row numbers.
  const compact = vectors.size === kept.length && kept.every(({ row }, at) => row === at);
  const graphs = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [category, graph] of compact ? drawn : []) graphs.set(category, new Uint8Array(await graph.arrayBuffer()));
  const { id, shop, embedder } = source;
  return { embedder, sources: [{ id, shop }], rows: kept.map(rowOf), embeddings, graphs };
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

const namesOf = (sources: readonly SourceRecord[]): string[] => sources.map(({ shop }) => shop);

/**
 * All sources of one embedder that fit as one pack, and the names of those that do not, or that another one made; `sample`
 * is left out unless it is alone. Graphs only for a single source.
 */
export async function exportSources(db: Database, embedder: string, sample: string): Promise<ExportedPack> {
  const all = await db.sources.toArray();
  const own = all.filter(({ id }) => id !== sample);
  const wanted = own.length > 0 ? own : all;
  const usable = wanted.filter((source) => source.embedder === embedder);
  const kept = fitting(usable);
  const packs: Pack[] = [];
  for (const { id } of kept) {
    const snapshot = await snapshotOf(db, id);
    if (snapshot) packs.push(await packOf(snapshot));
  }
  return {
    pack: await joined(packs, embedder),
    missing: namesOf(usable.filter((source) => !kept.includes(source))),
    outdated: namesOf(wanted.filter((source) => !usable.includes(source))),
  };
}

/** Several packs as one. */
function joined(packs: readonly Pack[], embedder: string): Promise<Blob> {
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
