import type { ProductGender } from '../../lib/types';
import {
  fold,
  type Kind,
  type Language,
  LEXICONS,
  type Lexicon,
  LONGEST_TERM,
  type Meaning,
  SHORTEST_ENDING,
  stem,
} from './lexicon';

/** What a shop's words say. Undefined where they do not. */
export interface Reading {
  readonly language: Language;
  readonly kind?: Kind | undefined;
  readonly gender?: ProductGender | undefined;
  readonly color?: string | undefined;
}

/** Longer titles are read this far, in characters; shops put search words after it. */
const LONGEST = 300;
const BREAK = /\s[-–—~]\s|[,|/;:()[\]{}+&•·><»«"“”]/g;
const COMPOUND_GENDERS: readonly (readonly [start: string, ProductGender])[] = [
  ['damen', 'women'],
  ['herren', 'men'],
  ['kinder', 'kids'],
  ['madchen', 'kids'],
  ['jungen', 'kids'],
];

type Words = readonly (string | null)[];

/** Folded words of a text; null where one phrase ends. */
function wordsOf(text: string): Words {
  const joined = fold(text.slice(0, LONGEST))
    .replace(/(?<=\w)['’´`](?=s\b)/g, '')
    .replace(/['’´`]/g, ' ');
  return joined.split(BREAK).flatMap((phrase) => [...(phrase.match(/[a-z0-9]+/g) ?? []), null]);
}

/** The longest noun that ends a word and leaves something before it. */
function endingOf(word: string, endings: ReadonlyMap<string, Kind>): Kind | undefined {
  for (let at = 2; at <= word.length - SHORTEST_ENDING; at += 1) {
    const kind = endings.get(word.slice(at));
    if (kind) return kind;
  }
  return undefined;
}

function compound(word: string, { endings, meanings }: Lexicon): Meaning | undefined {
  if (endings.size === 0) return undefined;
  const [begin = '', gender] = COMPOUND_GENDERS.find(([start]) => word.startsWith(start)) ?? [];
  // After "Herren" also a short noun is no chance: "Herrenhut".
  const kind = endingOf(word, endings) ?? (begin ? meanings.get(word.slice(begin.length))?.kind : undefined);
  return kind || gender ? { ...(kind ? { kind } : {}), ...(gender ? { gender } : {}) } : undefined;
}

/** The longest term of `lexicons` at a place, earlier lexicons first. */
function termAt(words: Words, at: number, lexicons: readonly Lexicon[]): [Meaning, length: number] | undefined {
  let run = words.slice(at, at + LONGEST_TERM);
  const end = run.indexOf(null);
  if (end >= 0) run = run.slice(0, end);
  for (let length = run.length; length > 0; length -= 1) {
    for (const { meanings, language } of lexicons) {
      const form = run.slice(0, length).map((word) => stem(word ?? '', language)).join(' '); // biome-ignore format: one thought
      const meaning = meanings.get(form);
      if (meaning) return [meaning, length];
    }
  }
  for (const lexicon of lexicons) {
    const meaning = compound(run[0] ?? '', lexicon);
    if (meaning) return [meaning, 1];
  }
  return undefined;
}

/** The meanings in a text, phrase by phrase; `score` counts the words that were understood. */
function phrasesOf(words: Words, lexicons: readonly Lexicon[]): { phrases: Meaning[][]; score: number } {
  const phrases: Meaning[][] = [[]];
  let score = 0;
  for (let at = 0; at < words.length; ) {
    const found = words[at] === null ? undefined : termAt(words, at, lexicons);
    if (words[at] === null || found?.[0].between) phrases.push([]);
    else if (found) phrases.at(-1)?.push(found[0]);
    score += found?.[1] ?? 0;
    at += found?.[1] ?? 1;
  }
  return { phrases, score };
}

/** The noun that names the product: of the first phrase with one, its head; weak nouns only where there is no other. */
function headOf(phrases: readonly (readonly Meaning[])[], head: 'first' | 'last'): Kind | undefined {
  for (const weak of [false, true]) {
    for (const phrase of phrases) {
      const kinds = phrase.flatMap(({ kind, weak: isWeak = false }) =>
        kind && kind !== 'ignore' && isWeak === weak ? [kind] : [],
      );
      const kind = head === 'first' ? kinds[0] : kinds.at(-1);
      if (kind) return kind;
    }
  }
  return undefined;
}

/** Kids before all; women and men together are unisex. */
function genderOf(meanings: readonly Meaning[]): ProductGender | undefined {
  const said = new Set(meanings.flatMap(({ gender }) => gender ?? []));
  if (said.has('kids')) return 'kids';
  if (said.has('women') !== said.has('men')) return said.has('women') ? 'women' : 'men';
  return said.size > 0 ? 'unisex' : undefined;
}

/** Types, tags and steps of paths come again with every product of a shop. */
const known = new Map<string, Reading>();
const [MOST_KNOWN, LONGEST_KNOWN] = [2_000, 80];

/**
 * Reads a title, a tag list or one step of a category path in whichever language explains most of its words; where several
 * explain as many, in `likely`, else in English: "Robe" is a dress in a French shop.
 */
export function read(text: string, likely: Language = 'en'): Reading {
  const key = `${likely} ${text}`;
  const before = known.get(key);
  if (before) return before;
  const reading = readNow(text, likely);
  if (known.size >= MOST_KNOWN) known.clear();
  // A copy: a text cut from a long one would keep all of that alive.
  if (text.length <= LONGEST_KNOWN) known.set(JSON.parse(JSON.stringify(key)) as string, reading);
  return reading;
}

function readNow(text: string, likely: Language): Reading {
  const words = wordsOf(text);
  const [first] = LEXICONS;
  if (!first) throw new Error('There are no word lists');
  let best = first;
  let most = -1;
  for (const lexicon of LEXICONS) {
    const { score } = phrasesOf(words, [lexicon]);
    const isBetter = score > most || (score === most && lexicon.language === likely);
    if (isBetter) [best, most] = [lexicon, score];
  }
  // English words are at home in every shop; the other languages come last, for shops that mix.
  const { phrases } = phrasesOf(words, [best, ...LEXICONS.filter((lexicon) => lexicon !== best)]);
  const meanings = phrases.flat();
  return {
    language: best.language,
    kind: headOf(phrases, best.head),
    gender: genderOf(meanings),
    color: meanings.find(({ color }) => color)?.color,
  };
}
