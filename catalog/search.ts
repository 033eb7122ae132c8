import { openIndex } from '../lib/index/open';
import { DIMENSIONS, type Pack, productOf } from '../lib/store/pack-format';
import { placeOf } from '../lib/store/place';
import { FARTHEST } from '../lib/store/product-search';
import { suits } from '../lib/store/shelf';
import {
  type BoundingBox,
  type Embedding,
  GARMENT_CATEGORIES,
  type GarmentCategory,
  type Match,
  type Neighbor,
  type ProductSearch,
  type SearchFilter,
  type ShopResult,
  type VectorIndex,
} from '../lib/types';
import { loadPack } from './node/files';

/** Searches a pack in memory, without a database. */
class PackSearch implements ProductSearch {
  readonly #products;
  readonly #shelves: ReadonlyMap<GarmentCategory, VectorIndex>;

  constructor(pack: Pack, shelves: ReadonlyMap<GarmentCategory, VectorIndex>) {
    const shops = new Map(pack.sources.map(({ id, shop }) => [id, shop]));
    this.#products = pack.rows.map((row) => productOf(row, shops.get(row.source) ?? row.source));
    this.#shelves = shelves;
  }

  /** As in the extension: unisex products pass every gender. */
  async search(category: GarmentCategory, embedding: Embedding, k: number, filter: SearchFilter = {}) {
    const passes = (id: number) => {
      const product = this.#products[id];
      if (!product || !suits(product, filter) || (filter.inStock && !product.inStock)) return false;
      return !filter.gender || product.gender === filter.gender || product.gender === 'unisex';
    };
    const free = Object.values(filter).every((value) => value === undefined || value === false);
    for (let reach = k; ; reach *= 4) {
      const found = this.#shelves.get(category)?.search(embedding, reach, free ? undefined : passes) ?? [];
      const matches = this.#different(found).slice(0, k);
      if (matches.length >= k || found.length < reach || 4 * reach > FARTHEST * k) return matches;
    }
  }

  /** As in the extension: a product that is there in several colours is shown once, in the nearest. */
  #different(found: readonly Neighbor[]): Match[] {
    const byPlace = new Map<string, Match>();
    for (const { id, similarity } of found) {
      const product = this.#products[id];
      if (product && !byPlace.has(placeOf(product))) byPlace.set(placeOf(product), { product, similarity });
    }
    return [...byPlace.values()];
  }
}

/** Opens a pack file for searching. Throws `PackInvalid`, also for another embedder's vectors. */
export async function openPack(file: string, embedder: string): Promise<ProductSearch> {
  const pack = await loadPack(file, embedder);
  const shelves = new Map<GarmentCategory, VectorIndex>();
  for (const category of GARMENT_CATEGORIES) {
    const ids = Uint32Array.from([...pack.rows.keys()].filter((row) => pack.rows[row]?.category === category));
    const vectors = new Float32Array(ids.length * DIMENSIONS);
    for (const [at, row] of ids.entries()) {
      vectors.set(pack.embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), at * DIMENSIONS);
    }
    const graph = pack.graphs.get(category);
    if (ids.length > 0) shelves.set(category, await openIndex({ ids, vectors }, graph && (async () => graph)));
  }
  return new PackSearch(pack, shelves);
}

const round = (x: number) => Math.round(x * 1e5) / 1e5;
const boxOf = ({ x, y, width, height }: BoundingBox) => [x, y, width, height].map(round);

/** The answer for one photo as one line of JSON; boxes are [x, y, width, height] in fractions of the photo. */
export function searchLine(file: string, result: ShopResult): string {
  return JSON.stringify({
    file,
    width: result.width,
    height: result.height,
    framing: result.framing,
    persons: result.persons.map(({ box, gender, score }) => ({ box: boxOf(box), gender, score: round(score) })),
    detections: result.garments.map(({ category, score, box, person, matches }) => ({
      category,
      score: round(score),
      box: boxOf(box),
      person,
      matches: matches.map(({ product, similarity }) => ({
        product_id: product.productId,
        similarity: round(similarity),
        title: product.title,
        product_url: product.url,
      })),
    })),
  });
}
