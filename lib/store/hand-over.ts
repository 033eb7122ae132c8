import type { GarmentCategory, Look, Product } from '../types';
import type { ChunkRecord, Database, FactRecord, ProductRecord } from './db';
import { dropGeneration } from './import';
import { NO_VECTORS } from './shelf';
import { forgetShops, shopTables } from './shops';

/** What changed in the catalogue: a generation and the shelves of it that are other than before. */
export interface HandedOver {
  readonly generation: string;
  readonly categories: ReadonlySet<GarmentCategory>;
}

type ById = ReadonlyMap<string, Product>;

/** A look that shows other products in place of some, by product id; the same look where it shows none of these. */
export function withProducts(look: Look, instead: ById): Look {
  if (!look.result.garments.some(({ matches }) => matches.some(({ product }) => instead.has(product.id)))) return look;
  const garments = look.result.garments.map((garment) => {
    const matches = garment.matches.map((match) => ({ ...match, product: instead.get(match.product.id) ?? match.product })); // biome-ignore format: one thought
    const first = new Map(matches.toReversed().map((match) => [match.product.id, match]));
    return { ...garment, matches: matches.filter((match) => first.get(match.product.id) === match) };
  });
  const { chosen } = look;
  const now = chosen?.map((id) => (id === null ? null : (instead.get(id)?.id ?? id)));
  return { ...look, result: { ...look.result, garments }, ...(now ? { chosen: now } : {}) };
}

const productOfRecord = ({ generation: _generation, row: _row, ...product }: ProductRecord): Product => product;

async function changeLooks(db: Database, instead: ById): Promise<void> {
  for (const id of await db.looks.toCollection().primaryKeys()) {
    const look = await db.looks.get(id);
    const now = look && withProducts(look, instead);
    if (now && now !== look) await db.looks.put(now);
  }
}

async function takeOut(db: Database, source: string, facts: readonly FactRecord[]): Promise<HandedOver | undefined> {
  const [shop, owner] = [await db.shops.get(source), await db.sources.get(source)];
  if (!shop || owner?.generation !== shop.generation) return undefined;
  const { generation, nextSeq } = shop;
  await db.products.bulkDelete(facts.map(({ row }) => [generation, row]));
  await db.facts.bulkDelete(facts.map(({ productId }) => [source, productId]));
  const categories = new Set(facts.map(({ category }) => category));
  const chunks = [...categories].map((category, i): ChunkRecord => {
    const removed = facts.filter((fact) => fact.category === category).map(({ row }) => row);
    return { generation, category, seq: nextSeq + i, count: 0, data: NO_VECTORS, removed, stock: [] };
  });
  await db.chunks.bulkPut(chunks);
  const products = owner.products - facts.length;
  if (products <= 0 && (await db.waiting.where('source').equals(source).count()) === 0) {
    await db.sources.delete(source);
    await forgetShops(db, [source]);
  } else {
    await db.sources.put({ ...owner, products });
    const doubtful = (shop.doubtful ?? 0) - facts.filter(({ doubt }) => doubt).length;
    await db.shops.put({ ...shop, doubtful, nextSeq: nextSeq + chunks.length });
  }
  return { generation, categories };
}

/**
 * Takes products out of a shop because another source states them too; `twins` are those, by the id of the product that
 * goes. Saved looks show the twin from then on. A shop that keeps nothing goes as a whole. All or nothing.
 */
export async function handOver(
  db: Database,
  source: string,
  twins: ReadonlyMap<string, ProductRecord>,
): Promise<HandedOver | undefined> {
  const tables = [db.products, db.chunks, db.sources, db.looks, ...shopTables(db)];
  const changed = await db.transaction('rw', tables, async () => {
    const found = await db.facts.bulkGet([...twins.keys()].map((productId) => [source, productId]));
    const facts = found.flatMap((fact) => fact ?? []);
    if (facts.length === 0) return undefined;
    const left = await takeOut(db, source, facts);
    const instead = new Map(
      Array.from(twins, ([productId, twin]) => [`${source}/${productId}`, productOfRecord(twin)]),
    );
    if (left) await changeLooks(db, instead);
    return left;
  });
  // Its own rows only: a sweep would take those of an import at hand for left-overs.
  if (changed && !(await db.sources.get(source))) await dropGeneration(db, changed.generation);
  return changed;
}
