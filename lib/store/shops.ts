import type { ShopSpec } from '../shop';
import { copiesOf, type Database, type RejectedRecord, type ShopRecord, type SourceRecord } from './db';
import { NOTHING } from './ingest-store';

/** A shop to add. `id` is that of its source in the catalogue. */
export interface NewShop {
  readonly id: string;
  readonly name: string;
  readonly spec: ShopSpec;
}

/** A shop with how many products it has in the catalogue, and which embedder made their vectors. */
export type ListedShop = ShopRecord & { readonly products: number; readonly embedder?: string | undefined };

/** Records of a shop with an empty shelf, in a generation of its own. */
export function newRecords({ id, name, spec }: NewShop, embedder: string): { source: SourceRecord; shop: ShopRecord } {
  const generation = `${id}:${crypto.randomUUID()}`;
  const source = { id, shop: name, products: 0, generation, embedder, categories: [] };
  const none = {
    paused: false,
    nextRow: 0,
    nextSeq: 0,
    tally: NOTHING,
    total: 0,
    done: 0,
    rejected: 0,
    refreshedAt: 0,
  };
  return { source, shop: { id, name, spec, generation, stage: 'resting', ...none, addedAt: Date.now() } };
}

/** Adds a shop with an empty shelf, or gives the known one of that id its new name and address. */
export async function addShop(db: Database, shop: NewShop, embedder: string): Promise<void> {
  const { id, name, spec } = shop;
  await db.transaction('rw', [db.sources, ...shopTables(db)], async () => {
    const known = await db.shops.get(id);
    const source = await db.sources.get(id);
    if (known && source?.generation === known.generation && source.embedder === embedder) {
      await db.shops.put({ ...known, name, spec });
      return;
    }
    // What is known of products counts as stored, and the new shelf is empty.
    await forgetShops(db, [id]);
    const fresh = newRecords(shop, embedder);
    await db.sources.put(fresh.source);
    await db.shops.put(fresh.shop);
  });
}

/** The shops the user added, oldest first. */
export async function listShops(db: Database): Promise<ListedShop[]> {
  const [shops, sources] = await Promise.all([db.shops.toArray(), db.sources.toArray()]);
  const current = new Map(sources.map((source) => [source.generation, source]));
  return shops
    .map((shop) => {
      const { products = 0, embedder } = current.get(shop.generation) ?? {};
      return { ...shop, products, embedder };
    })
    .sort((a, b) => a.addedAt - b.addedAt);
}

/** What of a shop did not go in, in the order of the source. */
export async function rejectedOf(db: Database, id: string): Promise<RejectedRecord[]> {
  return db.rejected.where('source').equals(id).sortBy('at');
}

/** What of a shop went in although its picture shows another kind of thing than its words say. */
export async function doubtfulOf(db: Database, id: string): Promise<{ productId: string; reason: string }[]> {
  const found: { productId: string; reason: string }[] = [];
  await db.facts
    .where('source')
    .equals(id)
    .each(({ productId, doubt }) => {
      if (doubt) found.push({ productId, reason: doubt });
    });
  return found;
}

/** Tables `forgetShops` writes: for the transaction around it. */
export const shopTables = (db: Database) => [db.shops, db.facts, db.copies, db.waiting, db.rejected] as const;

/** Forgets shops, not their products: inside a transaction that takes care of those. */
export async function forgetShops(db: Database, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await db.shops.delete(id);
    for (const table of [db.facts, db.waiting, db.rejected]) await table.where('source').equals(id).delete();
    await copiesOf(db, id).delete();
  }
}
