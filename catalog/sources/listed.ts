import type { Refused } from '../source';
import { isObject, type JsonObject, textIn } from './json';

/** A product as a shop lists it, and where. */
export interface Listed {
  readonly where: string;
  readonly product: JsonObject;
}

/**
 * What one page of a list adds to `seen`, the ids so far. Products that stand there twice are named, unless the whole page
 * was there before: some shops repeat pages where their list ends.
 */
export function* newProducts(
  listed: readonly unknown[],
  page: number,
  seen: Set<string>,
): Generator<Listed | Refused, void> {
  const repeated: Refused[] = [];
  let fresh = 0;
  for (const [i, product] of listed.entries()) {
    const where = `page ${page}, product ${i + 1}`;
    const id = isObject(product) ? textIn(product.id) : '';
    if (!isObject(product) || id === '') yield { where, reason: 'no product' };
    else if (seen.has(id)) repeated.push({ where, reason: 'listed twice' });
    else {
      fresh += 1;
      seen.add(id);
      yield { where, product };
    }
  }
  if (fresh > 0) yield* repeated;
}
