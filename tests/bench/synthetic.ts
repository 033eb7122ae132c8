import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeModels } from '../../catalog/node/engine';
import { embedderName } from '../../catalog/node/eyes';
import { savePack } from '../../catalog/node/files';
import { useHnswlibInNode } from '../../catalog/node/hnsw';
import { MODELS } from '../../catalog/node/places';
import { packOf } from '../../catalog/pack-of';
import type { PackRow } from '../../lib/store/pack-format';
import type { GarmentCategory } from '../../lib/types';
import { clusteredVectors } from '../unit/index/vectors';

const FOLDER = join(import.meta.dirname, '../../.output/bench');
/** How a fashion shop's products are spread. */
const SHARES: readonly (readonly [GarmentCategory, number])[] = [
  ['topwear', 0.3],
  ['footwear', 0.18],
  ['bottomwear', 0.15],
  ['dress', 0.12],
  ['outerwear', 0.1],
  ['handbag', 0.08],
  ['eyewear', 0.04],
  ['headwear', 0.03],
];
const GENDERS = ['women', 'women', 'women', 'men', 'men', 'unisex', 'kids'] as const;
const WORDS = 'linen cotton wool relaxed slim washed ribbed cropped oversized pleated classic vintage striped'.split(
  ' ',
);

/** A pack file of made-up products. */
export interface SyntheticPack {
  readonly file: string;
  readonly bytes: number;
  readonly embedder: string;
  /** Seconds it took to build; 0 where it was there. */
  readonly built: number;
}

function categoryOf(share: number): GarmentCategory {
  let sum = 0;
  for (const [category, part] of SHARES) {
    sum += part;
    if (sum > share) return category;
  }
  return 'topwear';
}

function rowOf(i: number, category: GarmentCategory): PackRow {
  const word = (n: number) => WORDS[(i * 7 + n * 5 + Math.floor(i / 13)) % WORDS.length] ?? '';
  const id = ((i * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return {
    source: 'bench',
    productId: `${7_000_000_000_000 + i}:${word(3)}`,
    title: `${word(0)} ${word(1)} ${category} ${i % 1_000}`,
    brand: `Brand ${i % 300}`,
    url: `https://shop.example/products/${word(0)}-${word(1)}-${category}-${id}?variant=${40_000_000 + i}`,
    imageUrl: `https://cdn.shop.example/s/files/1/0${i % 999}/products/${id}-${word(2)}_${category}.jpg?v=16${i}`,
    category,
    type: word(2),
    gender: GENDERS[(i * 31) % GENDERS.length] ?? 'women',
    price: { amount: `${10 + (i % 190)}.90`, currency: 'EUR' },
    inStock: i % 9 !== 0,
  };
}

/** Clustered vectors, a pack of `count` of them without pictures; kept in `.output/bench` for the next run. */
export async function syntheticPack(count: number): Promise<SyntheticPack> {
  useHnswlibInNode();
  const embedder = await embedderName(createNodeModels(MODELS));
  const file = join(FOLDER, `${count}-${embedder.replace(/[^\w.]+/g, '-')}.zip`);
  let built = 0;
  if (!existsSync(file)) {
    await mkdir(FOLDER, { recursive: true });
    const { next } = clusteredVectors(7, 128, Math.round(count / 50));
    const start = performance.now();
    const products = Array.from({ length: count }, (_, i) => ({
      row: rowOf(i, categoryOf((i * 0.618_033_988_7) % 1)),
      embedding: next(),
    }));
    await savePack(await packOf({ embedder, sources: [{ id: 'bench', shop: 'Bench' }], products, step: () => undefined }), file); // biome-ignore format: one thought
    built = (performance.now() - start) / 1_000;
  }
  return { file, bytes: statSync(file).size, embedder, built };
}
