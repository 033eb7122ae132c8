import { CLOSE } from '../closeness';
import type { Embedding, GarmentCategory, Match, ProductSearch, SearchFilter } from '../types';

/**
 * Similar products, best first. What is sold out takes no place of something close that can be bought: shops keep what
 * left them for years. Only the nearest of all stays whatever it is, for it tells what is worn.
 */
export async function searchToBuy(
  search: ProductSearch,
  category: GarmentCategory,
  embedding: Embedding,
  top: number,
  filter: SearchFilter,
): Promise<readonly Match[]> {
  const found = await search.search(category, embedding, top, filter);
  if (found.every(({ product }) => product.inStock)) return found;
  const there = await search.search(category, embedding, top, { ...filter, inStock: true });
  const wanted = [...found.slice(0, 1), ...there.filter(({ similarity }) => similarity >= CLOSE), ...nearest([...found, ...there])]; // biome-ignore format: one thought
  const byId = new Map<string, Match>();
  for (const match of wanted) if (byId.size < top) byId.set(match.product.id, match);
  return nearest([...byId.values()]);
}

const nearest = (matches: readonly Match[]): Match[] => matches.toSorted((a, b) => b.similarity - a.similarity);
