import { GARMENT_CATEGORIES, type GarmentCategory } from '../../lib/types';
import type { RawProduct } from '../source';
import { type Kind, type Language, LEXICONS } from './lexicon';
import { read } from './reading';
import taxonomy from './taxonomy.json';

/** Which of a shop's words decided. */
export type CategoryEvidence = 'category' | 'google' | 'type' | 'title' | 'tags';

/** A product's category with what said so, or why there is none. */
export type CategoryFound =
  | { readonly category: GarmentCategory; readonly evidence: CategoryEvidence; readonly reason?: undefined }
  | { readonly reason: string };

const KINDS: readonly Kind[] = [...GARMENT_CATEGORIES, 'none'];
const BY_ID = new Map(KINDS.flatMap((kind) => taxonomy.ids[kind].map((id) => [id, kind] as const)));
const NAMES: Readonly<Record<string, string | undefined>> = taxonomy.names;
const STEP = /\s*(?:>|»|›|\||\/|::|\n)\s*/;
const SEVERAL = /\s*(?:&|,|\+|\band\b|\bund\b|\bet\b|\by\b)\s*/i;
/** Longest path and number of tags read: a feed may hold anything. */
const [LONGEST_PATH, MOST_TAGS] = [1_000, 50];

const kindNamed = (name: string | undefined): Kind | undefined => KINDS.find((kind) => kind === name);

/** The kinds that one step of a path names: "Jackets & Coats" is one, "Tops & Dresses" two. */
function kindsOfStep(step: string, language?: Language): ReadonlySet<Kind> {
  const whole = kindNamed(NAMES[step.toLowerCase()]);
  if (whole) return new Set([whole]);
  return new Set(step.split(SEVERAL).flatMap((part) => read(part, language).kind ?? []));
}

/** The kind at the end of a path such as `Women > Clothing > Shirts`; undefined where it names none or several. */
export function kindOfPath(path: string, language?: Language): Kind | undefined {
  for (const step of path.slice(0, LONGEST_PATH).split(STEP).reverse()) {
    const kinds = kindsOfStep(step.trim(), language);
    if (kinds.size > 0) return kinds.size === 1 ? [...kinds][0] : undefined;
  }
  return undefined;
}

/** The kind of Google's taxonomy, by number, path or both (`212 - Apparel & Accessories > …`). */
export function kindOfGoogle(text: string, language?: Language): Kind | undefined {
  const id = /^\s*(\d{1,9})\b/.exec(text)?.[1];
  const known = id === undefined ? undefined : BY_ID.get(Number(id));
  return known ?? kindOfPath(text.replace(/^\s*\d+\s*-?\s*/, ''), language);
}

function kindOfTags(tags: string, language: Language): Kind | undefined {
  const kinds = tags.split(/[,;|]/, MOST_TAGS).map((tag) => read(tag, language).kind); // biome-ignore format: one thought
  return kinds.find((kind) => kind && kind !== 'none') ?? kinds.find(Boolean);
}

/** The language of a product's words together, else of the country where its page is. */
function languageOf({ title, description, type, category, tags, product_url: page = '' }: RawProduct): Language {
  const { language } = read([title || description, type, category, tags].filter(Boolean).join(' , '));
  if (language !== 'en' || !URL.canParse(page)) return language;
  const { hostname, pathname } = new URL(page);
  const said = [/^\/(\w\w)(?:-\w\w)?\//.exec(pathname)?.[1], hostname.split('.').at(-1)];
  return LEXICONS.find((one) => said.includes(one.language))?.language ?? language;
}

const shown = (text: string) => `"${text.replace(/\s+/g, ' ').trim().slice(0, 80)}"`;

/**
 * The category of a product by its shop's own words: its category where that is one of the eight, Google's taxonomy,
 * category and type paths, title, tags. A title that names something else than clothes ("Sneaker socks") overrules paths.
 */
export function understandCategory(raw: RawProduct): CategoryFound {
  const { category = '', google_product_category: google = '', type = '', tags = '' } = raw;
  const title = raw.title || raw.description || '';
  const exact = GARMENT_CATEGORIES.find((name) => name === category.trim().toLowerCase());
  if (exact) return { category: exact, evidence: 'category' };
  const language = languageOf(raw);
  const said: readonly (readonly [CategoryEvidence, Kind | undefined])[] = [
    ['google', kindOfGoogle(google, language)],
    ['category', kindOfGoogle(category, language)],
    ['type', kindOfPath(type, language)],
    ['title', read(title, language).kind],
    ['tags', kindOfTags(tags, language)],
  ];
  const [evidence, kind] = said.find(([, one]) => one) ?? [];
  const titled = said[3]?.[1];
  if (kind === 'none' || (evidence !== 'google' && titled === 'none')) {
    return { reason: `${shown(title || category || type)} is nothing that is looked for in pictures` };
  }
  if (kind && evidence) return { category: kind, evidence };
  return { reason: `unknown category ${shown(category || type || google || title)}` };
}
