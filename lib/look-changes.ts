import { comparePrices } from './price-sum';
import type { Look, Match, Price, Product, ShoppedGarment } from './types';

/** What became of one match since a look was last compared with the shops. `before` is the price it had. */
export type Mark =
  | { readonly kind: 'new' }
  | { readonly kind: 'cheaper' | 'dearer'; readonly before: Price }
  | { readonly kind: 'gone' };

/** Marks of a look's products, by garment (its place in the result) and product id. */
export type Marks = readonly ReadonlyMap<string, Mark>[];

/** A look compared with the present catalogue. */
export interface Comparison {
  readonly garments: readonly ShoppedGarment[];
  readonly marks: Marks;
  readonly counts: Readonly<Record<'fresh' | 'cheaper' | 'dearer' | 'gone', number>>;
}

/**
 * Compares a look's matches with those of today (`found`, one list a garment, best first). `present` are the products of
 * the look that shops still have. What is gone stays in the list, marked, until the next comparison; so does a chosen
 * product that others outrank by now.
 */
export function compareLook(
  { result, chosen = [] }: Pick<Look, 'result' | 'chosen'>,
  found: readonly (readonly Match[])[],
  present: ReadonlyMap<string, Product>,
): Comparison {
  const marks: Map<string, Mark>[] = [];
  const garments = result.garments.map((garment, at) => {
    const now = found[at] ?? [];
    const nowIds = new Set(now.map(({ product }) => product.id));
    const known = new Map(garment.matches.map((match) => [match.product.id, match]));
    const ofGarment = new Map<string, Mark>();
    for (const { product } of now) {
      const mark = markOf(known.get(product.id)?.product, product);
      if (mark) ofGarment.set(product.id, mark);
    }
    const left: Match[] = [];
    for (const match of garment.matches) {
      const { id } = match.product;
      if (nowIds.has(id)) continue;
      const product = present.get(id);
      // What was gone the last time already is let go of now.
      if (chosen[at] !== id && (product?.inStock || !match.product.inStock)) continue;
      if (!product && match.product.inStock) ofGarment.set(id, { kind: 'gone' });
      const mark = product && markOf(match.product, product);
      if (mark) ofGarment.set(id, mark);
      left.push(product ? { ...match, product } : { ...match, product: { ...match.product, inStock: false } });
    }
    marks.push(ofGarment);
    return { ...garment, matches: [...now, ...left] };
  });
  const all = marks.flatMap((one) => [...one.values()]);
  const count = (kind: Mark['kind']): number => all.filter((mark) => mark.kind === kind).length;
  const counts = {
    fresh: count('new'),
    cheaper: count('cheaper'),
    dearer: count('dearer'),
    gone: count('gone'),
  };
  return { garments, marks, counts };
}

function markOf(before: Product | undefined, now: Product): Mark | undefined {
  if (!before) return { kind: 'new' };
  // A shop's product that its list does not have any more stays in the catalogue, as sold out.
  if (before.inStock && !now.inStock) return { kind: 'gone' };
  if (!before.price || !now.price || before.price.currency !== now.price.currency) return undefined;
  const order = comparePrices(now.price, before.price);
  if (order === 0) return undefined;
  return { kind: order < 0 ? 'cheaper' : 'dearer', before: before.price };
}
