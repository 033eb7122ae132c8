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

const YOUNG = /^(newborn|infant|toddler|kids?|children|child|baby|bebe|enfant|kinder|nino|ninos|juniors?|youth)s?$/i;
/** Ages in years or months: `5-13`, `3-6M`, `0-3 months`, `8 years`. Without an upper one (`13+`) it is for who is grown. */
const AGES =
  /^(?:\d{1,2}\s*(?:-|–|to|bis|à|a)\s*)?(\d{1,2})\s*(m|mon|mth|months?|monate?|mois|meses|y|yrs?|years?|jahre?|ans|años|anos)?\.?$/i;
/** From here on Google's product data call people grown. */
const GROWN_AT = 13;
const GROWN = /^(adults?|erwachsene|adultes?|adultos?)$/i;
const LONGEST_PATH = 1_000;
const MOST_TAGS = 250;

/** Whether an age group is one of children. */
function isYoung(text: string): boolean {
  if (YOUNG.test(text)) return true;
  const [, upper, unit = ''] = AGES.exec(text) ?? [];
  return upper !== undefined && (/^m/i.test(unit) || Number(upper) <= GROWN_AT);
}

/** For whom tags say that a product is: children before all; women and men together are everybody. */
function genderOfTags(tags: string): ProductGender | undefined {
  const said = new Set(tags.split(',', MOST_TAGS).map((tag) => read(tag.trim()).gender));
  if (said.has('kids')) return 'kids';
  if (said.has('women') && said.has('men')) return 'unisex';
  return (['women', 'men', 'unisex'] as const).find((one) => said.has(one));
}

/**
 * For whom a product is: its age group, its gender column, then its title, its paths and its tags.
 * Undefined where nothing says so; a shop's word for everybody is `unisex`.
 */
export function understandGender(raw: RawProduct): ProductGender | undefined {
  if (isYoung((raw.age_group ?? '').trim())) return 'kids';
  const column = (raw.gender ?? '').trim();
  const said = LETTERS[column.toLowerCase()] ?? read(column).gender;
  const title = read(raw.title || raw.description || '').gender;
  // "Boys' tee" with gender "male" is for children.
  if (said) return title === 'kids' && !GROWN.test((raw.age_group ?? '').trim()) ? 'kids' : said;
  const places = [raw.type, raw.category, raw.google_product_category].map(
    (path) => path?.slice(0, LONGEST_PATH) ?? '',
  );
  return title ?? read(places.join(' , ')).gender ?? genderOfTags(raw.tags ?? '');
}
