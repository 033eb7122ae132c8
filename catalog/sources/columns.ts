import type { RawProduct } from '../source';
import { withoutEntities } from './html';

/** What a shop's own columns are called here: our column → its names, the preferred first. */
type Dialect = Readonly<Record<string, readonly string[]>>;

/** Names that several kinds of feed share, from Google's product data specification. */
const GOOGLE: Dialect = {
  product_id: ['id'],
  product_url: ['link', 'canonical_link', 'mobile_link'],
  image_url: ['image_link'],
  type: ['product_type'],
  additional_image_urls: ['additional_image_link', 'additional_image_links'],
};

/** The classic columns of an Awin feed; the shop's own address before the one that counts clicks. */
const AWIN: Dialect = {
  product_id: ['aw_product_id', 'merchant_product_id'],
  title: ['product_name'],
  product_url: ['merchant_deep_link', 'aw_deep_link'],
  image_url: ['merchant_image_url', 'large_image', 'aw_image_url'],
  brand: ['brand_name'],
  gender: ['fashion:suitable_for', 'suitable_for'],
  category: ['merchant_product_category_path', 'merchant_category', 'category_name'],
  type: ['fashion:category', 'product_type'],
  price: ['search_price', 'store_price', 'display_price'],
  availability: ['stock_status', 'in_stock', 'is_for_sale'],
  item_group_id: ['parent_product_id'],
  color: ['colour'],
  size: ['fashion:size', 'fashion_size'],
  tags: ['keywords'],
};

/** What other affiliate networks call theirs: CJ, Daisycon, Impact, Rakuten, ShareASale, Tradedoubler. */
const NETWORKS: Dialect = {
  product_id: ['unique_merchant_sku', 'daisycon_unique_id', 'tdproductid', 'catalog_item_id'],
  product_url: ['buyurl', 'producturl', 'original_url', 'primary_url', 'product_page_url'],
  image_url: ['imageurl', 'product_image_url', 'bigimage', 'image_large', 'image_default', 'primary_image_url'],
  description: ['short_description', 'long_description', 'product_description'],
  category: ['advertisercategory', 'category_path', 'merchantcategory', 'primary_category', 'tdcategoryname'],
  price: ['current_price', 'retail_price', 'retailprice'],
  sale_price: ['saleprice'],
  availability: ['instock', 'stock_availability'],
  color: ['color_primary'],
  gender: ['gender_target'],
};

/** Spellings of tables that people make themselves. */
const LOOSE: Dialect = {
  product_id: ['sku', 'product id', 'productid', 'article'],
  product_url: ['url', 'product_link', 'product url', 'deeplink', 'deep_link', 'permalink'],
  image_url: ['image', 'image url', 'picture', 'img', 'image_src'],
  title: ['name', 'product'],
  brand: ['vendor', 'manufacturer'],
  color: ['colour', 'farbe', 'couleur'],
};

/** Columns without which a table is no product table; `title` may stand for `description`. */
const REQUIRED = ['product_id', 'product_url', 'image_url', 'description'] as const;

/** `G:Image Link` → `image_link`. Spaces, case and Google's prefix differ between exporters. */
export function columnName(name: string): string {
  return name.trim().toLowerCase().replace(/^g:/, '').replace(/[\s-]+/g, '_'); // biome-ignore format: one thought
}

function dialectsOf(columns: readonly string[]): readonly Dialect[] {
  if (['product_id', 'product_url', 'image_url'].every((name) => columns.includes(name))) return [];
  if (columns.some((name) => /^aw_(product_id|deep_link|image_url)$|^merchant_deep_link$/.test(name)))
    return [AWIN, GOOGLE];
  return [GOOGLE, AWIN, LOOSE, NETWORKS];
}

/** What a list of columns is: the classic eight, an Awin feed, a Google feed, or no product table at all. */
export function kindOfColumns(columns: readonly string[]): 'csv' | 'awin' | 'google' | undefined {
  const names = columns.map(columnName);
  if (missingColumns(names).length > 0) return undefined;
  const [first] = dialectsOf(names);
  if (first === AWIN) return 'awin';
  return names.includes('id') && names.includes('link') && names.includes('image_link') ? 'google' : 'csv';
}

const TEXTS = ['title', 'brand', 'category', 'type', 'color'] as const;
const ADDRESSES = ['product_url', 'image_url', 'additional_image_urls'] as const;

/** An address of http as well as https, as it stands in a shop's own pages: `//cdn.example/1.jpg`. */
const OF_EITHER = /^\s*\/\/(?=[\w-]+(\.[\w-]+)+\/)/;

/** Takes out what exporters escape once more than their feed asks for: `Levi&#039;s`, `?id=1&amp;size=2`. */
function readEntities(row: Record<string, string>): void {
  for (const name of TEXTS) row[name] &&= withoutEntities(row[name]);
  if (!row.title) row.description &&= withoutEntities(row.description);
  for (const name of ADDRESSES) row[name] &&= row[name].replaceAll('&amp;', '&').replace(OF_EITHER, 'https://');
}

/** A row in our columns: theirs are filled from the first of their names that says something, the rest is kept. */
export function inOurColumns(row: RawProduct): RawProduct {
  const ours: Record<string, string> = { ...row };
  for (const dialect of dialectsOf(Object.keys(row))) {
    for (const [name, theirs] of Object.entries(dialect)) {
      if (ours[name]) continue;
      const value = theirs.map((their) => row[their]).find(Boolean);
      if (value) ours[name] = value;
    }
  }
  readEntities(ours);
  return ours;
}

/** Required columns that a table lacks, in its header's names. */
export function missingColumns(columns: readonly string[]): string[] {
  const row = inOurColumns(Object.fromEntries(columns.map((name) => [columnName(name), 'x'])));
  return REQUIRED.filter((name) => !row[name] && !(name === 'description' && row.title));
}
