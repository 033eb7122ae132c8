import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { savedText } from '../../entrypoints/options/saved';
import german from '../../public/_locales/de/messages.json';

/** The browser's words as it shows them, in German. */
beforeEach(() => {
  vi.spyOn(browser.i18n, 'getMessage').mockImplementation(((key: keyof typeof german, values: string[] = []) =>
    german[key].message.replace('$MOST$', values[0] ?? '').replace('$SHOPS$', values[1] ?? '')) as never);
});
afterEach(() => vi.restoreAllMocks());

it('says which shops a saved catalogue has no room for', () => {
  expect(savedText([])).toBe('Die Datei liegt in deinen Downloads.');
  expect(savedText(['Ahorn', 'Birke & Co', 'Cedar'])).toBe(
    'Die Datei liegt in deinen Downloads. Sie fasst höchstens 200.000 Produkte, darum fehlen diese Läden: Ahorn, Birke & Co und Cedar.',
  );
});
