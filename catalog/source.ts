/**
 * Where products come from. An adapter only finds products, as a stream: cleaning, pictures, embedding, storing,
 * resuming and reporting are ingest's. Adapters run alike in the extension and in Node: web streams, no `node:`.
 */

/** The languages of shops, named by what an adapter has to speak. A pack holds finished products, with embeddings. */
export const SOURCE_KINDS = ['csv', 'google', 'shopify', 'woocommerce', 'json-ld', 'awin', 'pack'] as const;

/** What a source speaks. */
export type SourceKind = (typeof SOURCE_KINDS)[number];

/**
 * A product as a source states it: column name → text, nothing cleaned yet. The eight classic columns are
 * `product_id, product_url, image_url, description, brand, gender, category, type`; adapters add where they know them
 * `title, price, sale_price, currency, availability, item_group_id, color, size, age_group, tags` (separated by commas),
 * `additional_image_urls` (a JSON array of addresses); any other column of the source is kept under its own name.
 */
export type RawProduct = Readonly<Record<string, string>>;

/** A product of a source. `where` is for reports: `row 12`, `item 7`, or the address it was read from. */
export interface FoundProduct {
  readonly where: string;
  readonly raw: RawProduct;
  readonly reason?: undefined;
  readonly unread?: undefined;
}

/** Something in a source that is no product, and why, in words for the user. The rest of the source goes on. */
export interface Refused {
  readonly where: string;
  readonly reason: string;
  readonly raw?: undefined;
  /**
   * What could not be read now, and nobody knows what is there: a page of products at the address `where`, or a list of
   * them, also the rest of one that ends at `where`.
   */
  readonly unread?: 'page' | 'list' | undefined;
}

/** What a source yields: a product, or why there is none at that place. */
export type Found = FoundProduct | Refused;

/** A shop's products. */
export interface CatalogSource {
  readonly kind: SourceKind;
  /**
   * Every product once, in the source's order, in constant memory; may be called again and then starts anew.
   * Throws `SourceError` when the source cannot be read at all; what breaks later is yielded as `Refused` where the rest
   * can still be read, and ends the stream with a `SourceError` where it cannot (what was yielded before stays good).
   * Rejects with the signal's reason when that aborts.
   */
  products(signal?: AbortSignal): AsyncIterable<Found>;
}

/** What is known of a failure besides its sentence. */
export interface SourceErrorOptions extends ErrorOptions {
  /** A later try may well succeed: the network is down, or the server asks to wait. */
  readonly passing?: boolean;
  /** What a server answered instead. */
  readonly status?: number;
}

/** A source cannot be read; the message is a sentence for the user. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  /** Whether a later try may well succeed. */
  readonly passing: boolean;
  /** The HTTP status that a server answered instead, where it answered. */
  readonly status: number | undefined;

  constructor(sentence: string, { passing = false, status, ...options }: SourceErrorOptions = {}) {
    super(sentence, options);
    this.passing = passing;
    this.status = status;
  }
}

/** Whether a server said that it was asked for too much, and to come back later. */
export const isTooMuch = ({ status }: SourceError): boolean => status === 429;

/** Whether an error may be gone by itself after a while. */
export const isPassing = (error: unknown): error is SourceError => error instanceof SourceError && error.passing;

/** What adapters read of an answer; the platform's `Response` is one. `url` is the address after redirects. */
export interface FetchedResponse {
  readonly url: string;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** The bytes as sent, transfer coding undone; null for an empty body. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

/** What an adapter asks for besides an address. */
export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** For the Accept header. */
  readonly accept?: string;
  /** Most bytes of the body; the stream fails with `SourceError` beyond it. */
  readonly limit?: number;
}

/**
 * Fetches an address politely: time-outs, size limits, retries with back-off, pauses per host and forbidden addresses
 * are its business, so that adapters need not know. Any HTTP status is an answer.
 * @throws SourceError when there is no answer.
 */
export type Fetcher = (address: string, options?: FetchOptions) => Promise<FetchedResponse>;

/** How to open a source again: enough to store beside a shop. */
export interface SourceSpec {
  readonly kind: SourceKind;
  /** What the adapter reads: a feed, a shop's origin or collection, a page, a sitemap, a pack. */
  readonly address: string;
  /** ISO 4217 code for prices that the source states without one (Shopify). */
  readonly currency?: string | undefined;
}

/** What `probeShop` found out about an address. */
export interface ProbedShop {
  readonly spec: SourceSpec;
  /** The shop's name as it states it, else its host. */
  readonly name: string;
  /** A few products, to show that it works. */
  readonly sample: readonly FoundProduct[];
  /** True where prices have no currency and the shop's pages name none: ask the user. */
  readonly needsCurrency: boolean;
}
