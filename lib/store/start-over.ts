import { PAGE_KIND } from '../shop';
import type { Database, FactRecord, ProductRecord, ShopRecord, SourceRecord } from './db';
import { dropGeneration } from './import';
import type { Listed } from './ingest-store';
import { forgetShops, newRecords, shopTables } from './shops';

/** A stored product in line for the picture that it was known by. */
function listedAgain({ generation: _g, row: _r, id: _i, shop: _s, ...row }: ProductRecord, hash: string): Listed {
  return { where: row.url, hash, row: { ...row, imageUrl: '' }, pictures: [row.imageUrl] };
}

/** What was added page by page: nobody lists it a second time. */
async function listedOf(db: Database, { id, generation }: ShopRecord): Promise<Listed[]> {
  const products = await db.products.where('[generation+row]').between([generation, 0], [generation, []]).toArray();
  const facts = await db.facts.bulkGet(products.map(({ productId }): [string, string] => [id, productId]));
  const hashes = new Map(facts.flatMap((fact: FactRecord | undefined) => (fact ? [[fact.row, fact.hash]] : [])));
  const waiting = await db.waiting.where('source').equals(id).sortBy('at');
  const line = waiting.map(({ listed: { known: _known, ...listed } }) => listed);
  const inLine = new Set(line.map(({ row }) => row.productId));
  // What waits is newer than what is stored.
  const stored = products.filter(({ productId }) => !inLine.has(productId));
  return [...stored.map((product) => listedAgain(product, hashes.get(product.row) ?? '')), ...line];
}

async function begin(db: Database, shop: ShopRecord, embedder: string): Promise<void> {
  const line = shop.spec.kind === PAGE_KIND ? await listedOf(db, shop) : undefined;
  await forgetShops(db, [shop.id]);
  const fresh = newRecords(shop, embedder);
  const total = line?.length ?? 0;
  await db.sources.put(fresh.source);
  await db.waiting.bulkAdd((line ?? []).map((listed) => ({ source: shop.id, listed })));
  const { addedAt, paused } = shop;
  await db.shops.put({ ...fresh.shop, addedAt, paused, total, stage: line ? 'pictures' : 'listing' });
}

/**
 * Begins a shop anew where another embedder made its vectors: no search can compare those with what it is asked for. A
 * whole shop is to be listed again, products of pages wait for their pictures. Answers what it had before; undefined
 * where nothing was to do.
 */
export async function startOver(db: Database, id: string, embedder: string): Promise<SourceRecord | undefined> {
  const before = await db.transaction('rw', [db.sources, db.products, ...shopTables(db)], async () => {
    const shop = await db.shops.get(id);
    const source = await db.sources.get(id);
    if (!shop || source?.generation !== shop.generation || source.embedder === embedder) return undefined;
    await begin(db, shop, embedder);
    return source;
  });
  if (before) await dropGeneration(db, before.generation);
  return before;
}
