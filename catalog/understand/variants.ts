import { type Found, type FoundProduct, type RawProduct, SourceError } from '../source';
import { isInStock } from './availability';
import { pageAddress } from './duplicates';
import { hashOf } from './hash';
import { isCheaper, understandPrice } from './price';

const LETTER_SIZE = '(?:\\d?x{0,4}[sml]|\\d{1,2}xl|one size|os)';
const SIZE_WORD = '(?:size|größe|groesse|gr\\.|taille|talla|eu|uk|us)';
const TRAILING_SIZE = new RegExp(
  `\\s*(?:[-–,/|]\\s*(?:${SIZE_WORD}\\s*)?(?:${LETTER_SIZE}|\\d{2}(?:[.,]5)?)|\\(\\s*(?:${SIZE_WORD}\\s*)?(?:${LETTER_SIZE}|\\d{2}(?:[.,]5)?)\\s*\\)|\\s${SIZE_WORD}\\s*(?:${LETTER_SIZE}|\\d{1,2}(?:[.,]5)?))\\s*$`,
  'i',
);
const LONGEST_TITLE = 1_000;
const [MOST_SIZES, LONGEST_SIZES] = [100, 4_000];
/** Characters of products that are held back. */
const MOST_HELD = 4_000_000;

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
 * and title, or their group and picture. Without a group their title, colour and for whom they are, and their page or
 * picture, if they tell a size. Nothing for a product of its own.
 */
function keysOf(raw: RawProduct): readonly number[] {
  const [group, color, picture] = [raw.item_group_id, raw.color, raw.image_url].map((text) => (text ?? '').trim());
  if (group && color) return [hashOf(`${group}\n${color.toLowerCase()}`)];
  const [name, page] = [nameOf(raw), (raw.product_url ?? '').trim()];
  if (group) return [`${group}\n\n${name}`, ...(picture ? [`${group}\n\n\n${picture}`] : [])].map(hashOf);
  if (!raw.size?.trim() || !name) return [];
  // A shoe may be sold to women and to men on one page.
  const own = [name, color, raw.gender].join('\n').toLowerCase();
  const places = [page && `page ${pageAddress(page)}`, picture && `picture ${picture}`].filter(Boolean);
  return places.map((place) => hashOf(`\n${own}\n${place}`));
}

const isOut = ({ availability = '' }: RawProduct) => !isInStock(availability);

/** Whether the price of a size is to be told instead of that of those before it: what can be bought, then the lower one. */
function isBetterPrice(a: RawProduct, b: RawProduct): boolean {
  const [was, is] = [understandPrice(a), understandPrice(b)];
  if (!('price' in was && 'price' in is && is.price)) return false;
  if (isOut(a) !== isOut(b)) return isOut(a);
  return was.price !== undefined && isCheaper(is.price, was.price);
}

/** One product of two sizes: the id of the group, the lower price of what can be bought, available when either is. */
function merge(first: FoundProduct, next: FoundProduct): FoundProduct {
  const [a, b] = [first.raw, next.raw];
  const sizes = [...new Set([...(a.size ?? '').split(', '), b.size ?? ''])].filter(Boolean).slice(0, MOST_SIZES);
  const size = sizes.join(', ').slice(0, LONGEST_SIZES);
  const { price = '', sale_price = '', currency = '' } = isBetterPrice(a, b) ? b : a;
  const availability = (isOut(a) && !isOut(b) ? b.availability : a.availability) ?? '';
  return { where: first.where, raw: { ...a, price, sale_price, currency, availability, size } };
}

/**
 * A product's id is its group, where it has one, and what tells it from the others of that: the colour, or the name of all
 * but the first.
 */
function asGroup({ where, raw }: FoundProduct, isFirst: boolean): FoundProduct {
  const group = (raw.item_group_id ?? '').trim();
  const title = nameOf(raw);
  if (!group) return { where, raw: { ...raw, title } };
  const color = wordsOf(raw.color ?? '') || (isFirst ? '' : wordsOf(title));
  return { where, raw: { ...raw, product_id: color ? `${group}:${color}` : group, title } };
}

/** One thing found that is not handed on yet; what is a size of no product has no keys. */
interface Held {
  found: Found;
  readonly keys: Set<number>;
  readonly isFirst: boolean;
  readonly length: number;
}

const lengthOf = (raw: RawProduct): number => Object.values(raw).reduce((sum, text) => sum + text.length, 0);

/** Holds products back, in the order in which they came, until so many others came after them. */
class Line {
  readonly #line: Held[] = [];
  readonly #byKey = new Map<number, Held>();
  readonly #done = new Set<number>();
  readonly #most: number;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes something found in: into the product whose size it is, else at the end of the line. */
  take(found: Found): void {
    const keys = found.raw ? keysOf(found.raw) : [];
    const held = keys.map((key) => this.#byKey.get(key)).find(Boolean);
    if (found.raw && held?.found.raw) {
      held.found = merge(held.found, found);
      this.#name(held, keys);
    } else if (found.raw && keys.some((key) => this.#done.has(key))) {
      this.#add({ where: found.where, reason: 'another size of a product further up' }, []);
    } else this.#add(found, keys);
  }

  #add(found: Found, keys: readonly number[]): void {
    const group = hashOf((found.raw?.item_group_id ?? '').trim());
    const length = found.raw ? lengthOf(found.raw) : 0;
    const held = { found, keys: new Set<number>(), isFirst: !this.#done.has(group), length };
    if (keys.length > 0) this.#done.add(group);
    this.#name(held, keys);
    this.#line.push(held);
    this.#length += length;
  }

  #name(held: Held, keys: readonly number[]): void {
    for (const key of keys) {
      held.keys.add(key);
      this.#byKey.set(key, held);
    }
  }

  /** What has waited long enough; with `all` everything. */
  *ready(all: boolean): Generator<Found> {
    for (;;) {
      const [held] = this.#line;
      const isFull = this.#line.length > this.#most || this.#length > MOST_HELD;
      if (!held || !(all || isFull || held.keys.size === 0)) return;
      this.#line.shift();
      this.#length -= held.length;
      for (const key of held.keys) {
        if (this.#byKey.get(key) === held) this.#byKey.delete(key);
        this.#done.add(key);
      }
      yield held.found.raw && held.keys.size > 0 ? asGroup(held.found, held.isFirst) : held.found;
    }
  }
}

/**
 * Joins the sizes of a product, one product a colour, as they stream by: sizes among `most` products that stand together
 * become one product (all sizes, lowest price of those that are there, available when any is), fewer where they are long;
 * a size that comes later is refused with the reason.
 */
export async function* groupVariants(found: AsyncIterable<Found>, most = 1): AsyncGenerator<Found> {
  const line = new Line(most);
  try {
    for await (const one of found) {
      line.take(one);
      yield* line.ready(false);
    }
  } catch (error) {
    // What came before a break is good.
    if (error instanceof SourceError) yield* line.ready(true);
    throw error;
  }
  yield* line.ready(true);
}
