import { afterEach, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { makeMenus } from '../../../entrypoints/background/menus';

afterEach(() => vi.restoreAllMocks());

it('makes the menus anew, in the language of now, also when a start and an update meet', async () => {
  const made = new Map<string, string>();
  const contextMenus = {
    removeAll: async () => made.clear(),
    create: ({ id, title }: { id: string; title: string }) => {
      if (made.has(id)) throw new Error(`Cannot create item with duplicate id ${id}`);
      made.set(id, title);
    },
  };
  vi.spyOn(browser, 'contextMenus', 'get').mockReturnValue(contextMenus as never);
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  made.set('shop', 'Words of another language');
  await Promise.all([makeMenus(), makeMenus()]);
  expect([...made]).toEqual([
    ['shop', 'shopThisLook'],
    ['area', 'shopArea'],
    ['add', 'pageAdd'],
    ['looks', 'savedLooks'],
  ]);
  expect(warn).not.toHaveBeenCalled();
});
