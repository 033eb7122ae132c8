import type { RawProduct } from '../source';
import { trimmed } from '../trim';
import { webAddress } from './address';
import { plainText } from './html';
import { decimal, isObject, type Json, type JsonObject, textIn } from './json';

/** Bounds of a page's graph: deeper or larger is no shop. */
const [DEEPEST, MOST_NODES, MOST_PICTURES] = [12, 50_000, 20];

const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : value === undefined || value === null ? [] : [value as Json];

/** What shops write around a script for browsers of another century. */
const OPENINGS = ['<!--', '/*<![CDATA[*/', '//<![CDATA[', '<![CDATA['];
const CLOSINGS = ['-->', '/*]]>*/', '//]]>', ']]>'];

/** A script without comments of HTML or XML around it. */
function unwrapped(script: string): string {
  const whole = trimmed(script, ';');
  const opening = OPENINGS.find((one) => whole.startsWith(one)) ?? '';
  const closing = CLOSINGS.find((one) => whole.endsWith(one)) ?? '';
  return trimmed(whole.slice(opening.length, whole.length - closing.length), ';');
}

/** JSON as shops write it: comments of HTML around it, line ends inside of texts, commas before brackets. */
export function parseLoose(script: string): Json | undefined {
  const bare = unwrapped(script);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: raw control characters are what has to go
  const oneLine = bare.replace(/[\u0000-\u001f]+/g, ' ');
  for (const text of [bare, oneLine, oneLine.replace(/,\s*(?=[}\]])/g, '')]) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      // The next is more forgiving.
    }
  }
  return undefined;
}

const typesOf = (node: JsonObject): string[] =>
  list(node['@type']).map((type) => textIn(type).replace(/^https?:\/\/schema\.org\//i, ''));

/** What a page's JSON-LD holds: products, and addresses of products that a list names without describing them. */
export interface LinkedData {
  readonly products: readonly JsonObject[];
  readonly listed: readonly string[];
}

/** Finds products anywhere in the graph: `@graph`, arrays, `mainEntity`, `itemListElement`. */
export function findProducts(roots: readonly Json[]): LinkedData {
  const products: JsonObject[] = [];
  const listed: string[] = [];
  let nodes = 0;
  const walk = (value: Json | undefined, depth: number): void => {
    nodes += 1;
    if (depth > DEEPEST || nodes > MOST_NODES) return;
    if (Array.isArray(value)) for (const one of value) walk(one as Json, depth + 1);
    if (!isObject(value)) return;
    const types = typesOf(value);
    if (types.some((type) => /^(Product|ProductGroup|IndividualProduct|ProductModel)$/.test(type))) {
      if (value.name || value.offers || value.hasVariant) products.push(value);
      else listed.push(textIn(value.url ?? value['@id']));
      return;
    }
    if (types.includes('ListItem') && !isObject(value.item)) listed.push(textIn(value.url ?? value.item));
    for (const [key, one] of Object.entries(value)) if (!/^@(type|context)$/.test(key)) walk(one, depth + 1);
  };
  for (const root of roots) walk(root, 0);
  return { products, listed: listed.filter(Boolean) };
}

function pictures(value: Json | undefined, base: string): string[] {
  const addresses = list(value).map((image) => {
    return webAddress(textIn(isObject(image) ? (list(image.url ?? image.contentUrl)[0] as Json) : image), base);
  });
  return [...new Set(addresses.filter((address) => address !== undefined))].slice(0, MOST_PICTURES);
}

const nameOf = (value: Json | undefined): string => {
  const first = list(value)[0];
  return plainText(textIn(isObject(first) ? first.name : first));
};

function offerOf(node: JsonObject): { price: string; currency: string; availability: string; url: string } {
  const offers = list(node.offers).filter(isObject).flatMap((offer) => [...list(offer.offers).filter(isObject), offer]); // biome-ignore format: one thought
  const specified = offers.flatMap((offer) => list(offer.priceSpecification).filter(isObject));
  const priced = [...offers, ...specified].find(({ price, lowPrice }) => textIn(price ?? lowPrice) !== '');
  const stocked = offers.map(({ availability }) => textIn(availability)).filter(Boolean);
  return {
    price: decimal(priced?.price ?? priced?.lowPrice),
    currency: [priced, ...offers, ...specified].map((one) => textIn(one?.priceCurrency)).find(Boolean) ?? '',
    availability: (stocked.find((one) => /InStock/i.test(one)) ?? stocked[0] ?? '').replace(/^.*\//, ''),
    url: textIn(offers[0]?.url),
  };
}

function idOf(node: JsonObject, url: string): string {
  const stated = [node.sku, node.productID, node.mpn, node.gtin13, node.gtin].map(textIn).find(Boolean);
  return stated ?? (URL.canParse(url) ? new URL(url).pathname + new URL(url).search : '');
}

function productOf(node: JsonObject, pageUrl: string, group?: JsonObject): RawProduct {
  const of = (name: string): Json | undefined => node[name] ?? group?.[name];
  const offer = offerOf(node.offers ? node : (group ?? node));
  const url = webAddress(textIn(node.url) || offer.url || textIn(group?.url), pageUrl) ?? pageUrl;
  const [image = '', ...more] = pictures(of('image'), pageUrl);
  const audience = list(of('audience')).filter(isObject)[0];
  const title = plainText(textIn(of('name')));
  return {
    product_id: idOf(node, url),
    product_url: url,
    image_url: image,
    title,
    description: plainText(textIn(of('description'))) || title,
    brand: nameOf(of('brand')) || nameOf(of('manufacturer')),
    gender: textIn(audience?.suggestedGender).replace(/^.*\//, ''),
    category: list(of('category')).map((one) => nameOf(one)).at(-1) ?? '', // biome-ignore format: one thought
    type: '',
    price: offer.price,
    currency: offer.currency,
    availability: offer.availability,
    item_group_id: group
      ? textIn(group.productGroupID ?? group.sku ?? group['@id'])
      : textIn(node.inProductGroupWithID),
    color: nameOf(of('color')),
    size: nameOf(of('size')),
    tags: list(of('keywords')).map(textIn).join(', '),
    additional_image_urls: JSON.stringify(more),
  };
}

/** The products of one node: a ProductGroup's variants each, in the words of the group where they have none. */
export function productsOf(node: JsonObject, pageUrl: string): RawProduct[] {
  const variants = list(node.hasVariant).filter(isObject).filter(({ name, sku, offers }) => name || sku || offers); // biome-ignore format: one thought
  return variants.length > 0 ? variants.map((one) => productOf(one, pageUrl, node)) : [productOf(node, pageUrl)];
}
