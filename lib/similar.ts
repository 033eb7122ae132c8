import * as v from 'valibot';
import { MOST_GARMENTS } from './most-garments';
import {
  type BoundingBox,
  GARMENT_CATEGORIES,
  type GarmentCategory,
  type ImageSource,
  type SearchFilter,
  type ShopOptions,
} from './types';

/** For whom products are wanted; `off` leaves nothing out. */
export type GenderChoice = 'women' | 'men' | 'off';

/** What a person narrowed the matches of a garment down to. */
export type Narrowing = Pick<SearchFilter, 'shop' | 'brand' | 'minPrice' | 'maxPrice' | 'inStock'>;

/**
 * A garment of a picture, taken as the kind and for whom a person says. The box is in fractions of the picture; `only`
 * leaves out what does not pass.
 */
export interface GarmentWish {
  readonly category: GarmentCategory;
  readonly box: BoundingBox;
  readonly gender: GenderChoice;
  readonly only?: Narrowing;
}

/** Asks for products like garments of a picture, whatever the detector takes them for; `top` is matches per garment. */
export interface GarmentsRequest {
  readonly source: ImageSource;
  readonly garments: readonly GarmentWish[];
  readonly top: number;
}

/** Asks what is worn in a picture; `id` names the question. */
export interface ShopRequest {
  readonly id: string;
  readonly source: ImageSource;
  readonly options: Omit<ShopOptions, 'signal'>;
}

/** Asks for products like one of the catalogue, by its id there. */
export interface LikeRequest {
  readonly productId: string;
  readonly gender: GenderChoice;
  readonly top: number;
}

/** Limits of one request; a popover shows fewer matches. */
const MOST = { garments: MOST_GARMENTS, matches: 50, address: 32 * 2 ** 20, id: 2_000, name: 200 } as const;

const Fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Gender = v.picklist(['women', 'men', 'off']);
const Top = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST.matches));
const Address = v.pipe(v.string(), v.maxLength(MOST.address));

/** How to get a picture, as a message must say it. */
export const Source = v.variant('kind', [
  v.strictObject({ kind: v.literal('url'), url: Address, pageUrl: Address }),
  v.strictObject({ kind: v.literal('blob'), blob: v.instance(Blob), pageUrl: Address }),
]);

const Amount = v.strictObject({
  amount: v.pipe(v.string(), v.regex(/^\d{1,15}(\.\d{1,6})?$/)),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
});

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(MOST.name));

const Only = v.strictObject({
  shop: v.optional(Name),
  brand: v.optional(Name),
  minPrice: v.optional(Amount),
  maxPrice: v.optional(Amount),
  inStock: v.optional(v.boolean()),
});

const Wish = v.strictObject({
  category: v.picklist(GARMENT_CATEGORIES),
  box: v.strictObject({ x: Fraction, y: Fraction, width: Fraction, height: Fraction }),
  gender: Gender,
  only: v.optional(Only),
});

const Garments = v.strictObject({
  source: Source,
  garments: v.pipe(v.array(Wish), v.minLength(1), v.maxLength(MOST.garments)),
  top: Top,
});

const Like = v.strictObject({
  productId: v.pipe(v.string(), v.minLength(1), v.maxLength(MOST.id)),
  gender: Gender,
  top: Top,
});

const Shop = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  source: Source,
  options: v.strictObject({
    top: v.optional(Top),
    inPrivate: v.optional(v.boolean()),
    minScore: v.optional(Fraction),
    sensitivity: v.optional(v.picklist(['few', 'balanced', 'many'])),
    genderFilter: v.optional(v.picklist(['off', 'automatic', 'women', 'men'])),
  }),
});

/** A request as it came over a message, checked. Throws when anything in it is not as stated. */
export function garmentsRequest(value: unknown): GarmentsRequest {
  return v.parse(Garments, value) as GarmentsRequest;
}

/** The same for {@link LikeRequest}. */
export function likeRequest(value: unknown): LikeRequest {
  return v.parse(Like, value);
}

/** The same for {@link ShopRequest}. */
export function shopRequest(value: unknown): ShopRequest {
  return v.parse(Shop, value) as ShopRequest;
}
