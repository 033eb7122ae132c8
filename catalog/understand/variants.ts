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

/** What the sizes of one product have in common: its group and its colour. Undefined for a product of its own. */
export function variantKey({ item_group_id: group = '', color = '' }: RawProduct): string | undefined {
  return group.trim() === '' ? undefined : `${group.trim()}\n${color.trim().toLowerCase()}`;
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

function asGroup({ where, raw }: FoundProduct): FoundProduct {
  const group = (raw.item_group_id ?? '').trim();
  if (!group) return { where, raw };
  const color = (raw.color ?? '').trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-'); // biome-ignore format: one thought
  const title = titleWithoutSize(raw.title || raw.description || '');
  return { where, raw: { ...raw, product_id: color ? `${group}:${color}` : group, title } };
}

/**
 * Joins the sizes of a product, one product a colour, as they stream by: sizes that stand together become one product
 * (all sizes, lowest price, available when any is); a size that comes later is refused with the reason.
 */
export async function* groupVariants(found: AsyncIterable<Found>): AsyncGenerator<Found> {
  const done = new Set<number>();
  let held: { readonly key: string; product: FoundProduct } | undefined;
  for await (const one of found) {
    const key = one.raw && variantKey(one.raw);
    if (one.raw && held && key === held.key) {
      held.product = merge(held.product, one);
      continue;
    }
    if (held) yield asGroup(held.product);
    held = undefined;
    if (!one.raw || key === undefined) yield one;
    else if (done.has(hashOf(key))) yield { where: one.where, reason: 'another size of a product further up' };
    else {
      done.add(hashOf(key));
      held = { key, product: one };
    }
  }
  if (held) yield asGroup(held.product);
}
