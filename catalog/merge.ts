import type { Pack, PackSource } from '../lib/store/pack-format';
import { type Embedded, embeddedOf } from './pack-of';

/** What merging packs gave. `replaced` counts products of earlier packs that a later one states anew. */
export interface Merged {
  readonly sources: readonly PackSource[];
  readonly products: readonly Embedded[];
  readonly replaced: number;
}

/**
 * Puts packs of one embedder together; a product (source and id) or a shop's name that several packs state is taken
 * from the last of them.
 */
export function mergePacks(packs: readonly Pack[]): Merged {
  const sources = new Map<string, PackSource>();
  const products = new Map<string, Embedded>();
  let stated = 0;
  for (const pack of packs) {
    for (const source of pack.sources) sources.set(source.id, source);
    for (const product of embeddedOf(pack)) {
      stated += 1;
      products.set(`${product.row.source}/${product.row.productId}`, product);
    }
  }
  return { sources: [...sources.values()], products: [...products.values()], replaced: stated - products.size };
}
