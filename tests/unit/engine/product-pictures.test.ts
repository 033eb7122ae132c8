import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { loadPicture } from '../../../lib/engine/product-pictures';

const A = { imageUrl: 'a.jpg', inPrivate: false };
const PICTURE = { width: 4, height: 4 };
let answers: Record<string, unknown>;
let asked: { imageUrl: string; inPrivate: boolean }[];

beforeEach(() => {
  asked = [];
  const sendMessage = (
    { type, data }: { type: string; data: (typeof asked)[number] },
    respond: (answer: object) => void,
  ): void => {
    if (type === 'thumbnail') asked.push(data);
    respond(type in answers ? { res: answers[type] } : { err: { name: 'Error', message: 'You are offline.' } });
  };
  vi.stubGlobal('chrome', { runtime: { sendMessage } });
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('createImageBitmap', async () => PICTURE);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('asks once for a picture, and again for one that could not be had a while ago', async () => {
  answers = { ensureEngine: undefined };
  expect(await Promise.all([loadPicture('a.jpg'), loadPicture('a.jpg')])).toEqual([undefined, undefined]);
  expect(await loadPicture('a.jpg')).toBeUndefined();
  expect(asked).toEqual([A]);
  await vi.advanceTimersByTimeAsync(60_000);
  answers = { ensureEngine: undefined, thumbnail: new Blob() };
  expect(await loadPicture('a.jpg')).toBe(PICTURE);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(await loadPicture('a.jpg')).toBe(PICTURE);
  expect(asked).toEqual([A, A]);
});

it('says where the window is a private one, for a side panel has no tab to tell it by', async () => {
  answers = { ensureEngine: undefined, thumbnail: new Blob() };
  for (const incognito of [false, true]) {
    vi.spyOn(browser.windows, 'getCurrent').mockResolvedValue({ incognito } as never);
    expect(await loadPicture(`b${incognito}.jpg`)).toBe(PICTURE);
  }
  vi.spyOn(browser.windows, 'getCurrent').mockRejectedValue(new Error('No window'));
  expect(await loadPicture('c.jpg')).toBe(PICTURE);
  expect(asked.map(({ inPrivate }) => inPrivate)).toEqual([false, true, false]);
});
