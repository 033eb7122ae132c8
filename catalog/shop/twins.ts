import { PAGE_KIND } from '../../lib/shop';
import type { Database, ProductRecord, SourceRecord } from '../../lib/store/db';
import { handOver } from '../../lib/store/hand-over';
import type { GarmentCategory } from '../../lib/types';
import type { CatalogSource, Found } from '../source';
import { pageAddress } from '../understand/duplicates';

/** Products read at once. */
const AT_ONCE = 2_000;

/** Hears which shelves of the catalogue are other than before. */
type Changed = (generation: string, categories: Iterable<GarmentCategory>) => void;

/** A product's page, and which variant of it the address names, if any. */
interface Place {
  readonly page: string;
  readonly variant: string;
}

/** One page has one place: whatever counts its clicks, and with or without `www.`, TLS and a slash at its end. */
function placeAt(address: string): Place | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(pageAddress(address));
  const variant = url.searchParams.get('variant') ?? '';
  url.searchParams.delete('variant');
  const host = url.host.replace(/^www\./, '');
  return { page: `${host}${url.pathname.replace(/\/+$/, '')}${url.search}`, variant };
}

/** Whether two places are of one product; an address may name no variant. */
const isSame = (a: Place, b: Place): boolean =>
  a.page === b.page && (a.variant === b.variant || !a.variant || !b.variant);

/** How surely two addresses and titles are of one product; 0 for different ones. */
function sureness(a: Place, b: Place, titles: readonly [string, string]): number {
  if (!isSame(a, b)) return 0;
  const [one, other] = titles.map((title) => title.trim().toLowerCase());
  return 1 + (a.variant === b.variant ? 2 : 0) + (one === other ? 1 : 0);
}

/** A source's products, a part at a time. */
async function* productsOf(db: Database, { generation }: SourceRecord): AsyncGenerator<ProductRecord> {
  for (let from = 0; ; ) {
    const rows = db.products.where('[generation+row]').between([generation, from], [generation, []]);
    const part = await rows.limit(AT_ONCE).toArray();
    yield* part;
    if (part.length < AT_ONCE) return;
    from = (part.at(-1)?.row ?? from) + 1;
  }
}

/** The sources of products that were added page by page, or all others. */
async function sourcesOf(db: Database, which: 'pages' | 'others'): Promise<SourceRecord[]> {
  const shops = await db.shops.toArray();
  const pages = new Set(shops.filter(({ spec }) => spec.kind === PAGE_KIND).map(({ id }) => id));
  return (await db.sources.toArray()).filter(({ id }) => pages.has(id) === (which === 'pages'));
}

class ByPage<T extends { readonly place: Place }> {
  readonly #pages = new Map<string, T[]>();

  add(one: T): void {
    const there = this.#pages.get(one.place.page);
    if (there) there.push(one);
    else this.#pages.set(one.place.page, [one]);
  }

  at(place: Place | undefined): readonly T[] {
    return (place && this.#pages.get(place.page)) ?? [];
  }

  get all(): readonly T[] {
    return [...this.#pages.values()].flat();
  }
}

interface Lone {
  readonly product: ProductRecord;
  readonly place: Place;
  twin?: ProductRecord;
  sure: number;
}

async function loneOf(db: Database, pages: readonly SourceRecord[]): Promise<ByPage<Lone>> {
  const lone = new ByPage<Lone>();
  for (const source of pages) {
    for await (const product of productsOf(db, source)) {
      const place = placeAt(product.url);
      if (place) lone.add({ product, place, sure: 0 });
    }
  }
  return lone;
}

/**
 * A product that was added from its page and that a whole shop or a pack has too stands there alone from now on; saved
 * looks follow. Answers how many went.
 */
export async function settleTwins(db: Database, changed: Changed): Promise<number> {
  const pages = await sourcesOf(db, 'pages');
  const lone = await loneOf(db, pages);
  if (lone.all.length === 0) return 0;
  for (const source of await sourcesOf(db, 'others')) {
    for await (const product of productsOf(db, source)) {
      const place = placeAt(product.url);
      for (const one of lone.at(place)) {
        const sure = place ? sureness(one.place, place, [one.product.title, product.title]) : 0;
        if (sure > one.sure) Object.assign(one, { sure, twin: product });
      }
    }
  }
  let gone = 0;
  for (const { id } of pages) {
    const own = lone.all.flatMap(({ product, twin }) => (twin && product.source === id ? [[product.productId, twin] as const] : [])); // biome-ignore format: one thought
    const left = await handOver(db, id, new Map(own));
    if (!left) continue;
    gone += own.length;
    changed(left.generation, left.categories);
  }
  return gone;
}

/** What only a page offers; `known` counts what it offers besides. */
export interface OwnProducts {
  readonly source: CatalogSource;
  readonly isEmpty: boolean;
  readonly known: number;
}

/** What a page offers without the products that a whole shop or a pack has; `known` counts these. */
export async function withoutTwins(db: Database, page: CatalogSource): Promise<OwnProducts> {
  const found: Found[] = [];
  const offered = new ByPage<{ readonly place: Place; readonly one: Found }>();
  for await (const one of page.products()) {
    found.push(one);
    const place = placeAt(one.raw?.product_url ?? '');
    if (place) offered.add({ place, one });
  }
  const known = new Set<Found>();
  for (const source of await sourcesOf(db, 'others')) {
    for await (const product of productsOf(db, source)) {
      const place = placeAt(product.url);
      for (const { place: at, one } of offered.at(place)) if (place && isSame(at, place)) known.add(one); // biome-ignore format: one thought
    }
  }
  const left = found.filter((one) => !known.has(one));
  async function* products(): AsyncGenerator<Found> {
    yield* left;
  }
  return { source: { kind: page.kind, products }, isEmpty: left.length === 0, known: known.size };
}
