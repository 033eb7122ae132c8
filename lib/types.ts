/** The product's words. Boxes are fractions of the source image everywhere outside `lib/vision` and the overlay. */

/** Categories that a shop sells, in the order the models use. */
export const GARMENT_CATEGORIES = [
  'topwear',
  'outerwear',
  'dress',
  'bottomwear',
  'footwear',
  'eyewear',
  'handbag',
  'headwear',
] as const;

/** One of the eight kinds of thing a person wears or carries. */
export type GarmentCategory = (typeof GARMENT_CATEGORIES)[number];

/** Everything the detector tells apart, in the order of its output channels. */
export const DETECTOR_LABELS = ['person', ...GARMENT_CATEGORIES] as const;

/** A label of the detector. */
export type DetectorLabel = (typeof DETECTOR_LABELS)[number];

/** Axis-aligned box in fractions 0–1 of the source image, origin top-left. */
export interface BoundingBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How to get the pixels of a picture. A `url` is fetched by the engine; a `blob` holds an encoded picture. */
export type ImageSource =
  | { readonly kind: 'url'; readonly url: string; readonly pageUrl: string }
  | { readonly kind: 'blob'; readonly blob: Blob; readonly pageUrl: string };

/** Decoded picture: RGBA, 8 bits a channel, row-major, `width·height·4` bytes, sRGB, upright. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** One thing the detector saw. `score` is 0–1. */
export interface Detection {
  readonly category: DetectorLabel;
  readonly score: number;
  readonly box: BoundingBox;
}

/** Which part of the catalogue suits a person; `unsure` filters nothing. */
export type Gender = 'women' | 'men' | 'unsure';

/** How much of a person a picture shows. */
export type Framing = 'full' | 'half' | 'close-up' | 'product';

/** One person in a picture. `score` is the detector's, `genderScore` the probability of the decided gender, 0–1. */
export interface Person {
  readonly box: BoundingBox;
  readonly score: number;
  readonly gender: Gender;
  readonly genderScore: number;
  readonly framing: Framing;
}

/** Unit-length vector of 128 numbers. */
export type Embedding = Float32Array;

/** A vector of the index: its id and its cosine similarity −1–1 to the query. */
export interface Neighbor {
  readonly id: number;
  readonly similarity: number;
}

/** Nearest neighbours among unit vectors; ids are whole numbers ≥ 0. */
export interface VectorIndex {
  /** How many vectors it holds. */
  readonly size: number;
  /** Adds a unit vector or replaces the one of that id. */
  add(id: number, embedding: Embedding): void;
  /** Removes a vector; an unknown id is ignored. */
  remove(id: number): void;
  /** The `k` most similar vectors whose id passes `filter`, best first. */
  search(embedding: Embedding, k: number, filter?: (id: number) => boolean): readonly Neighbor[];
  /** Everything needed to open it again. */
  toBytes(): Uint8Array<ArrayBuffer>;
  /** Frees its memory; unusable afterwards. */
  close(): void;
}

/** Vectors to search: row `i` of `vectors` (128 numbers each, row-major, unit length) belongs to `ids[i]`. */
export interface VectorSet {
  readonly ids: Uint32Array;
  readonly vectors: Float32Array;
}

/** Reads a stored HNSW file. */
export type ReadGraph = () => Promise<Uint8Array<ArrayBuffer>>;

/** Opens a searchable index over `set`; `graph` reads its HNSW file where there is one. */
export type OpenIndex = (set: VectorSet, graph?: ReadGraph) => Promise<VectorIndex>;

/** For whom a shop sells a product. */
export type ProductGender = 'women' | 'men' | 'unisex' | 'kids';

/** Price as the shop states it: a decimal string (never a float) and an ISO 4217 code. */
export interface Price {
  readonly amount: string;
  readonly currency: string;
}

/** Something one can buy. `id` is unique in the catalogue: `source/product_id`. */
export interface Product {
  readonly id: string;
  readonly productId: string;
  readonly source: string;
  readonly shop: string;
  readonly title: string;
  readonly brand: string;
  readonly url: string;
  /** http(s) address, an extension-relative path that starts with `/catalog/`, a `data:image/webp` thumbnail, or ''. */
  readonly imageUrl: string;
  readonly category: GarmentCategory;
  readonly type: string;
  readonly gender: ProductGender;
  readonly price?: Price;
  readonly inStock: boolean;
}

/** A product that resembles a garment; `similarity` is the cosine, −1–1. */
export interface Match {
  readonly product: Product;
  readonly similarity: number;
}

/**
 * What a search leaves out. Missing fields filter nothing; unisex products pass every gender. Both prices are included,
 * and what costs another currency, or nobody knows what, is left out by either.
 */
export interface SearchFilter {
  readonly gender?: 'women' | 'men';
  readonly minPrice?: Price;
  readonly maxPrice?: Price;
  readonly brand?: string;
  /** The shop's name, as products have it. */
  readonly shop?: string;
  readonly inStock?: boolean;
}

/** A garment in a picture with its products, best first. `person` indexes `ShopResult.persons`. */
export interface ShoppedGarment {
  readonly category: GarmentCategory;
  readonly score: number;
  readonly box: BoundingBox;
  readonly person: number | null;
  readonly matches: readonly Match[];
}

/** The engine's answer for one picture. `width` and `height` are pixels of the upright source image. */
export interface ShopResult {
  readonly width: number;
  readonly height: number;
  readonly framing: Framing;
  readonly persons: readonly Person[];
  readonly garments: readonly ShoppedGarment[];
}

/** How sure the detector must be of a garment before it counts. */
export type Sensitivity = 'few' | 'balanced' | 'many';

/**
 * How a picture is to be shopped. `minScore` replaces the manifest's thresholds, `sensitivity` moves them; `top` is
 * matches per garment; `inPrivate` says that the page is in a private window, of which no address may be kept.
 */
export interface ShopOptions {
  readonly signal?: AbortSignal;
  readonly top?: number;
  readonly inPrivate?: boolean;
  readonly minScore?: number;
  readonly sensitivity?: Sensitivity;
  readonly genderFilter?: 'off' | 'automatic' | 'women' | 'men';
}

/** Picture → garments with matches: the same interface in the engine's worker, behind messages and in Node. */
export interface Engine<Image = ImageSource> {
  shop(image: Image, options?: ShopOptions): Promise<ShopResult>;
}

/** Similar products of one category; hides whether a graph or an exact scan answered. */
export interface ProductSearch {
  /** Begins to load what a search of that category will need; failures are met by the search. */
  prepare?(category: GarmentCategory): void;
  search(category: GarmentCategory, embedding: Embedding, k: number, filter?: SearchFilter): Promise<readonly Match[]>;
}

/**
 * A saved picture with its garments. `picture` is a WebP/JPEG of at most 640 px a side; `chosen` holds the id of the
 * product that was chosen for each garment, null for none; `wanted` for whom products were asked where a person said so;
 * `checkedAt` is when it was last compared with the shops.
 */
export interface Look {
  readonly id: string;
  readonly savedAt: number;
  readonly title: string;
  readonly note: string;
  readonly tags?: readonly string[];
  readonly pageUrl: string;
  readonly pageTitle: string;
  readonly picture: Blob;
  readonly result: ShopResult;
  readonly chosen?: readonly (string | null)[];
  readonly wanted?: readonly ('women' | 'men' | 'off' | null)[];
  readonly checkedAt?: number;
}

/** What of a look is written by hand. */
export type LookWords = Partial<Pick<Look, 'title' | 'note' | 'tags'>>;
