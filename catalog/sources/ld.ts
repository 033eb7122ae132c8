import type { RawProduct } from '../source';
import { trimmed } from '../trim';
import { webAddress } from './address';
import { plainText } from './html';
import { isObject, type Json, type JsonObject, listOf as list, textIn } from './json';
import { offerOf } from './ld-offer';

/** Bounds of a page's graph: deeper or larger is no shop. */
const [DEEPEST, MOST_NODES, MOST_PICTURES] = [12, 50_000, 20];

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

/** What may stand elsewhere in the graph, under the `@id` that a product names. */
const REFERRED = ['offers', 'image', 'brand', 'manufacturer', 'audience'] as const;

const refOf = (node: Json | undefined): string => textIn(isObject(node) ? node['@id'] : undefined);

/** A product with what it only refers to put in its place. */
function withReferred(product: JsonObject, named: ReadonlyMap<string, JsonObject>): JsonObject {
  const found = REFERRED.filter((name) => product[name]).map((name) => {
    const values = list(product[name]).map((value) => {
      const isBare = isObject(value) && Object.keys(value).every((key) => key.startsWith('@'));
      return (isBare && named.get(refOf(value))) || value;
    });
    return [name, values] as const;
  });
  return { ...product, ...Object.fromEntries(found) };
}

/**
 * Finds products anywhere in the graph: `@graph`, arrays, `mainEntity`, `itemListElement`. What leads to the page (its
 * breadcrumbs) is none.
 */
export function findProducts(roots: readonly Json[]): LinkedData {
  const products: JsonObject[] = [];
  const listed: string[] = [];
  const named = new Map<string, JsonObject>();
  let nodes = 0;
  const walk = (value: Json | undefined, depth: number): void => {
    nodes += 1;
    if (depth > DEEPEST || nodes > MOST_NODES) return;
    if (Array.isArray(value)) for (const one of value) walk(one as Json, depth + 1);
    if (!isObject(value)) return;
    const types = typesOf(value);
    if (types.includes('BreadcrumbList')) return;
    if (refOf(value) && Object.keys(value).some((key) => !key.startsWith('@'))) named.set(refOf(value), value);
    if (types.some((type) => /^(Product|ProductGroup|IndividualProduct|ProductModel)$/.test(type))) {
      if (value.name || value.offers || value.hasVariant) products.push(value);
      else listed.push(textIn(value.url ?? value['@id']));
      return;
    }
    if (types.includes('ListItem') && !isObject(value.item)) listed.push(textIn(value.url ?? value.item));
    for (const [key, one] of Object.entries(value)) if (!/^@(type|context)$/.test(key)) walk(one, depth + 1);
  };
  for (const root of roots) walk(root, 0);
  return { products: joined(products.map((one) => withReferred(one, named))), listed: listed.filter(Boolean) };
}

const isGroup = (node: JsonObject) =>
  node.hasVariant !== undefined || typesOf(node).some((type) => /^Product(Group|Model)$/.test(type));
const titleOf = ({ name }: JsonObject): string => plainText(textIn(name)).toLowerCase();
const isOffered = ({ offers, hasVariant }: JsonObject): boolean => Boolean(offers || hasVariant);
const isElsewhere = (a: JsonObject, b: JsonObject): boolean =>
  Boolean(a.url && b.url) && textIn(a.url) !== textIn(b.url);

/**
 * Each product once: plugins, for reviews above all, describe again without offers what the shop's own node offers, under
 * its `@id` or its name. Such a node only fills what the other does not say.
 */
function joined(nodes: readonly JsonObject[]): readonly JsonObject[] {
  const offered = nodes.filter(isOffered).reverse();
  const byRef = new Map(offered.map((node) => [refOf(node), node]));
  const byTitle = new Map(offered.map((node) => [titleOf(node), node]));
  const variants = new Set(nodes.flatMap((node) => list(node.hasVariant).map(refOf)).filter(Boolean));
  const more = new Map<JsonObject, JsonObject>();
  const rest = nodes.filter((node) => {
    const [ref, title] = [refOf(node), titleOf(node)];
    if (isOffered(node) || node.isVariantOf || isGroup(node) || variants.has(ref)) return true;
    const own = (ref && byRef.get(ref)) || (title && byTitle.get(title)) || undefined;
    if (!own || isElsewhere(node, own)) return true;
    more.set(own, { ...node, ...more.get(own) });
    return false;
  });
  return rest.map((node) => (more.has(node) ? { ...more.get(node), ...node } : node));
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

function idOf(node: JsonObject, url: string): string {
  const stated = [node.sku, node.productID, node.mpn, node.gtin13, node.gtin].map(textIn).find(Boolean);
  return stated ?? (URL.canParse(url) ? new URL(url).pathname + new URL(url).search : '');
}

/** An audience's ages as an age group: `0-13`, or `13+` where only the lower one is told; in months as `0-24 months`. */
function ageOf(audience: JsonObject | undefined): string {
  const ages = audience?.suggestedAge;
  const of = (name: string, inside: string): string =>
    textIn(audience?.[name]) || textIn(isObject(ages) ? ages[inside] : undefined);
  const [from, to] = [of('suggestedMinAge', 'minValue'), of('suggestedMaxAge', 'maxValue')];
  const unit = isObject(ages) && /^mon/i.test(textIn(ages.unitCode ?? ages.unitText)) ? ' months' : '';
  return to ? `${from || 0}-${to}${unit}` : from && `${from}+`;
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
    age_group: ageOf(audience),
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

/** The groups of products that stand beside them or in them, whichever of the two names the other. */
function groupsOf(nodes: readonly JsonObject[]): ReadonlyMap<JsonObject, JsonObject> {
  const named = new Map(nodes.map((node) => [refOf(node), node]));
  const groups = new Map<JsonObject, JsonObject>();
  for (const node of nodes) {
    const said = list(node.isVariantOf)[0];
    const group = named.get(refOf(said) || '-') ?? said;
    if (isObject(group) && group !== node) groups.set(node, group);
    for (const one of list(node.hasVariant)) {
      const variant = named.get(refOf(one) || '-');
      if (variant && variant !== node) groups.set(variant, node);
    }
  }
  return groups;
}

/**
 * The products of a page's nodes: a ProductGroup's variants each, in the words of the group where they have none. A group
 * whose variants stand beside it is no product of its own; a product is, also where another names it as what it varies.
 */
export function productsOf(nodes: readonly JsonObject[], pageUrl: string): RawProduct[] {
  const groups = groupsOf(nodes);
  const parents = new Set(groups.values());
  return nodes.flatMap((node) => {
    const variants = list(node.hasVariant).filter(isObject).filter(({ name, sku, offers }) => name || sku || offers); // biome-ignore format: one thought
    if (variants.length > 0) return variants.map((one) => productOf(one, pageUrl, node));
    return parents.has(node) && isGroup(node) ? [] : [productOf(node, pageUrl, groups.get(node))];
  });
}
