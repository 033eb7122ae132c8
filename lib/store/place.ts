import type { Product } from '../types';

/** How shops name one of a page's colours or sizes in its address. */
const VARIANT = /([?&])variant=[^&#]*&?/;

/** Where a thing is bought: the same for what two sources have of one shop, and for the colours of one product. */
export function placeOf({ url, title, id }: Pick<Product, 'url' | 'title' | 'id'>): string {
  return url ? `${url.replace(VARIANT, '$1').replace(/[?&]$/, '')} ${title}` : id;
}
