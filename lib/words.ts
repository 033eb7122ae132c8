import { browser } from 'wxt/browser';
import { ERROR_NAMES } from './errors';
import type { Said } from './sentences';

type GetMessage = (key: string, substitutions?: string[]) => string;

/** The interface's word for `key` in the browser's language; the key itself where a translation is missing. */
export function t(key: string, ...substitutions: string[]): string {
  return look(key, substitutions) || key;
}

/** The form of `key` that goes with a count; the count, written out, is the first substitution. */
export function plural(key: string, count: number, ...more: string[]): string {
  const form = new Intl.PluralRules(language()).select(count);
  const words = [number(count), ...more];
  return look(`${key}_${form}`, words) || t(`${key}_other`, ...words);
}

function look(key: string, substitutions: string[]): string {
  try {
    return (browser.i18n.getMessage as GetMessage)(key, substitutions.map(isolated));
  } catch {
    return ''; // the extension was updated or switched off under a page that is still open
  }
}

const LETTER = /\p{L}/u;
const LEFTWARDS = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/**
 * A name of the other direction as the middle of a sentence: without the marks around it, what follows (a colon, a
 * number) would be shown before it.
 */
function isolated(words: string): string {
  const isOther = direction() === 'rtl' ? LETTER : LEFTWARDS;
  return isOther.test(words) ? `\u2068${words}\u2069` : words;
}

/** Words as they go into a table: there the marks would be letters that searches and comparisons stumble over. */
export function withoutMarks(words: string): string {
  return words.replace(/[\u2066-\u2069]/g, '');
}

/** Words that stand in the middle of a line elsewhere, as a sentence of their own. */
export function asSentence(words: string): string {
  const [first = ''] = words;
  return first.toLocaleUpperCase(language()) + words.slice(first.length);
}

/** A number as the reader writes it. */
export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(language(), options).format(value);
}

/** Bytes as people read them: 0.8 MB, 12 kB. */
export function sizeText(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return number(value as number, { style: 'unit', unit: unit as string, maximumFractionDigits: 1 });
}

/**
 * Writing direction of the words shown. A message says it, not the browser: where the browser's language has no
 * translation the words are English, whatever the browser's own direction.
 */
export function direction(): 'ltr' | 'rtl' {
  return t('direction') === 'rtl' ? 'rtl' : 'ltr';
}

/** BCP 47 tag of the language of the words shown, for `Intl`, with the reader's region where the browser knows it. */
export function language(): string {
  const tag = t('languageTag');
  const words = tag === 'languageTag' ? 'en' : tag;
  const own = browsersOwn();
  // Madrid and Mexico read the same words, and write 1.234,50 and 1,234.50.
  return own.split('-')[0] === words ? own : words;
}

function browsersOwn(): string {
  try {
    return browser.i18n.getUILanguage();
  } catch {
    return ''; // as above
  }
}

/**
 * What to tell about an error, in the reader's language: its own sentence where `recognise` knows it, else that of its
 * kind.
 */
export function errorTextBy(recognise: (message: string) => Said | undefined, error: unknown): string {
  const kind = error instanceof Error ? ERROR_NAMES.find((name) => name === error.name) : undefined;
  if (!kind) return t('error_other');
  return saidText(recognise((error as Error).message)) ?? t(`error_${kind}`);
}

/** A sentence that was recognised, in the reader's language. */
export function saidText(said: Said | undefined): string | undefined {
  return said && t(`problem_${said.key}`, ...said.values);
}
