import type { SourceKind } from '../../../../../catalog/source';
import type { Answer } from '../../../../browser/servers';

/** A product as every adapter's fixture states it. */
export interface Stated {
  readonly id: string;
  readonly title?: string;
  readonly price?: string;
  readonly url?: string;
  readonly image?: string;
}
/** What a server answers. */
export type Body = string | Uint8Array;
type Routes = Record<string, Answer>;

/** A product with everything a feed needs. */
export const full = ({ id, ...more }: Stated) => ({
  ...{ id, title: `Größe dress ${id}`, price: '20.00' },
  ...{ url: `https://s.example/${id}`, image: `https://s.example/${id}.jpg` },
  ...more,
});
/** What a fixture is made of. */
export type Full = ReturnType<typeof full>;

/** How a feed of some products looks in an adapter's language, and where the bytes that matter are. */
export interface Adapter {
  readonly name: string;
  readonly kind: SourceKind;
  readonly path: string;
  /** The address whose answer is broken in fixtures about answers; its body is of these products. */
  readonly place: (origin: string) => string;
  body(products: readonly Full[], origin: string): Promise<Body> | Body;
  /** Other addresses that the adapter asks for. */
  readonly around?: (products: readonly Full[], origin: string) => Routes;
  readonly type: string;
  /** Whether ids come from the feed, so that they may repeat. */
  readonly repeats?: false;
}

/** A product as a pack states it. */
export const packRow = ({ id, title, price, url, image }: Full) => ({
  ...{
    source: 'shop',
    productId: id,
    title,
    brand: '',
    url,
    imageUrl: image,
    category: 'dress',
    type: '',
    gender: 'women',
  },
  ...{ price: { amount: price, currency: 'EUR' }, inStock: true },
});
