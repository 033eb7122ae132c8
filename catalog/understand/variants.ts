import type { Found, FoundProduct, RawProduct } from '../source';
import { isInStock } from './availability';
import { hashOf } from './hash';
import { isCheaper, understandPrice } from './price';

const LETTER_SIZE = '(?:\\d?x{0,4}[sml]|\\d{1,2}xl|one size|os)';
const SIZE_WORD = '(?:size|größe|groesse|gr\\.|taille|talla|eu|uk|us)';
const TRAILING_SIZE = new RegExp(
  `\\s*(?:[-–,/|]\\s*(?:${SIZE_WORD}\\s*)?(?:${LETTER_SIZE}|\\d{2}(?:[.,]5)?)|\\(\\s*(?:${SIZE_WORD}\\s*)?(?:${LETTER_SIZE}|\\d{2}(?:[.,]5)?)\\s*\\)|\\s${SIZE_WORD}\\s*(?:${LETTER_SIZE}|\\d{1,2}(?:[.,]5)?))\\s*$`,
  'i',
);
const LONGEST_TITLE = 1_000;
const MOST_SIZES = 100;

/** A title without the size at its end: `Linen shirt - XL`, `Jeans (W 32)`, `Boots, Größe 42`. */
export function titleWithoutSize(title: string): string {
  const short = title.slice(0, LONGEST_TITLE).trim();
  return short.replace(TRAILING_SIZE, '').trim() || short;
}

const wordsOf = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
const nameOf = (raw: RawProduct) => titleWithoutSize(raw.title || raw.description || '');

/**
 * What the sizes of one product have in common, any of it: their group and colour; where no colour is told, their group
 * and title, or their group and picture. Nothing for a product of its own.
 */
function keysOf(raw: RawProduct): readonly number[] {
  const [group, color, picture] = [raw.item_group_id, raw.color, raw.image_url].map((text) => (text ?? '').trim());
  if (!group) return [];
  if (color) return [hashOf(`${group}\n${color.toLowerCase()}`)];
  return [`${group}\n\n${nameOf(raw)}`, ...(picture ? [`${group}\n\n\n${picture}`] : [])].map(hashOf);
}

const isOut = ({ availability = '' }: RawProduct) => !isInStock(availability);

/** One product of two sizes: the id of the group, the lower price, available when either is. */
function merge(first: FoundProduct, next: FoundProduct): FoundProduct {
  const [a, b] = [first.raw, next.raw];
  const sizes = [...new Set([...(a.size ?? '').split(', '), b.size ?? ''])].filter(Boolean).slice(0, MOST_SIZES);
  const [was, is] = [understandPrice(a), understandPrice(b)];
  const isLower = 'price' in was && 'price' in is && was.price && is.price && isCheaper(is.price, was.price);
  const { price = '', sale_price = '', currency = '' } = isLower ? b : a;
  const availability = (isOut(a) && !isOut(b) ? b.availability : a.availability) ?? '';
  return { where: first.where, raw: { ...a, price, sale_price, currency, availability, size: sizes.join(', ') } };
}

/** A product's id is its group, and what tells it from the others of it: the colour, or the name of all but the first. */
function asGroup({ where, raw }: FoundProduct, isFirst: boolean): FoundProduct {
  const group = (raw.item_group_id ?? '').trim();
  const title = nameOf(raw);
  const color = wordsOf(raw.color ?? '') || (isFirst ? '' : wordsOf(title));
  return { where, raw: { ...raw, product_id: color ? `${group}:${color}` : group, title } };
}

/**
 * Joins the sizes of a product, one product a colour, as they stream by: sizes that stand together become one product
 * (all sizes, lowest price, available when any is); a size that comes later is refused with the reason.
 */
export async function* groupVariants(found: AsyncIterable<Found>): AsyncGenerator<Found> {
  const done = new Set<number>();
  let held: { readonly keys: Set<number>; readonly isFirst: boolean; product: FoundProduct } | undefined;
  for await (const one of found) {
    const keys = one.raw ? keysOf(one.raw) : [];
    if (one.raw && keys.some((key) => held?.keys.has(key)) && held) {
      held.product = merge(held.product, one);
      for (const key of keys) held.keys.add(key);
      continue;
    }
    if (held) {
      for (const key of held.keys) done.add(key);
      yield asGroup(held.product, held.isFirst);
      held = undefined;
    }
    if (!one.raw || keys.length === 0) yield one;
    else if (keys.some((key) => done.has(key))) {
      yield { where: one.where, reason: 'another size of a product further up' };
    } else {
      const group = hashOf((one.raw.item_group_id ?? '').trim());
      held = { keys: new Set(keys), isFirst: !done.has(group), product: one };
      done.add(group);
    }
  }
  if (held) yield asGroup(held.product, held.isFirst);
}
