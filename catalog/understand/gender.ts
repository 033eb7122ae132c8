import type { ProductGender } from '../../lib/types';
import type { RawProduct } from '../source';
import { read } from './reading';

const LETTERS: Readonly<Record<string, ProductGender>> = {
  w: 'women',
  f: 'women',
  m: 'men',
  h: 'men',
  u: 'unisex',
  k: 'kids',
  'women|men': 'unisex',
  neutral: 'unisex',
  all: 'unisex',
  any: 'unisex',
};

const YOUNG = /^(newborn|infant|toddler|kids?|children|child|baby|bebe|enfant|kinder|nino|ninos)$/i;
const GROWN = /^(adults?|erwachsene|adultes?|adultos?)$/i;
const LONGEST_PATH = 1_000;

/**
 * For whom a product is: its age group, its gender column, then its title, its paths and its tags.
 * Undefined where nothing says so; a shop's word for everybody is `unisex`.
 */
export function understandGender(raw: RawProduct): ProductGender | undefined {
  if (YOUNG.test((raw.age_group ?? '').trim())) return 'kids';
  const column = (raw.gender ?? '').trim();
  const said = LETTERS[column.toLowerCase()] ?? read(column).gender;
  const title = read(raw.title || raw.description || '').gender;
  // "Boys' tee" with gender "male" is for children.
  if (said) return title === 'kids' && !GROWN.test((raw.age_group ?? '').trim()) ? 'kids' : said;
  const places = [raw.type, raw.category, raw.google_product_category].map(
    (path) => path?.slice(0, LONGEST_PATH) ?? '',
  );
  return title ?? read(places.join(' , ')).gender ?? read(raw.tags ?? '').gender;
}
