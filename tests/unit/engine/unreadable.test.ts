import { expect, it } from 'vitest';
import { createUnreadable } from '../../../lib/engine/unreadable';
import { type ErrorName, UserError } from '../../../lib/errors';
import type { ImageSource } from '../../../lib/types';

const source: ImageSource = { kind: 'url', url: 'http://x.test/broken.jpg', pageUrl: 'http://x.test/' };

it.each<[ErrorName, number]>([
  ['PictureUnreadable', 1],
  ['PictureTooLarge', 1],
  ['PictureForbidden', 3],
  ['Cancelled', 3],
])('%s is found out %i times in three views, and again later', async (name, times) => {
  let [clock, tried] = [0, 0];
  const unreadable = createUnreadable(() => clock);
  const view = (): Promise<string> =>
    unreadable.watch(source, async () => {
      tried += 1;
      throw new UserError(name, 'No.');
    });
  for (let i = 0; i < 3; i += 1) await expect(view()).rejects.toMatchObject({ name });
  expect(tried).toBe(times);
  clock = 11 * 60_000;
  await expect(view()).rejects.toMatchObject({ name });
  expect(tried).toBe(times + 1);
});
