import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { until } from '../e2e/harness';
import { name, picture, type TestPage, wholePage } from './page';

/** More pictures than dots are kept for once they are out of view, all of them in it. */
const MANY = 45;
/** Numbers and sizes: five pictures in copies of other addresses, which the engine knows again. */
const COPIES = Array.from({ length: MANY }, (_, at) => [200 + (at % 5), 170, 210 + Math.floor(at / 5)] as const);
/** Dots of pictures that are shopped over and over come and go within this time, milliseconds. */
const STEADY_MS = 1_500;

/** The pictures that have dots, by the numbers that each got when it was shopped. */
async function numbered(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const dots = document
      .querySelector('buy-me-that-look')
      ?.shadowRoot?.querySelectorAll<HTMLElement>('button.dot:not([hidden])');
    return [...new Set([...(dots ?? [])].map((dot) => dot.dataset.picture ?? ''))].sort();
  });
}

/** A wall of pictures on a big screen: all of them have dots, which stay. */
export const crowd: TestPage = {
  name: 'many pictures in view',
  html: () =>
    wholePage('Wall', `<main>${COPIES.map((one) => `<img src="${picture(...one)}" alt="">`).join('')}</main>`, {
      head: '<style>body { margin: 0 } main { display: grid; grid-template-columns: repeat(9, 170px); gap: 4px }</style>',
    }),
  expected: COPIES.map((one) => name(...one)),
  async act(page) {
    await page.setViewport({ width: 1700, height: 1150 });
    await until('nearly all have dots', async () => (await numbered(page)).length >= MANY - 8);
  },
  async check(page) {
    const before = await numbered(page);
    await new Promise((resolve) => setTimeout(resolve, STEADY_MS));
    expect(await numbered(page)).toEqual(before);
    expect(before).toHaveLength(MANY);
    await page.setViewport(null);
  },
};
