import { type CatalogSource, type Fetcher, type Found, type RawProduct, SourceError } from '../source';
import { priceOfMinor } from '../understand/price';
import { plainText } from './html';
import { askJson, decimal, isObject, type JsonObject, objectsIn, textIn } from './json';
import { newProducts } from './listed';

const [PAGE_SIZE, MOST_PAGES] = [100, 2_000];
const MOST_PICTURES = 20;

const namesOf = (list: readonly JsonObject[]) => list.map(({ name }) => plainText(textIn(name))).filter(Boolean);

function attribute(product: JsonObject, name: RegExp): string {
  const found = objectsIn(product.attributes).find((one) => name.test(textIn(one.name).trim()));
  return namesOf(objectsIn(found?.terms)).join(', ');
}

/** One product of the Store API; its prices are in minor units with the number of decimals beside them. */
export function wooProduct(product: JsonObject): RawProduct {
  const prices = isObject(product.prices) ? product.prices : {};
  const currency = textIn(prices.currency_code);
  const units = Number(prices.currency_minor_unit ?? 2);
  const amount = (name: string) => decimal(priceOfMinor(textIn(prices[name]), units, currency)?.amount);
  const [regular, now] = [amount('regular_price'), amount('price')];
  const isReduced = now !== '' && Number(regular) > Number(now);
  // Minor units that are no whole number above nought are kept, so that the price is refused with what it says.
  const odd = /^-/.test(textIn(prices.price)) ? textIn(prices.price) : '';
  const [image = '', ...more] = objectsIn(product.images).map(({ src }) => textIn(src)).slice(0, MOST_PICTURES); // biome-ignore format: one thought
  const title = plainText(textIn(product.name));
  return {
    product_id: textIn(product.id),
    product_url: textIn(product.permalink),
    image_url: image,
    title,
    description: title,
    brand: namesOf(objectsIn(product.brands))[0] ?? attribute(product, /^(brand|marke|marque|marca)$/i),
    gender: attribute(product, /^(gender|geschlecht|genre|género|genero)$/i),
    category: '',
    type: namesOf(objectsIn(product.categories)).join(' / '),
    price: odd || (isReduced ? regular : now || regular),
    sale_price: isReduced ? now : '',
    currency,
    availability: product.is_in_stock === false ? 'out_of_stock' : 'in_stock',
    color: attribute(product, /colou?r|farbe|couleur/i),
    size: attribute(product, /size|größe|taille|talla/i),
    tags: namesOf(objectsIn(product.tags)).join(', '),
    additional_image_urls: JSON.stringify(more),
  };
}

/** A WooCommerce shop by its public Store API. Stops at an empty page and at one that holds nothing new. */
export function wooSource(address: string, fetcher: Fetcher): CatalogSource {
  const { origin, pathname } = new URL(address);
  // A shop may live in a folder of its site.
  const base = `${origin}${/^(.*)\/wp-json\b/.exec(pathname)?.[1] ?? ''}`;
  async function* products(signal?: AbortSignal): AsyncGenerator<Found> {
    const seen = new Set<string>();
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const asked = `${base}/wp-json/wc/store/v1/products?per_page=${PAGE_SIZE}&page=${page}`;
      const listed = await askJson(asked, fetcher, signal);
      if (!Array.isArray(listed)) throw new SourceError(`${origin} is no WooCommerce shop, or hides its products.`);
      let fresh = 0;
      for (const one of newProducts(listed, page, seen)) {
        if (!('product' in one)) yield one;
        else {
          fresh += 1;
          yield { where: one.where, raw: wooProduct(one.product) };
        }
      }
      if (fresh === 0) return;
    }
    yield { where: base, reason: `only ${MOST_PAGES} pages of its list were read` };
  }
  return { kind: 'woocommerce', products };
}
