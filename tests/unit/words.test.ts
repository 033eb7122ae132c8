import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SENTENCES } from '../../lib/all-sentences';
import { ERROR_NAMES } from '../../lib/errors';
import { LOOK_ORDERS } from '../../lib/looks';
import { CHOICES } from '../../lib/preferences';
import { PLACES, REFUSALS } from '../../lib/refusals';
import { REASONS } from '../../lib/request';
import { GARMENT_CATEGORIES } from '../../lib/types';
import { asSentence, language, number, t } from '../../lib/words';
import { speak } from './messages';

const ROOT = join(import.meta.dirname, '../..');
const LOCALES = join(ROOT, 'public/_locales');
const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'ja'];
/** Chrome's own limit for a manifest's description. */
const DESCRIPTION = 132;

interface Message {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}
type Messages = Readonly<Record<string, Message>>;

const locales = new Map(
  LANGUAGES.map((tag) => [tag, JSON.parse(readFileSync(join(LOCALES, tag, 'messages.json'), 'utf8')) as Messages]),
);
const english = locales.get('en') ?? {};

const code = ['components', 'entrypoints', 'lib']
  .flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => readFileSync(join(ROOT, room, name), 'utf8')),
  )
  .join('\n');
const config = readFileSync(join(ROOT, 'wxt.config.ts'), 'utf8');

/** Keys that the code puts together, by the beginning they share. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  category_: GARMENT_CATEGORIES,
  error_: [...ERROR_NAMES, 'other'],
  problem_: Object.keys(SENTENCES),
  refused_: Object.keys(REFUSALS),
  place_: Object.keys(PLACES),
  why_: REASONS,
  tab_: ['page', 'picture', 'looks'],
  mark_: ['new', 'cheaper', 'dearer', 'gone'],
  order_: LOOK_ORDERS,
  gender_: [...CHOICES.gender, 'legend', 'hint'],
  dots_: [...CHOICES.dots, 'legend', 'hint'],
  sensitivity_: [...CHOICES.sensitivity, 'legend', 'hint'],
  model_: ['detector', 'attributes', 'embedder'],
};

const families = Object.entries(FAMILIES).flatMap(([start, ends]) => ends.map((end) => start + end));
const pluralKeys = [...code.matchAll(/plural\('(\w+)'/g)].map(([, key = '']) => key);
const plainKeys = [
  ...[...code.matchAll(/\bt\(\s*'(\w+)'/g), ...config.matchAll(/__MSG_(\w+?)__/g)].map(([, key = '']) => key),
  // t(condition ? 'one' : 'other') and keys kept in lists.
  ...[...code.matchAll(/'(\w+)'/g)].map(([, key = '']) => key).filter((key) => key in english),
];

function formsOf(tag: string): readonly string[] {
  return new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
}

function keysOf(tag: string): string[] {
  const forms = formsOf(tag).flatMap((form) => pluralKeys.map((key) => `${key}_${form}`));
  return [...new Set([...plainKeys, ...families, ...forms])].sort();
}

/** The placeholders of a message with what they stand for, `COUNT=$1`. */
function placeholders({ message, placeholders = {} }: Message): string[] {
  const used = [...message.matchAll(/\$(\w+)\$/g)].map(([, name = '']) => name.toLowerCase());
  expect(Object.keys(placeholders).sort(), message).toEqual([...new Set(used)].sort());
  return [...new Set(used)].map((name) => `${name}=${placeholders[name]?.content}`).sort();
}

describe('the words', () => {
  it('are there in every language the project names, and in no other', () => {
    expect(existsSync(LOCALES) && readdirSync(LOCALES).sort()).toEqual(LANGUAGES);
  });

  it('begin a sentence with a capital where the language has any', () => {
    expect(['dots are off.', 'élan', '設定で', ''].map(asSentence)).toEqual(['Dots are off.', 'Élan', '設定で', '']);
  });

  it('asks for plenty of keys', () => {
    expect(plainKeys.length).toBeGreaterThan(100);
    expect(pluralKeys.length).toBeGreaterThan(5);
  });

  it.each(LANGUAGES)('in %s: every key that the code asks for, none that it does not', (tag) => {
    expect(Object.keys(locales.get(tag) ?? {}).sort()).toEqual(keysOf(tag));
  });

  it.each(LANGUAGES)('in %s: the placeholders of the English words', (tag) => {
    for (const [key, message] of Object.entries(locales.get(tag) ?? {})) {
      const [, base = '', form] = /^(\w+)_(zero|one|two|few|many|other)$/.exec(key) ?? [];
      const model = english[key] ?? english[`${base}_other`];
      if (!model) throw new Error(`${key} is not in English`);
      // "One product" and "two products" may be words of their own.
      const spelled = form && ['zero', 'one', 'two'].includes(form) && pluralKeys.includes(base);
      const wanted = placeholders(model).filter((one) => !spelled || !one.startsWith('count='));
      const given = placeholders(message).filter((one) => !spelled || !one.startsWith('count='));
      expect(given, `${tag} ${key}`).toEqual(wanted);
    }
  });

  it.each(LANGUAGES)('in %s: no message is empty, and the description fits the store', (tag) => {
    const messages = locales.get(tag) ?? {};
    expect(Object.entries(messages).filter(([, { message }]) => message.trim() === '')).toEqual([]);
    expect(messages.extensionDescription?.message.length).toBeLessThanOrEqual(DESCRIPTION);
    expect(messages.languageTag?.message).toBe(tag);
    expect(messages.direction?.message).toBe(tag === 'ar' ? 'rtl' : 'ltr');
  });

  it.each(LANGUAGES.filter((tag) => tag !== 'en'))('in %s: translated, not copied', (tag) => {
    const messages = locales.get(tag) ?? {};
    const same = Object.keys(messages).filter((key) => messages[key]?.message === english[key]?.message);
    expect(same.length, same.join(' ')).toBeLessThan(12);
  });
});

describe('words of a language', () => {
  afterEach(() => vi.restoreAllMocks());

  it('leave names of the other direction their order, and what stands beside them its own', () => {
    speak('ar');
    expect(t('pageAdded', 'COS', '12')).toBe('أُضيف من \u2068COS\u2069: 12.');
    speak('en');
    expect(t('pageAdded', 'COS', '12')).toBe('Added from COS: 12.');
    expect(t('pageAdded', 'متجر', '12')).toBe('Added from \u2068متجر\u2069: 12.');
  });

  it('have numbers and dates as they are written where the reader is', () => {
    speak('es', 'es-419');
    expect(number(1_234.5)).toBe('1,234.5');
    speak('en', 'en-GB');
    expect(new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(new Date(2026, 10, 28))).toBe(
      '28 Nov 2026',
    );
    // What is shown in English is not written as the Portuguese write.
    speak('en', 'pt-BR');
    expect(number(1_234.5)).toBe('1,234.5');
  });
});
