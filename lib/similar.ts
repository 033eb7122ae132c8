import * as v from 'valibot';
import { MOST_GARMENTS } from './most-garments';
import {
  type BoundingBox,
  GARMENT_CATEGORIES,
  type GarmentCategory,
  type ImageSource,
  type ShopOptions,
} from './types';

/** For whom products are wanted; `off` leaves nothing out. */
export type GenderChoice = 'women' | 'men' | 'off';

/** A garment of a picture, taken as the kind and for whom a person says. The box is in fractions of the picture. */
export interface GarmentWish {
  readonly category: GarmentCategory;
  readonly box: BoundingBox;
  readonly gender: GenderChoice;
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
const MOST = { garments: MOST_GARMENTS, matches: 50, address: 32 * 2 ** 20, id: 2_000 } as const;

const Fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Gender = v.picklist(['women', 'men', 'off']);
const Top = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST.matches));
const Address = v.pipe(v.string(), v.maxLength(MOST.address));

/** How to get a picture, as a message must say it. */
export const Source = v.variant('kind', [
  v.strictObject({ kind: v.literal('url'), url: Address, pageUrl: Address }),
  v.strictObject({ kind: v.literal('blob'), blob: v.instance(Blob), pageUrl: Address }),
]);

const Wish = v.strictObject({
  category: v.picklist(GARMENT_CATEGORIES),
  box: v.strictObject({ x: Fraction, y: Fraction, width: Fraction, height: Fraction }),
  gender: Gender,
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
  return v.parse(Garments, value);
}

/** The same for {@link LikeRequest}. */
export function likeRequest(value: unknown): LikeRequest {
  return v.parse(Like, value);
}

/** The same for {@link ShopRequest}. */
export function shopRequest(value: unknown): ShopRequest {
  return v.parse(Shop, value) as ShopRequest;
}
