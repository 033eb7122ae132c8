import { GARMENT_CATEGORIES, type GarmentCategory, type ProductGender } from '../../lib/types';
import de from './words/de.json';
import en from './words/en.json';
import es from './words/es.json';
import fr from './words/fr.json';
import hi from './words/hi.json';

/** Languages of shops; Hindi-English is English with more words. */
export type Language = 'en' | 'de' | 'fr' | 'es';

/** What a noun says a product is; `none` is something this catalogue does not hold, such as socks. */
export type Kind = GarmentCategory | 'none';

/** What a run of words means. `weak` counts only where nothing else is said: "knit" is topwear, "knit dress" is not. */
export interface Meaning {
  readonly kind?: Kind | 'ignore';
  readonly gender?: ProductGender;
  readonly color?: string;
  readonly weak?: boolean;
  readonly between?: boolean;
}

/** The words of one language: stemmed words joined by a space → meaning. */
export interface Lexicon {
  readonly language: Language;
  /** Which of several nouns of a phrase names the product: "shirt dress", but "robe chemise". */
  readonly head: 'first' | 'last';
  readonly meanings: ReadonlyMap<string, Meaning>;
  /** Nouns that end compounds: "Hemdblusenkleid" ends in "kleid". None in languages that do not compound. */
  readonly endings: ReadonlyMap<string, Kind>;
}

interface WordFile {
  readonly head: string;
  readonly compounds?: boolean;
  readonly between: readonly string[];
  readonly ignore: readonly string[];
  readonly weak: readonly string[];
  readonly categories: Readonly<Partial<Record<Kind, readonly string[]>>>;
  readonly gender: Readonly<Partial<Record<ProductGender, readonly string[]>>>;
  readonly colors: Readonly<Record<string, readonly string[] | undefined>>;
}

const KINDS: readonly Kind[] = [...GARMENT_CATEGORIES, 'none'];
const GENDERS: readonly ProductGender[] = ['women', 'men', 'unisex', 'kids'];
/** Longest run of words that means one thing. */
export const LONGEST_TERM = 4;
/** Letters of the shortest noun that ends compounds; shorter ones end too many words by chance. */
export const SHORTEST_ENDING = 4;

/** Lower case without accents: `Ärmel` → `armel`, `weiß` → `weiss`. */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').replaceAll('œ', 'oe').normalize('NFKD').replace(/\p{M}+/gu, ''); // biome-ignore format: one thought
}

/** Takes a plural ending off, the same from lists and titles, so that it need not be right, only regular. */
export function stem(word: string, language: Language): string {
  if (language === 'de' || word.length <= 3) return word;
  if (language === 'en') {
    if (/(ss|sh|ch|x)es$/.test(word)) return word.slice(0, -2);
    if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
    return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
  }
  if (language === 'fr') return /[sx]$/.test(word) ? word.slice(0, -1) : word;
  // Spanish adds "es" to a consonant: botín, botines.
  return /[^aeiou]es$/.test(word) ? word.slice(0, -1) : /[aeiou]s$/.test(word) ? word.slice(0, -1) : word;
}

function termsOf(lines: readonly string[] | undefined): string[] {
  return (lines ?? []).flatMap((line) => line.split(',')).map((term) => fold(term.trim()));
}

function formsOf(term: string, language: Language): string[] {
  const words = term.split(/\s+/).map((word) => stem(word, language));
  const form = words.join(' ');
  return language === 'es' && /[^aeiou\s]$/.test(form) ? [form, `${form}e`] : [form];
}

function lexiconOf(language: Language, files: readonly WordFile[]): Lexicon {
  const meanings = new Map<string, Meaning>();
  const endings = new Map<string, Kind>();
  const learn = (lines: readonly string[] | undefined, meaning: Meaning) => {
    for (const term of termsOf(lines)) {
      if (term === '') continue;
      for (const form of formsOf(term, language)) meanings.set(form, { ...meanings.get(form), ...meaning });
    }
  };
  for (const file of files) {
    for (const kind of KINDS) {
      learn(file.categories[kind], { kind });
      if (!file.compounds) continue;
      for (const term of termsOf(file.categories[kind])) {
        if (term.length >= SHORTEST_ENDING && !term.includes(' ')) endings.set(term, kind);
      }
    }
    learn(file.ignore, { kind: 'ignore' });
    learn(file.weak, { weak: true });
    learn(file.between, { between: true });
    for (const gender of GENDERS) learn(file.gender[gender], { gender });
    for (const [color, lines] of Object.entries(file.colors)) learn(lines, { color });
  }
  return { language, head: files[0]?.head === 'first' ? 'first' : 'last', meanings, endings };
}

/** Every language's words, English first: it decides where a title could be of several. */
export const LEXICONS: readonly Lexicon[] = [
  lexiconOf('en', [en, hi]),
  lexiconOf('de', [de]),
  lexiconOf('fr', [fr]),
  lexiconOf('es', [es]),
];
