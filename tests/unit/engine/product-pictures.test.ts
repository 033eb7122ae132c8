import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadPicture } from '../../../lib/engine/product-pictures';

const PICTURE = { width: 4, height: 4 };
let answers: Record<string, unknown>;
let asked: string[];

beforeEach(() => {
  asked = [];
  const sendMessage = ({ type, data }: { type: string; data: string }, respond: (answer: object) => void): void => {
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
});

it('asks once for a picture, and again for one that could not be had a while ago', async () => {
  answers = { ensureEngine: undefined };
  expect(await Promise.all([loadPicture('a.jpg'), loadPicture('a.jpg')])).toEqual([undefined, undefined]);
  expect(await loadPicture('a.jpg')).toBeUndefined();
  expect(asked).toEqual(['a.jpg']);
  await vi.advanceTimersByTimeAsync(60_000);
  answers = { ensureEngine: undefined, thumbnail: new Blob() };
  expect(await loadPicture('a.jpg')).toBe(PICTURE);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(await loadPicture('a.jpg')).toBe(PICTURE);
  expect(asked).toEqual(['a.jpg', 'a.jpg']);
});
