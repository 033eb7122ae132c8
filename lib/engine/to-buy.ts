import { CLOSE } from '../closeness';
import { placeOf } from '../store/place';
import type { Embedding, GarmentCategory, Match, ProductSearch, SearchFilter } from '../types';

/**
 * Similar products, best first. What is sold out takes no place of something close that can be bought: shops keep what
 * left them for years. Only the nearest of all stays whatever it is, for it tells what is worn. A product that is there
 * twice, in another colour or by another source of its shop, stands once: as what can be bought.
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
  const byPlace = new Map<string, Match>();
  for (const match of wanted) {
    const place = placeOf(match.product);
    const known = byPlace.get(place);
    if (known ? !known.product.inStock && match.product.inStock : byPlace.size < top) byPlace.set(place, match);
  }
  return nearest([...byPlace.values()]);
}

const nearest = (matches: readonly Match[]): Match[] => matches.toSorted((a, b) => b.similarity - a.similarity);
