import { beforeEach, expect, it } from 'vitest';
import { createWish, type Wish } from '../../../entrypoints/overlay.content/wish';

let granted: boolean;
/** Says when the extension answers; at once where nothing is said. */
let answered: Promise<unknown>;
let wish: Wish;

beforeEach(() => {
  granted = false;
  answered = Promise.resolve();
  wish = createWish(
    async () => {
      const now = granted;
      await answered;
      return now;
    },
    () => {},
  );
});

it('begins where the site is granted and ends when that is taken back', async () => {
  await wish.begin();
  expect(wish.wanted).toBe(false);
  granted = true;
  await wish.begin();
  expect(wish.wanted).toBe(true);
  granted = false;
  await wish.recheck();
  expect(wish.wanted).toBe(false);
});

it('keeps what a click asked for once, whatever else is taken back', async () => {
  wish.set(true, true);
  await wish.recheck();
  expect(wish.wanted).toBe(true);
});

it('ends what began by a click when the site was granted since, and that is taken back', async () => {
  wish.set(true, true);
  wish.set(true, false);
  await wish.recheck();
  expect(wish.wanted).toBe(false);
});

it('ends in a frame whose own grant is taken back although a click asked for the site around it', async () => {
  granted = true;
  await wish.begin();
  wish.set(true, true);
  granted = false;
  await wish.recheck();
  expect(wish.wanted).toBe(false);
});

it('does not begin because something was taken back', async () => {
  granted = true;
  wish.set(false, false);
  await wish.recheck();
  expect(wish.wanted).toBe(false);
});

it.each([true, false])('goes by a click that comes before the answer: %s', async (active) => {
  granted = !active;
  let answer = (): void => {};
  answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const asked = wish.begin();
  wish.set(active, true);
  answer();
  await asked;
  expect(wish.wanted).toBe(active);
});

it('stays as it is where the extension does not answer', async () => {
  wish.set(true, false);
  answered = Promise.reject(new Error('gone'));
  await wish.recheck();
  expect(wish.wanted).toBe(true);
});
