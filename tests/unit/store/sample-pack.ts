import type { Pack, PackRow } from '../../../lib/store/pack-format';
import { GARMENT_CATEGORIES } from '../../../lib/types';
import { clusteredVectors } from '../index/vectors';

export const EMBEDDER = 'embedder@1.0.0';

/** A small pack of one source: `count` products over all categories, unit vectors from `seed`. */
export function samplePack(id: string, count: number, seed = 1): Pack {
  const rows = Array.from(
    { length: count },
    (_, i): PackRow => ({
      source: id,
      productId: `p${i}`,
      title: `${id} product ${i}`,
      brand: i % 2 === 0 ? 'Alder' : 'Birch',
      url: `https://shop.example/${id}/${i}`,
      imageUrl: `https://shop.example/${id}/${i}.jpg`,
      category: GARMENT_CATEGORIES[i % 8] ?? 'topwear',
      type: 'thing',
      gender: (['women', 'men', 'unisex', 'kids'] as const)[Math.floor(i / 8) % 4] ?? 'unisex',
      price: { amount: `${10 + i}.50`, currency: 'EUR' },
      inStock: i % 3 !== 0,
    }),
  );
  const { vectors } = clusteredVectors(seed).set(count);
  return { embedder: EMBEDDER, sources: [{ id, shop: `Shop ${id}` }], rows, embeddings: vectors, graphs: new Map() };
}
