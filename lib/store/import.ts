import type { GarmentCategory } from '../types';
import { chunksOf, type Database, type ShelfRecord, type SourceRecord } from './db';
import { DIMENSIONS, type Pack, type PackRow, type PackSource, productOf } from './pack-format';
import { shelfBlob } from './shelf';
import { forgetShops, shopTables } from './shops';

/** Rows written at once: a search that arrives meanwhile waits for no more than these. */
const BATCH = 500;

type Placed = readonly [row: number, product: PackRow];

function shelvesOf(pack: Pack, placed: readonly Placed[], generation: string): ShelfRecord[] {
  const groups = new Map<GarmentCategory, Placed[]>();
  for (const one of placed) {
    const group = groups.get(one[1].category);
    if (group) group.push(one);
    else groups.set(one[1].category, [one]);
  }
  return Array.from(groups, ([category, members]) => {
    const ids = Uint32Array.from(members, ([row]) => row);
    const vectors = new Float32Array(ids.length * DIMENSIONS);
    for (const [at, row] of ids.entries()) {
      vectors.set(pack.embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), at * DIMENSIONS);
    }
    const data = shelfBlob(
      { ids, vectors },
      members.map(([, product]) => product),
    );
    // The graph of a pack of several sources covers them all and fits none of their shelves.
    const bytes = pack.sources.length === 1 ? pack.graphs.get(category) : undefined;
    return { generation, category, count: ids.length, data, ...(bytes ? { graph: new Blob([bytes]) } : {}) };
  });
}

async function stage(db: Database, pack: Pack, source: PackSource): Promise<SourceRecord> {
  const generation = `${source.id}:${crypto.randomUUID()}`;
  const placed = [...pack.rows.entries()].filter(([, row]) => row.source === source.id);
  const shelves = shelvesOf(pack, placed, generation);
  // Shelves first: `sweep` finds an interrupted import by them.
  for (const shelf of shelves) await db.shelves.put(shelf);
  await putInBatches(placed.length, (from, to) => {
    const batch = placed.slice(from, to).map(([row, product]) => {
      return { ...productOf(product, source.shop), generation, row };
    });
    return db.products.bulkPut(batch);
  });
  const categories: GarmentCategory[] = shelves.map(({ category }) => category);
  return { ...source, products: placed.length, generation, embedder: pack.embedder, categories };
}

/** Writes batch after batch; while the browser writes one, the next is made ready. A failure waits for both. */
async function putInBatches(count: number, put: (from: number, to: number) => PromiseLike<unknown>): Promise<void> {
  let before: Promise<unknown> = Promise.resolve();
  for (let at = 0; at < count; at += BATCH) {
    const writing = Promise.resolve(put(at, at + BATCH));
    // It is heard of in the next round.
    writing.catch(() => undefined);
    try {
      await before;
    } catch (error) {
      await Promise.allSettled([writing]);
      throw error;
    }
    before = writing;
  }
  await before;
}

/**
 * Brings a checked pack in: writes a new generation of rows beside the current one, then makes it current for all its
 * sources in one transaction. An interruption before that leaves only left-overs, which the next `sweep` removes.
 */
export async function importSources(db: Database, pack: Pack): Promise<readonly SourceRecord[]> {
  const staged: SourceRecord[] = [];
  for (const source of pack.sources) staged.push(await stage(db, pack, source));
  await db.transaction('rw', [db.sources, ...shopTables(db)], async () => {
    await db.sources.bulkPut(staged);
    // A pack that replaces a shop's products takes them over: the shop would refresh what it does not have.
    const shops = await db.shops.bulkGet(staged.map(({ id }) => id));
    await forgetShops(db, shops.flatMap((shop) => shop?.id ?? [])); // biome-ignore format: one thought
  });
  return staged;
}

/**
 * Removes rows and shelves of generations that no source uses: also those of an import at hand, so only changes of the
 * catalogue, which come one after the other, may call it.
 */
export async function sweep(db: Database): Promise<void> {
  const shelved = (await db.shelves.toCollection().primaryKeys()).map(([generation]) => generation);
  const chunked = (await db.chunks.toCollection().primaryKeys()).map(([generation]) => generation);
  // Read last: a shop whose first products land meanwhile is current.
  const current = new Set((await db.sources.toArray()).map(({ generation }) => generation));
  for (const generation of new Set([...shelved, ...chunked])) {
    if (!current.has(generation)) await dropGeneration(db, generation);
  }
}

/** Removes rows and shelves of one generation, which no source may use any more. */
export async function dropGeneration(db: Database, generation: string): Promise<void> {
  await db.products.where('generation').equals(generation).delete();
  // Shelves and chunks last: `sweep` finds an interrupted removal by them.
  await db.shelves.where('generation').equals(generation).delete();
  await chunksOf(db, generation).delete();
}
