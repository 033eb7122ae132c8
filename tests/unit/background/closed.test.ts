import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { addProducts } from '../../../entrypoints/background/add-products';
import { goToDots, shopArea, shopPicture } from '../../../entrypoints/background/ask-tab';
import { toggleSite } from '../../../entrypoints/background/overlay-tabs';
import { setPaused } from '../../../lib/page/sites';

let said: object[];

beforeEach(() => {
  said = [];
  const note = async (what: object) => void said.push(what);
  const executeScript = async () => {
    throw new Error('Cannot access a chrome:// URL');
  };
  const deaf = { setBadgeBackgroundColor: async () => {}, setBadgeTextColor: async () => {} };
  const fakes = {
    scripting: { executeScript },
    action: { setBadgeText: note, setTitle: note, ...deaf },
    permissions: { request: async () => true, contains: async () => true },
  };
  for (const [name, fake] of Object.entries(fakes))
    vi.spyOn(browser, name as 'tabs', 'get').mockReturnValue(fake as never);
});
afterEach(() => void vi.restoreAllMocks());

describe('a page that lets no extension in', () => {
  it.each([
    ['a picture to shop', () => shopPicture(7, 0, 'https://a.example/b.jpg')],
    ['a picture in a frame', () => shopPicture(7, 3, undefined)],
    ['an area', () => shopArea(7)],
    ['its dots', () => goToDots(7)],
    ['its products', () => addProducts(7)],
    ['dots, by the toolbar button', () => toggleSite(7, undefined)],
  ])('is named where somebody asks for %s', async (_, ask) => {
    await ask();
    expect(said).toEqual([
      { tabId: 7, text: '!' },
      { tabId: 7, title: 'pageClosed' },
    ]);
  });

  it('is named also where it is a site that may be allowed, as the browser’s own shop of extensions', async () => {
    await setPaused('https://extensions.example/*', true);
    await toggleSite(7, 'https://extensions.example/*');
    expect(said.slice(-2)).toEqual([
      { tabId: 7, text: '!' },
      { tabId: 7, title: 'pageClosed' },
    ]);
  });
});
