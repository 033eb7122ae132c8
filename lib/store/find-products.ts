import type { Product } from '../types';
import type { Database } from './db';

/** Ids looked up at once. */
const MOST_IDS = 2_000;

/** Those of the products that current sources of one embedder hold, as they are now, in no order. */
export async function findProducts(db: Database, embedder: string, ids: readonly string[]): Promise<Product[]> {
  const sources = await db.sources.toArray();
  const current = new Set(sources.filter((source) => source.embedder === embedder).map(({ generation }) => generation));
  const records = await db.products.where('id').anyOf(ids.slice(0, MOST_IDS)).toArray();
  return records
    .filter(({ generation }) => current.has(generation))
    .map(({ generation: _generation, row: _row, ...product }) => product);
}
