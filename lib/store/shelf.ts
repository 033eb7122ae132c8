import type { Embedding, OpenIndex, Price, Product, SearchFilter, VectorIndex, VectorSet } from '../types';
import { unopenedError } from './failures';
import { DIMENSIONS } from './pack-format';

/** One category of one source in memory. `row` is a position in the arrays, `id` the row number of its pack. */
export interface Shelf {
  readonly index: VectorIndex;
  readonly ids: Uint32Array;
  readonly genders: Uint8Array;
  readonly stock: Uint8Array;
}

const GENDERS: readonly Product['gender'][] = ['women', 'men', 'unisex', 'kids'];

/** Lays a shelf's content out as bytes. */
export function contentBlob({ ids, vectors, genders, stock }: ShelfContent): Blob {
  return new Blob([new Uint32Array(ids), new Float32Array(vectors), new Uint8Array(genders), new Uint8Array(stock)]);
}

/** Lays the vectors and the facts that filters ask for out as bytes: ids, vectors, genders, stock. */
export function shelfBlob(set: VectorSet, products: readonly Pick<Product, 'gender' | 'inStock'>[]): Blob {
  const genders = Uint8Array.from(products, ({ gender }) => GENDERS.indexOf(gender));
  const stock = Uint8Array.from(products, ({ inStock }) => (inStock ? 1 : 0));
  return new Blob([new Uint32Array(set.ids), new Float32Array(set.vectors), genders, stock]);
}

/** A shelf without vectors. */
export const NO_VECTORS = new Blob([]);

/** Vectors side by side. */
export function vectorSet(entries: readonly (readonly [id: number, embedding: Embedding])[]): VectorSet {
  const vectors = new Float32Array(entries.length * DIMENSIONS);
  for (const [at, [, embedding]] of entries.entries()) vectors.set(embedding, at * DIMENSIONS);
  return { ids: Uint32Array.from(entries, ([id]) => id), vectors };
}

/** The content of a shelf. */
export type ShelfContent = VectorSet & Omit<Shelf, 'index'>;

/** A shelf as it is stored, later vectors included; `graph` is there only where it fits. */
export interface StoredShelf {
  readonly content: ShelfContent;
  readonly graph?: Blob | undefined;
}

/** The vectors of a shelf's bytes. Throws `CatalogUnavailable` when they were lost or the length does not fit. */
export async function shelfVectors(data: Blob, count: number): Promise<ShelfContent> {
  // A Blob of the database is a file beside it, which a crash of the machine may take.
  const bytes = await data.arrayBuffer().catch((cause: unknown) => {
    throw unopenedError(cause);
  });
  if (bytes.byteLength !== count * (4 + 4 * DIMENSIONS + 2)) throw unopenedError(new Error('A shelf is damaged'));
  const end = count * (4 + 4 * DIMENSIONS);
  return {
    ids: new Uint32Array(bytes, 0, count),
    vectors: new Float32Array(bytes, 4 * count, count * DIMENSIONS),
    genders: new Uint8Array(bytes, end, count),
    stock: new Uint8Array(bytes, end + count, count),
  };
}

/** Opens a shelf for searching. */
export async function openShelf({ content, graph }: StoredShelf, open: OpenIndex): Promise<Shelf> {
  const { ids, vectors, genders, stock } = content;
  const read = graph && (async () => new Uint8Array(await graph.arrayBuffer()));
  return { ids, genders, stock, index: await open({ ids, vectors }, read) };
}

/** Which ids pass the cheap filters (gender, stock); undefined when all do. */
export function passing(shelf: Omit<Shelf, 'index'>, filter: SearchFilter): Set<number> | undefined {
  const { gender, inStock } = filter;
  if (!gender && !inStock) return undefined;
  const passed = new Set<number>();
  for (const [row, id] of shelf.ids.entries()) {
    const worn = GENDERS[shelf.genders[row] ?? 0];
    const suits = !gender || worn === gender || worn === 'unisex';
    if (suits && (!inStock || shelf.stock[row] === 1)) passed.add(id);
  }
  return passed;
}

/** Whether a filter asks for what only a product's whole record tells. */
export function asksRecord({ brand, shop, minPrice, maxPrice }: SearchFilter): boolean {
  return Boolean(brand || shop || minPrice || maxPrice);
}

/** Whether a product passes the filters that need its whole record (brand, shop, prices in the same currency). */
export function suits(product: Product, { brand, shop, minPrice, maxPrice }: SearchFilter): boolean {
  if (brand && product.brand.toLowerCase() !== brand.toLowerCase()) return false;
  if (shop && product.shop !== shop) return false;
  const { currency, amount } = product.price ?? {};
  const isWithin = (bound: Price, sign: 1 | -1) =>
    currency === bound.currency && sign * Number(amount) <= sign * Number(bound.amount);
  return (!minPrice || isWithin(minPrice, -1)) && (!maxPrice || isWithin(maxPrice, 1));
}
