import { UserError } from '../errors';
import type { GarmentCategory } from '../types';
import {
  type ChunkRecord,
  type CopyRecord,
  chunksOf,
  type Database,
  type FactRecord,
  type ShopRecord,
  type WaitingRecord,
  withDatabase,
} from './db';
import {
  type IngestStore,
  type Known,
  type Listed,
  type ListedBatch,
  leftOut,
  type Outcome,
  type StoredPrint,
  shortValidators,
  type Taken,
} from './ingest-store';
import { type PackRow, productOf } from './pack-format';
import { readElsewhere } from './read-elsewhere';
import { NO_VECTORS, shelfBlob, vectorSet } from './shelf';
import { compactShelf, MOST_CHUNKS } from './stored-shelf';

/** Most refusals of a shop that are kept for reading. */
export const MOST_REJECTED = 10_000;
/** Products that are marked as gone at once. */
const GONE_AT_ONCE = 500;
const PRINTS_AT_ONCE = 2_000;

type Stock = [id: number, inStock: boolean];

const pricedOf = ({ price, inStock }: Pick<PackRow, 'price' | 'inStock'>) => ({ inStock, ...(price ? { price } : {}) });

function grouped<T>(items: readonly T[], key: (item: T) => GarmentCategory): Map<GarmentCategory, T[]> {
  const groups = new Map<GarmentCategory, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

const copiesIn = (outcomes: readonly Outcome[], source: string): CopyRecord[] =>
  outcomes.flatMap((one) =>
    'original' in one ? { source, productId: one.productId, hash: one.hash, original: one.original } : [],
  );

interface Placed {
  readonly taken: Taken;
  readonly id: number;
}

/**
 * What ingest knows of one shop, in the database of the extension. Every method writes in one transaction. Throws
 * `Cancelled` once the shop was removed or its products were replaced by a pack.
 */
export class ShopStore implements IngestStore {
  readonly #db: Database;
  readonly #id: string;
  readonly #changed: (generation: string, categories: Iterable<GarmentCategory>) => void;
  #line: readonly WaitingRecord[] = [];
  /** Whether the write in hand gave stored products another price or stock. */
  #rewritten = false;

  /** `changed` hears which shelves are other than before; none where only prices are. */
  constructor(
    db: Database,
    id: string,
    changed: (generation: string, categories: Iterable<GarmentCategory>) => void = () => undefined,
  ) {
    this.#db = db;
    this.#id = id;
    this.#changed = changed;
  }

  /** The shop's id. */
  get id(): string {
    return this.#id;
  }

  async known(productIds: readonly string[]): Promise<ReadonlyMap<string, Known>> {
    const facts = await this.#db.facts.bulkGet(productIds.map((id) => [this.#id, id]));
    return new Map(facts.flatMap((fact) => (fact ? [[fact.productId, fact]] : [])));
  }

  async copies(productIds: readonly string[]): Promise<ReadonlyMap<string, CopyRecord>> {
    const copies = await this.#db.copies.bulkGet(productIds.map((id) => [this.#id, id]));
    return new Map(copies.flatMap((copy) => (copy ? [[copy.productId, copy]] : [])));
  }

  async list({ waiting, updated, refused }: ListedBatch): Promise<void> {
    await this.#write(async (shop) => {
      await this.#db.waiting.bulkAdd(waiting.map((listed) => ({ source: this.#id, listed })));
      await this.#refuse(shop, refused);
      const facts = await this.#db.facts.bulkGet(updated.map(({ productId }) => [this.#id, productId]));
      const changes = facts.flatMap((fact, i) => (fact && updated[i] ? [{ ...fact, ...pricedOf(updated[i]) }] : []));
      const nextSeq = await this.#mark(shop, await this.#update(shop, changes));
      const noted = shop.noted === true || refused.some(({ kept }) => kept);
      return { ...shop, rejected: shop.rejected + leftOut(refused).length, noted, nextSeq };
    });
  }

  async markGone(seen: ReadonlySet<string>, isUnread?: (url: string) => boolean): Promise<number> {
    const all = await this.#db.facts.where('source').equals(this.#id).toArray();
    const unseen = all.filter(({ productId, inStock }) => inStock && !seen.has(productId));
    const gone = isUnread ? await readElsewhere(this.#db, this.#id, unseen, isUnread) : unseen;
    for (let at = 0; at < gone.length; at += GONE_AT_ONCE) {
      await this.#write(async (shop) => {
        const changes = gone.slice(at, at + GONE_AT_ONCE).map((fact) => ({ ...fact, inStock: false }));
        return { ...shop, nextSeq: await this.#mark(shop, await this.#update(shop, changes)) };
      });
    }
    return gone.length;
  }

  async *prints(): AsyncGenerator<StoredPrint[]> {
    const facts = this.#db.facts.where('[source+productId]');
    let last: string | undefined;
    for (;;) {
      const from = [this.#id, ...(last === undefined ? [] : [last])];
      const part = await facts.between(from, [this.#id, []], false).limit(PRINTS_AT_ONCE).toArray();
      last = part.at(-1)?.productId;
      if (last === undefined) return;
      yield part.flatMap(({ productId, hash, category, gender = 'unisex', print, inStock }) =>
        print && inStock ? { productId, hash, category, gender, print } : [],
      );
    }
  }

  async count(): Promise<number> {
    return (await this.#db.sources.get(this.#id))?.products ?? 0;
  }

  async waiting(): Promise<number> {
    return this.#db.waiting.where('source').equals(this.#id).count();
  }

  async next(count: number): Promise<readonly Listed[]> {
    this.#line = await this.#db.waiting.where('source').equals(this.#id).limit(count).toArray();
    return this.#line.map(({ listed }) => listed);
  }

  /** Which product waits first: the same number only for the same one. */
  async head(): Promise<number | undefined> {
    return (await this.#db.waiting.where('source').equals(this.#id).first())?.at;
  }

  async commit(outcomes: readonly Outcome[]): Promise<void> {
    const taken = outcomes.filter((one): one is Taken => 'embedding' in one);
    const refused = outcomes.flatMap((one) => ('reason' in one ? [one] : []));
    await this.#write(async (shop) => {
      await this.#refuse(shop, refused);
      await this.#db.copies.bulkDelete(taken.map(({ row }) => [this.#id, row.productId]));
      await this.#db.copies.bulkPut(copiesIn(outcomes, this.#id));
      const stored = await this.#take(shop, taken);
      // Whoever waited is answered: outcomes come in the order of the line.
      await this.#db.waiting.bulkDelete(this.#line.slice(0, outcomes.length).flatMap(({ at }) => at ?? []));
      return {
        ...shop,
        ...stored,
        done: shop.done + outcomes.length,
        rejected: shop.rejected + refused.length,
      };
    });
  }

  /** Rewrites shelves that many chunks hang on; `build` makes graphs (`all`: of every shelf). */
  async tidy(build: Parameters<typeof compactShelf>[3] | undefined): Promise<void> {
    const shop = await this.#db.shops.get(this.#id);
    const source = await this.#db.sources.get(this.#id);
    if (!shop || source?.generation !== shop.generation) return;
    for (const category of source.categories) {
      const keys = this.#db.chunks.where('[generation+category+seq]');
      const chunks = await keys.between([shop.generation, category, 0], [shop.generation, category, Infinity]).count();
      if (!build && chunks < MOST_CHUNKS) continue;
      await compactShelf(this.#db, shop.generation, category, build ?? (async () => undefined));
      this.#changed(shop.generation, [category]);
    }
  }

  /** Changes the shop's record. */
  async change(change: (shop: ShopRecord) => ShopRecord): Promise<void> {
    await this.#write(async (shop) => change(shop));
  }

  /** Begins a listing: nothing waits and nothing is refused yet. */
  async beginListing(): Promise<void> {
    await this.#write(async ({ error: _error, ...shop }) => {
      await this.#db.waiting.where('source').equals(this.#id).delete();
      await this.#db.rejected.where('source').equals(this.#id).delete();
      return { ...shop, stage: 'listing', total: 0, done: 0, rejected: 0, noted: false };
    });
  }

  async #write(work: (shop: ShopRecord) => Promise<ShopRecord>): Promise<void> {
    const { products, chunks, facts, copies, waiting, rejected, sources, shops } = this.#db;
    const touched = new Set<GarmentCategory>();
    this.#rewritten = false;
    const tables = [products, chunks, facts, copies, waiting, rejected, sources, shops];
    const writing = this.#db.transaction('rw', tables, async () => {
      const shop = await shops.get(this.#id);
      const source = await sources.get(this.#id);
      if (!shop || source?.generation !== shop.generation) throw new UserError('Cancelled', 'This shop was removed.');
      const after = await work(shop);
      await shops.put(after);
      if (after.nextSeq > shop.nextSeq) {
        const keys = await chunksOf(this.#db, shop.generation).primaryKeys();
        for (const [, category, seq] of keys) if (seq >= shop.nextSeq) touched.add(category as GarmentCategory);
      }
      return shop.generation;
    });
    const generation = await withDatabase(() => writing, this.#db);
    if (touched.size > 0 || this.#rewritten) this.#changed(generation, touched);
  }

  async #refuse(shop: ShopRecord, refused: ListedBatch['refused']): Promise<void> {
    const room = Math.max(0, MOST_REJECTED - shop.rejected);
    const lines = refused.slice(0, room).map(({ where, productId, reason, kept }) => {
      return { where, productId, reason, ...(kept ? { kept } : {}), source: this.#id };
    });
    await this.#db.rejected.bulkAdd(lines);
  }

  /** Writes prices and stock anew; answers the shelf entries whose stock changed. */
  async #update({ generation }: ShopRecord, facts: readonly FactRecord[]): Promise<Map<GarmentCategory, Stock[]>> {
    const records = await this.#db.products.bulkGet(facts.map(({ row }) => [generation, row]));
    const changed = facts.flatMap((fact, i) => {
      const { price: _price, ...record } = records[i] ?? {};
      return 'id' in record ? [{ ...record, ...pricedOf(fact) }] : [];
    });
    await this.#db.products.bulkPut(changed);
    this.#rewritten ||= changed.length > 0;
    await this.#db.facts.bulkPut([...facts]);
    const stocked = facts.filter(({ inStock }, i) => records[i] && records[i].inStock !== inStock);
    const groups = grouped(stocked, ({ category }) => category);
    return new Map(Array.from(groups, ([category, own]) => [category, own.map(({ row, inStock }): Stock => [row, inStock])])); // biome-ignore format: one thought
  }

  async #mark(shop: ShopRecord, stock: ReadonlyMap<GarmentCategory, Stock[]>): Promise<number> {
    const chunks = Array.from(stock, ([category, entries], i) => this.#chunk(shop, category, i, { stock: entries }));
    await this.#db.chunks.bulkPut(chunks);
    return shop.nextSeq + chunks.length;
  }

  #chunk(shop: ShopRecord, category: GarmentCategory, nth: number, content: Partial<ChunkRecord>): ChunkRecord {
    const { generation, nextSeq } = shop;
    return { generation, category, seq: nextSeq + nth, count: 0, data: NO_VECTORS, removed: [], stock: [], ...content };
  }

  async #take(
    shop: ShopRecord,
    taken: readonly Taken[],
  ): Promise<Pick<ShopRecord, 'nextRow' | 'nextSeq' | 'doubtful'>> {
    const known = await this.#db.facts.bulkGet(taken.map(({ row }) => [this.#id, row.productId]));
    let { nextRow, nextSeq } = shop;
    const placed = taken.map((one, i): Placed => ({ taken: one, id: known[i]?.row ?? nextRow++ }));
    const { generation, name } = shop;
    await this.#db.products.bulkPut(placed.map(({ taken: { row }, id }) => ({ ...productOf(row, name), generation, row: id }))); // biome-ignore format: one thought
    const facts = placed.map(({ taken: { row, embedding: _vector, ...rest }, id }): FactRecord => {
      return {
        source: this.#id,
        productId: row.productId,
        row: id,
        category: row.category,
        gender: row.gender,
        ...rest,
        validators: shortValidators(rest.validators),
        ...pricedOf(row),
      };
    });
    await this.#db.facts.bulkPut(facts);
    const doubts = (some: readonly (FactRecord | undefined)[]) => some.filter((fact) => fact?.doubt).length;
    const moved = known.filter((fact, i) => fact && fact.category !== taken[i]?.row.category);
    const added = grouped(placed, ({ taken: { row } }) => row.category);
    const left = grouped(moved as FactRecord[], ({ category }) => category);
    const chunks = [...new Set([...added.keys(), ...left.keys()])].map((category, i) => {
      const own = added.get(category) ?? [];
      const set = vectorSet(own.map(({ id, taken: { embedding } }) => [id, embedding]));
      const data = shelfBlob(set, own.map(({ taken: { row } }) => row)); // biome-ignore format: one thought
      const removed = (left.get(category) ?? []).map(({ row }) => row);
      return this.#chunk(shop, category, i, { count: own.length, data, removed });
    });
    await this.#db.chunks.bulkPut(chunks);
    nextSeq += chunks.length;
    await this.#db.sources.update(this.#id, (source) => {
      Object.assign(source, {
        products: source.products + known.filter((fact) => !fact).length,
        categories: [...new Set([...source.categories, ...added.keys()])],
      });
    });
    return { nextRow, nextSeq, doubtful: (shop.doubtful ?? 0) + doubts(facts) - doubts(known) };
  }
}
