import type { GarmentCategory, VectorSet } from '../types';
import type { ChunkRecord, Database, ShelfRecord } from './db';
import { DIMENSIONS } from './pack-format';
import { contentBlob, type ShelfContent, type StoredShelf, shelfVectors } from './shelf';

/** Chunks of a shelf above which it is rewritten. */
export const MOST_CHUNKS = 64;

interface Place {
  readonly from: ShelfContent;
  readonly at: number;
}

async function merged(parts: readonly ShelfContent[], chunks: readonly ChunkRecord[]): Promise<ShelfContent> {
  const places = new Map<number, Place>();
  const stock = new Map<number, boolean>();
  const offset = parts.length - chunks.length;
  for (const [i, from] of parts.entries()) {
    const chunk = chunks[i - offset];
    for (const id of chunk?.removed ?? []) places.delete(id);
    for (const [at, id] of from.ids.entries()) {
      places.set(id, { from, at });
      stock.delete(id);
    }
    for (const [id, inStock] of chunk?.stock ?? []) stock.set(id, inStock);
  }
  const content = {
    ids: Uint32Array.from(places.keys()),
    vectors: new Float32Array(places.size * DIMENSIONS),
    genders: new Uint8Array(places.size),
    stock: new Uint8Array(places.size),
  };
  let row = 0;
  for (const [id, { from, at }] of places) {
    content.vectors.set(from.vectors.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS), row * DIMENSIONS);
    content.genders[row] = from.genders[at] ?? 0;
    content.stock[row] = Number(stock.get(id) ?? from.stock[at] === 1);
    row += 1;
  }
  return content;
}

const chunksOf = (db: Database, generation: string, category: GarmentCategory) =>
  db.chunks
    .where('[generation+category+seq]')
    .between([generation, category, 0], [generation, category, Number.MAX_SAFE_INTEGER])
    .toArray();

/** One category of a generation as it lies in the database. */
export interface RawShelf {
  readonly record: ShelfRecord | undefined;
  readonly chunks: readonly ChunkRecord[];
}

/** One category of a generation at one moment; also as a part of a larger transaction. */
export function rawShelf(db: Database, generation: string, category: GarmentCategory): PromiseLike<RawShelf> {
  return db.transaction('r', db.shelves, db.chunks, async () => {
    const record = await db.shelves.get([generation, category]);
    return { record, chunks: await chunksOf(db, generation, category) };
  });
}

/** One category of a generation with everything that came after it was written; undefined where there is nothing. */
export async function readShelf(
  db: Database,
  generation: string,
  category: GarmentCategory,
): Promise<StoredShelf | undefined> {
  return mergedShelf(await rawShelf(db, generation, category));
}

/** What lies in the database, read and put together; undefined where there is nothing. */
export async function mergedShelf({ record, chunks }: RawShelf): Promise<StoredShelf | undefined> {
  if (!record && chunks.length === 0) return undefined;
  const parts = await Promise.all([...(record ? [record] : []), ...chunks].map(({ data, count }) => shelfVectors(data, count))); // biome-ignore format: one thought
  const [only] = parts;
  if (only && record && chunks.length === 0) return { content: only, graph: record.graph };
  const moved = chunks.some(({ count, removed }) => count > 0 || removed.length > 0);
  return { content: await merged(parts, chunks), graph: moved ? undefined : record?.graph };
}

/** Builds the graph of a shelf; undefined where none is worth it. */
export type BuildShelfGraph = (set: VectorSet) => Promise<Uint8Array<ArrayBuffer> | undefined>;

/** Rewrites a shelf with its chunks in it, and with a graph where `build` gives one. */
export async function compactShelf(
  db: Database,
  generation: string,
  category: GarmentCategory,
  build: BuildShelfGraph,
): Promise<void> {
  const chunks = await chunksOf(db, generation, category);
  const shelf = await readShelf(db, generation, category);
  if (!shelf || (chunks.length === 0 && shelf.graph)) return;
  const graph = shelf.graph ? undefined : await build(shelf.content);
  const kept = graph ? new Blob([graph]) : shelf.graph;
  const { ids } = shelf.content;
  const record = { generation, category, count: ids.length, data: contentBlob(shelf.content) };
  await db.transaction('rw', db.shelves, db.chunks, async () => {
    await db.shelves.put({ ...record, ...(kept ? { graph: kept } : {}) });
    await db.chunks.bulkDelete(chunks.map(({ seq }) => [generation, category, seq]));
  });
}
