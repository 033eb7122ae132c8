import type { Embedding, GarmentCategory } from '../types';
import type { Database } from './db';
import { DIMENSIONS } from './pack-format';
import { placeOf } from './place';
import { readShelf } from './stored-shelf';

/** The vector that a product is found by, the kind it is filed under, and where it is bought (`placeOf`). */
export interface StoredVector {
  readonly category: GarmentCategory;
  readonly embedding: Embedding;
  readonly place: string;
}

/** The stored vector of a product; undefined where it left the catalogue or another embedder made it. */
export async function storedVector(db: Database, embedder: string, id: string): Promise<StoredVector | undefined> {
  for (const product of await db.products.where('id').equals(id).toArray()) {
    const { source, generation, row, category } = product;
    const owner = await db.sources.get(source);
    if (owner?.generation !== generation || owner.embedder !== embedder) continue;
    const content = (await readShelf(db, generation, category))?.content;
    const at = content?.ids.indexOf(row) ?? -1;
    if (content && at >= 0) {
      const embedding = content.vectors.slice(at * DIMENSIONS, (at + 1) * DIMENSIONS);
      return { category, embedding, place: placeOf(product) };
    }
  }
  return undefined;
}
