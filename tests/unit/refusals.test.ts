import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { COPIED, UNREADABLE } from '../../catalog/ingest/look';
import { disagreementText } from '../../catalog/understand/disagreement';
import { reportFile } from '../../entrypoints/options/report';
import { PLACES, place, REFUSALS, refusal } from '../../lib/refusals';
import { filled, type Message, messagesOf, speak } from './messages';

const ROOT = join(import.meta.dirname, '../..');
/** Only the command line says these. */
const ENGLISH_ONLY = /^(cli|node|crawl|draw)/;

/** Texts within what a property of this name is set to, with `$1`, `$2` where values are put in. */
function textsOf(file: string, property: string): string[] {
  const found: string[] = [];
  const take = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) {
      found.push(node.head.text + node.templateSpans.map(({ literal }, at) => `$${at + 1}${literal.text}`).join(''));
    } else ts.forEachChild(node, take);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === property) take(node.initializer);
    else ts.forEachChild(node, visit);
  };
  const text = readFileSync(join(ROOT, 'catalog', file), 'utf8');
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

const files = readdirSync(join(ROOT, 'catalog'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !ENGLISH_ONLY.test(name),
);
const example = (text: string) => text.replace(/\$\d/g, '7');

afterEach(() => vi.restoreAllMocks());

describe('the reasons for what is left out', () => {
  it('are all in the table, whichever file states them', () => {
    const stated = files
      .flatMap((file) => [...textsOf(file, 'reason'), ...textsOf(file, 'note')])
      .filter((one) => one !== '$1: $2');
    expect(stated.length).toBeGreaterThan(20);
    const others = [COPIED, `${UNREADABLE}: no`, disagreementText({ said: 'dress', seen: 'topwear', score: 0.7 })];
    // No row is without cells and without a reason.
    const known = (reason: string) => reason === 'unreadable' || refusal(reason);
    expect([...stated.map(example), ...others].filter((one) => !known(one))).toEqual([]);
  });

  it('are the English words of the lists, and so are the places', () => {
    const english = messagesOf('en');
    for (const [key, words] of Object.entries(REFUSALS)) {
      expect(filled(english[`refused_${key}`] as Message)).toBe(words);
    }
    for (const [key, words] of Object.entries(PLACES)) expect(filled(english[`place_${key}`] as Message)).toBe(words);
    expect(refusal('no product')?.key).toBe('noProduct');
    expect(refusal('no image_url')).toEqual({ key: 'noField', values: ['image_url'] });
    expect(place('page 3, product 5')).toEqual({ key: 'listed', values: ['3', '5'] });
    expect(place('https://shop.example/row 3')).toBeUndefined();
  });
});

const line = (where: string, reason: string) => ({ where, productId: 'p', reason });

it('lists it in Arabic without the marks that hold a name in its place on a screen', async () => {
  speak('ar');
  const file = reportFile([
    line('row 12', 'unknown category "Socken"'),
    line('row 13', 'picture cannot be read: shop.example answers 503.'),
  ]);
  const text = await file.text();
  expect(text).toMatch(/Socken/);
  expect(text).not.toMatch(/[\u2066-\u2069]/);
});

it('lists what was left out in the reader’s words, for a spreadsheet', async () => {
  speak('de');
  const file = reportFile([
    line('row 12', 'unknown category "Socken"'),
    line('page 3, product 5', 'picture cannot be read: shop.example answers 503.'),
    line('row 13', 'picture cannot be read: answer 404'),
    line('https://shop.example/a', 'shop.example did not answer.'),
    line('item 7', 'something nobody knows'),
    { ...line('', 'the words say dress, the picture shows topwear (0.71)'), kept: true },
  ]);
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(bytes).trim().split('\n')).toEqual([
    'where,product_id,reason,kept',
    'Zeile 12,p,"unbekannte Kategorie ""Socken""",no',
    '"Seite 3, Produkt 5",p,das Bild kann nicht gelesen werden: shop.example antwortet 503.,no',
    'Zeile 13,p,das Bild kann nicht gelesen werden: Antwort 404,no',
    'https://shop.example/a,p,shop.example hat nicht geantwortet.,no',
    'Eintrag 7,p,something nobody knows,no',
    ',p,"die Worte sagen Kleider, das Bild zeigt Oberteile (0.71)",yes',
  ]);
});
