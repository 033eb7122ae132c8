import * as v from 'valibot';
import { PackRow } from '../lib/store/pack-format';
import { categoryOf } from './category';

/** Columns a source must name. */
export const REQUIRED_COLUMNS = ['product_id', 'product_url', 'image_url', 'description', 'category'] as const;

/** A product as a source states it: column name → text. */
export type RawProduct = Readonly<Record<string, string>>;

/** A product ready for its picture, or why it is refused. */
export type Cleaned = { readonly row: PackRow; readonly reason?: undefined } | { readonly reason: string };

const GENDERS: Readonly<Record<string, PackRow['gender']>> = {
  w: 'women',
  f: 'women',
  woman: 'women',
  women: 'women',
  womens: 'women',
  female: 'women',
  ladies: 'women',
  m: 'men',
  man: 'men',
  men: 'men',
  mens: 'men',
  male: 'men',
  gentlemen: 'men',
  u: 'unisex',
  '': 'unisex',
  unisex: 'unisex',
  all: 'unisex',
  adult: 'unisex',
  'women|men': 'unisex',
  neutral: 'unisex',
  boy: 'kids',
  boys: 'kids',
  girl: 'kids',
  girls: 'kids',
  kid: 'kids',
  kids: 'kids',
  children: 'kids',
  baby: 'kids',
};

const GONE = /^(out[ _-]?of[ _-]?stock|sold[ _-]?out|discontinued|false|no|0)$/i;

/** `1.299,00`, `1,299.00`, `$ 49` or `49 EUR` → `1299.00`, `49`; undefined when it is no price. */
export function priceAmount(text: string): string | undefined {
  let digits = text.replace(/[^\d.,]/g, '');
  const decimal = /[.,](\d{1,2})$/.exec(digits);
  digits = (decimal ? digits.slice(0, decimal.index) : digits).replace(/[.,]/g, '');
  if (!/^\d{1,12}$/.test(digits)) return undefined;
  return decimal ? `${digits}.${decimal[1]}` : digits;
}

function priceOf(raw: RawProduct): { price?: PackRow['price'] } {
  const amount = priceAmount(raw.price ?? '');
  const currency = (raw.currency || /\b[A-Z]{3}\b/.exec(raw.price ?? '')?.[0] || '').trim().toUpperCase();
  return amount && /^[A-Z]{3}$/.test(currency) ? { price: { amount, currency } } : {};
}

const NAMES: Readonly<Record<string, string>> = { productId: 'product_id', title: 'description', url: 'product_url' };

/** Cleans one product of `source`; `imageUrl` is filled in when its picture was read. Never throws. */
export function cleanProduct(raw: RawProduct, source: string): Cleaned {
  const of = (name: string) => (raw[name] ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
  const category = categoryOf(of('category'), of('type'));
  if (!category) return { reason: `unknown category "${of('category') || of('type')}"` };
  const gender = GENDERS[of('gender').toLowerCase().replace(/['’]/g, '')];
  if (!gender) return { reason: `unknown gender "${of('gender')}"` };
  if (!of('image_url')) return { reason: 'no image_url' };
  const row = {
    source,
    productId: of('product_id'),
    title: of('description').slice(0, 500),
    brand: of('brand').slice(0, 200),
    url: of('product_url'),
    imageUrl: '',
    category,
    type: of('type').slice(0, 100),
    gender,
    ...priceOf(raw),
    inStock: !GONE.test(of('availability')),
  };
  const checked = v.safeParse(PackRow, row);
  if (checked.success) return { row: checked.output };
  const field = String(checked.issues[0].path?.[0]?.key ?? '');
  const name = NAMES[field] ?? field;
  return { reason: of(name) ? `${name} is not valid` : `no ${name}` };
}

/** Cleans products of `source`; `currency` is for prices that come without one. */
export function cleanerOf(source: string, currency?: string) {
  return (raw: RawProduct) => {
    const priced = currency && !raw.currency ? { ...raw, currency } : raw;
    const cleaned = cleanProduct(priced, source);
    if (cleaned.reason !== undefined) return { reason: cleaned.reason };
    return { row: cleaned.row, pictures: [(raw.image_url ?? '').trim()] };
  };
}
