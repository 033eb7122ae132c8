import type { RawProduct } from '../source';
import { fold } from '../understand/lexicon';
import { isCheaper, parsePrice } from '../understand/price';
import { type Json, type JsonObject, objectsIn, textIn } from './json';

/** What shops call the option of colours, folded; some name it in two languages: `Farbe / Color`. */
const COLOR = /^((frame|main|product) )?(colou?r|farbe|couleur|colore?|rang|kleur|farg|farve|cor|kolor)s?( name)?$/;
const COLOR_IN_JAPANESE = /^(カラー|色)$/;
const MOST_PICTURES = 20;

const optionName = (option: Json): string => textIn(typeof option === 'object' && option ? (option as JsonObject).name : option); // biome-ignore format: one thought

const isColor = (name: string): boolean =>
  name.split(/[/|,:：(]/).some((part) => COLOR.test(fold(part).trim()) || COLOR_IN_JAPANESE.test(part.trim()));

const slugOf = (color: string): string => color.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');

/** Variants by the value of the colour option as it was first spelled, or all under ''. */
function byColor(product: JsonObject): ReadonlyMap<string, readonly JsonObject[]> {
  const options = Array.isArray(product.options) ? (product.options as readonly Json[]) : [];
  const at = options.findIndex((option) => isColor(optionName(option)));
  const groups = new Map<string, JsonObject[]>();
  const spelled = new Map<string, string>();
  for (const variant of objectsIn(product.variants)) {
    const written = at < 0 ? '' : textIn(variant[`option${at + 1}`]).trim();
    const color = spelled.get(slugOf(written)) ?? written;
    spelled.set(slugOf(written), color);
    const group = groups.get(color);
    if (group) group.push(variant);
    else groups.set(color, [variant]);
  }
  return groups;
}

function pictures(product: JsonObject, variants: readonly JsonObject[]): string[] {
  const ids = new Set(variants.map(({ id }) => textIn(id)));
  const images = objectsIn(product.images);
  const own = variants.flatMap(({ featured_image: image }) => textIn((image as JsonObject | null)?.src));
  const named = images.filter(({ variant_ids: of }) => Array.isArray(of) && of.some((id) => ids.has(textIn(id))));
  const free = images.filter(({ variant_ids: of }) => !Array.isArray(of) || of.length === 0);
  const all = [...own, ...[...named, ...free].map(({ src }) => textIn(src))].filter(Boolean);
  const chosen = all.length > 0 ? all : images.map(({ src }) => textIn(src));
  return [...new Set(chosen)].slice(0, MOST_PICTURES);
}

/** The cheapest variant that can be bought, and whether any can. Shops list prices as decimals; nought is none. */
function offer(variants: readonly JsonObject[], currency: string) {
  const available = variants.filter(({ available }) => available !== false);
  const priced = (available.length > 0 ? available : variants).map((variant) => {
    return { now: parsePrice(textIn(variant.price), currency), variant };
  });
  const costing = priced.filter(({ now }) => now && /[1-9]/.test(now.amount));
  const [first, ...rest] = costing.length > 0 ? costing : priced;
  const best = rest.reduce((low, one) => (one.now && low?.now && isCheaper(one.now, low.now) ? one : low), first);
  return { variant: best?.variant, availability: available.length > 0 ? 'in_stock' : 'out_of_stock' };
}

/** The products of one Shopify product: one a colour, sizes joined. `origin` has no slash at its end. */
export function shopifyProducts(product: JsonObject, origin: string, currency: string): RawProduct[] {
  const groups = byColor(product);
  const [id, handle, title] = [textIn(product.id), textIn(product.handle), textIn(product.title)];
  const tags = Array.isArray(product.tags) ? product.tags.map((tag) => textIn(tag)).join(', ') : textIn(product.tags);
  return [...groups].map(([color, variants]) => {
    const { variant, availability } = offer(variants, currency);
    const [image = '', ...more] = pictures(product, variants);
    const [price, before] = [textIn(variant?.price), textIn(variant?.compare_at_price)];
    // Some shops leave a lower one standing there; nobody gets it.
    const isReduced = Number(before) > Number(price);
    const query = groups.size > 1 ? `?variant=${encodeURIComponent(textIn(variants[0]?.id))}` : '';
    return {
      product_id: groups.size > 1 ? `${id}:${slugOf(color)}` : id,
      product_url: handle ? `${origin}/products/${encodeURIComponent(handle)}${query}` : '',
      image_url: image,
      title,
      description: title,
      brand: textIn(product.vendor),
      gender: '',
      category: '',
      type: textIn(product.product_type),
      price: isReduced ? before : price,
      sale_price: isReduced ? price : '',
      currency,
      availability,
      color,
      tags,
      additional_image_urls: JSON.stringify(more),
    };
  });
}
