import type { Original, StoredPrint } from '../../lib/store/ingest-store';
import type { PackRow } from '../../lib/store/pack-format';
import type { RawProduct } from '../source';
import { hashOf } from './hash';
import { isSamePicture, PRINT_LENGTH } from './same-picture';

const TRACKING = /^(utm_.*|gclid|fbclid|msclkid|awc|ref|source|campaign|_pos|_sid|_ss|pr_.*)$/i;

/** An address without what shops add to count clicks, so that one page has one address. */
export function pageAddress(url: string): string {
  if (!URL.canParse(url)) return url;
  const page = new URL(url);
  page.hash = '';
  for (const name of [...page.searchParams.keys()]) if (TRACKING.test(name)) page.searchParams.delete(name);
  page.searchParams.sort();
  return page.href;
}

/** What two rows for one product share whatever their ids: page, title, kind, gender and colour. Colours share a page. */
export function placeOf({ url, title, category, gender }: PackRow, { color = '' }: RawProduct): number {
  return hashOf(`${pageAddress(url)}\n${title}\n${category}\n${gender}\n${color.trim().toLowerCase()}`);
}

/** Remembers the pictures of one source. */
export interface Pictures {
  /**
   * The other product of the kind that has this picture; else it is remembered as this one's. An outfit stands for each
   * of its garments, and one boot is sold to women and to men: pictures of other categories and genders do not count.
   */
  originalOf(product: StoredPrint): Original | undefined;
  /** Remembers the picture of a product that is stored already. */
  remember(product: StoredPrint): void;
}

/** Levels in one bucket of mean red and blue: same pictures' means differ by less. */
const BUCKET = 4;

function bucketsAround({ category, gender, print }: StoredPrint, reach: number): string[] {
  let [red, blue] = [0, 0];
  for (let i = 0; i < PRINT_LENGTH; i += 3) {
    red += print[i] ?? 0;
    blue += print[i + 2] ?? 0;
  }
  const [r, b] = [red, blue].map((sum) => Math.floor(sum / (PRINT_LENGTH / 3) / BUCKET)) as [number, number];
  const keys: string[] = [];
  for (let x = r - reach; x <= r + reach; x += 1) {
    for (let y = b - reach; y <= b + reach; y += 1) keys.push(`${category} ${gender} ${x} ${y}`);
  }
  return keys;
}

interface Kept {
  readonly productId: string;
  hash: string;
  print: Uint8Array;
}

/** Finds pictures that came before under another product. */
export function createPictures(): Pictures {
  const byId = new Map<string, Kept>();
  const buckets = new Map<string, Kept[]>();
  const remember: Pictures['remember'] = (product) => {
    const { productId, hash, print } = product;
    const kept = byId.get(productId) ?? { productId, hash, print };
    Object.assign(kept, { hash, print });
    byId.set(productId, kept);
    for (const key of bucketsAround(product, 0)) {
      const bucket = buckets.get(key);
      if (bucket) bucket.push(kept);
      else buckets.set(key, [kept]);
    }
  };
  return {
    remember,
    originalOf: (product) => {
      const isOther = (one: Kept) => one.productId !== product.productId && isSamePicture(one.print, product.print);
      for (const key of bucketsAround(product, 1)) {
        const other = buckets.get(key)?.find(isOther);
        if (other) return { productId: other.productId, hash: other.hash };
      }
      remember(product);
      return undefined;
    },
  };
}
