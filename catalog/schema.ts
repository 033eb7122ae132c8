import * as v from 'valibot';
import { isWebAddress, PackRow } from '../lib/store/pack-format';
import type { RawProduct } from './source';
import { trimmed } from './trim';
import { isInStock } from './understand/availability';
import { understandCategory } from './understand/category';
import { currencyBeside } from './understand/currency';
import { placeOf } from './understand/duplicates';
import { understandGender } from './understand/gender';
import { understandPrice } from './understand/price';

export type { RawProduct } from './source';

/** A product ready for its picture, and in `note` what it lacks; or why it is refused. */
export type Cleaned =
  | { readonly row: PackRow; readonly note?: string | undefined; readonly reason?: undefined }
  | { readonly reason: string };

/** Longest text looked at, and most pictures of one product. */
const [LONGEST, MOST_PICTURES] = [4_000, 10];
const NAMES: Readonly<Record<string, string>> = { productId: 'product_id', title: 'description', url: 'product_url' };

/** Cleans one product of `source`; `imageUrl` is filled in when its picture was read. Never throws. */
export function cleanProduct(raw: RawProduct, source: string): Cleaned {
  const of = (name: string) => (raw[name] ?? '').slice(0, LONGEST).normalize('NFC').replace(/\s+/g, ' ').trim();
  const found = understandCategory(raw);
  if (found.reason !== undefined) return { reason: found.reason };
  const priced = understandPrice(raw);
  if (priced.reason !== undefined) return { reason: priced.reason };
  if (!of('image_url')) return { reason: 'no image_url' };
  const row = {
    source,
    productId: of('product_id'),
    title: (of('title') || of('description')).slice(0, 500),
    brand: of('brand').slice(0, 200),
    url: of('product_url'),
    imageUrl: '',
    category: found.category,
    // The end of a path is what a shop calls the product.
    type: (of('type').split(/\s*[>»›]\s*/).at(-1) ?? '').slice(0, 100), // biome-ignore format: one thought
    gender: understandGender(raw) ?? 'unisex',
    ...(priced.price ? { price: priced.price } : {}),
    inStock: isInStock(of('availability')),
  };
  const checked = v.safeParse(PackRow, row);
  if (checked.success) return { row: checked.output, note: priced.note };
  const field = String(checked.issues[0].path?.[0]?.key ?? '');
  const name = NAMES[field] ?? field;
  return { reason: of(name) ? `${name} is not valid` : `no ${name}` };
}

/** Addresses that stand in one cell; one may hold a comma itself, so each ends only where the next begins. */
function addressesIn(cell: string): string[] {
  const starts = [...cell.matchAll(/(?<![^,\s])https?:/g)].map(({ index }) => index);
  return [0, ...starts].map((start, i) => trimmed(cell.slice(start, starts[i]), ','));
}

/** The pictures of a product, the shop's first one first; further ones only from the web. */
export function picturesOf(raw: RawProduct): string[] {
  const more = (raw.additional_image_urls ?? '').trim();
  let further: unknown[] = addressesIn(more);
  if (more.startsWith('[')) {
    try {
      further = JSON.parse(more) as unknown[];
    } catch {
      further = [];
    }
  }
  const web = further.flatMap((address) =>
    typeof address === 'string' && isWebAddress(address.trim()) ? address.trim() : [],
  );
  return [...new Set([(raw.image_url ?? '').trim(), ...web])].filter(Boolean).slice(0, MOST_PICTURES);
}

/** Cleans products of `source`; `currency` is for prices that come without one. */
export function cleanerOf(source: string, currency?: string) {
  return (raw: RawProduct) => {
    const priced = currency && !currencyBeside(raw) ? { ...raw, currency } : raw;
    const cleaned = cleanProduct(priced, source);
    if (cleaned.reason !== undefined) return { reason: cleaned.reason };
    return { row: cleaned.row, note: cleaned.note, pictures: picturesOf(raw), place: placeOf(cleaned.row, raw) };
  };
}
