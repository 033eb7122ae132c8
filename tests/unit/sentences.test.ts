import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { recognise, SENTENCES } from '../../lib/all-sentences';
import { errorText, sentenceText } from '../../lib/error-words';
import { UserError } from '../../lib/errors';
import { PAGE_SENTENCES } from '../../lib/sentences';
import { filled, type Message, messagesOf } from './messages';

const ROOT = join(import.meta.dirname, '../..');
/** Only the command line, which speaks English, says what is written here. */
const ENGLISH_ONLY = /^catalog\/(cli|node|crawl)/;
const THROWS = /\bnew UserError\(|\bpackInvalid\(|\bSourceError\b/;

const files = ['lib', 'catalog', 'entrypoints', 'components'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${room}/${name}`),
);
const throwing = files.filter(
  (file) => !ENGLISH_ONLY.test(file) && THROWS.test(readFileSync(join(ROOT, file), 'utf8')),
);

/** Everything in a file that reads like a sentence, with `$1`, `$2` where values are put in. */
function sentencesIn(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    // A plain Error is for developers.
    if (ts.isNewExpression(node) && ['Error', 'TypeError'].includes(node.expression.getText())) return;
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) {
      found.push(node.head.text + node.templateSpans.map(({ literal }, at) => `$${at + 1}${literal.text}`).join(''));
    }
    ts.forEachChild(node, visit);
  };
  const text = readFileSync(join(ROOT, file), 'utf8');
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found.filter((one) => /^[A-Z$].* .*[.!]$/s.test(one));
}

afterEach(() => vi.restoreAllMocks());

describe('the sentences of errors', () => {
  it('are all in the table, whichever file throws them', () => {
    expect(throwing.length).toBeGreaterThan(15);
    const known = new Set<string>(Object.values(SENTENCES));
    const unknown = throwing.flatMap((file) => sentencesIn(file).filter((one) => !known.has(one)));
    expect(unknown).toEqual([]);
  });

  it('are in the small table where an open page can meet them', () => {
    const near = throwing.filter((file) => /^lib\/(engine|page|vision)\/|^lib\/store\/failures/.test(file));
    expect(near.length).toBeGreaterThan(7);
    const known = new Set<string>(Object.values(PAGE_SENTENCES));
    expect(near.flatMap((file) => sentencesIn(file).filter((one) => !known.has(one)))).toEqual([]);
  });

  it('are all thrown somewhere', () => {
    const thrown = new Set(throwing.flatMap(sentencesIn));
    expect(Object.values(SENTENCES).filter((one) => !thrown.has(one))).toEqual([]);
  });

  it('are the English words of the interface', () => {
    const english = messagesOf('en');
    for (const [key, sentence] of Object.entries(SENTENCES)) {
      expect(filled(english[`problem_${key}`] as Message), key).toBe(sentence);
    }
  });

  it('are recognised again with their values, and nothing else is', () => {
    for (const [key, sentence] of Object.entries(SENTENCES)) {
      const values = [...sentence.matchAll(/\$\d/g)].map((_, at) => `a.b (${at})+`);
      const message = sentence.replace(/\$(\d)/g, (_, at: string) => values[Number(at) - 1] ?? '');
      expect(recognise(message), key).toEqual({ key, values });
    }
    expect(recognise('shop.example did not answer.')).toEqual({ key: 'hostSilent', values: ['shop.example'] });
    expect(recognise('Cannot read properties of undefined')).toBeUndefined();
  });
});

describe('an error in another language', () => {
  const german = messagesOf('de');
  const speakGerman = (): void => {
    vi.spyOn(browser.i18n, 'getMessage').mockImplementation(((key: string, values: string[] = []) =>
      filled(german[key] ?? { message: '' }).replace(
        /\$(\d)/g,
        (_, at: string) => values[Number(at) - 1] ?? '',
      )) as never);
  };

  it('says which detail, also after it travelled as name and message', () => {
    speakGerman();
    const far = Object.assign(new Error('The table has no column price.'), { name: 'ShopUnreadable' });
    expect(errorText(far)).toBe('Der Tabelle fehlt die Spalte price.');
    expect(errorText(new UserError('PackInvalid', SENTENCES.packDamaged))).toMatch(
      /^Diese Katalogdatei ist beschädigt/,
    );
    expect(sentenceText('shop.example did not answer.')).toBe('shop.example hat nicht geantwortet.');
  });

  it('says its kind where the detail is not known, and something general where it is no error of ours', () => {
    speakGerman();
    const strange = Object.assign(new Error('ECONNRESET'), { name: 'ShopUnreadable' });
    expect(errorText(strange)).toBe('Dieser Laden kann nicht gelesen werden.');
    expect(errorText(new TypeError('x is undefined'))).toBe('Etwas ging schief. Versuche es noch einmal.');
    expect(errorText('odd')).toBe('Etwas ging schief. Versuche es noch einmal.');
  });
});
