import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { savedText } from '../../entrypoints/options/saved';
import german from '../../public/_locales/de/messages.json';

/** The browser's words as it shows them, in German. */
beforeEach(() => {
  vi.spyOn(browser.i18n, 'getMessage').mockImplementation(((key: keyof typeof german, values: string[] = []) =>
    german[key].message.replace('$MOST$', values[0] ?? '').replace('$SHOPS$', values.at(-1) ?? '')) as never);
});
afterEach(() => vi.restoreAllMocks());

it('says which shops a saved catalogue has no room for', () => {
  expect(savedText({ missing: [], outdated: [] })).toBe('Die Datei liegt in deinen Downloads.');
  expect(savedText({ missing: ['Ahorn', 'Birke & Co', 'Cedar'], outdated: [] })).toBe(
    'Die Datei liegt in deinen Downloads. Sie fasst höchstens 200.000 Produkte, darum fehlen diese Läden: Ahorn, Birke & Co und Cedar.',
  );
});

it('says which shops are not in it as another version of the models made them', () => {
  const said = 'Für eine andere Version der Modelle gemacht und darum nicht darin sind diese Läden: Ahorn und Cedar.';
  expect(savedText({ missing: [], outdated: ['Ahorn', 'Cedar'] })).toBe(`Die Datei liegt in deinen Downloads. ${said}`);
  expect(savedText({ missing: ['Birke'], outdated: ['Ahorn', 'Cedar'] })).toMatch(new RegExp(`Birke\\. ${said}$`));
});
