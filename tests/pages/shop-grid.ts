import { expect } from 'vitest';
import { until } from '../e2e/harness';
import { name, picture, type TestPage, wholePage } from './page';
import { rightOn } from './right-on';

const card = (number: number): string =>
  `<article><a href="#"><img src="${picture(number)}" alt=""><img class="worn" src="${picture(number + 1)}" alt=""><span class="heart">♡</span></a><p>Coat</p></article>`;

/** Products whose second picture fades in over the first one while the pointer is on them. */
export const shopGrid: TestPage = {
  name: 'products with a second picture under the pointer',
  html: () =>
    wholePage('Coats', `<main>${[200, 202].map(card).join('')}</main>`, {
      head: `<style>body { margin: 0 } main { display: grid; grid-template-columns: 320px 320px; gap: 16px } a { display: block; position: relative; height: 400px }
img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover } .worn { opacity: 0; transition: opacity .25s } a:hover .worn { opacity: 1 }
.heart { position: absolute; right: 8px; top: 8px; width: 32px; height: 32px; background: #fff; border-radius: 50% }</style>`,
    }),
  expected: [name(200), name(201), name(202)],
  async act(page) {
    const all = (number: number) => rightOn(page, number);
    await until('the first pictures have dots', async () => (await all(200)).length > 1 && (await all(202)).length > 1);
    await page.mouse.move(20, 20);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
  },
  async check(page) {
    const seen = await until('only the second picture has dots', async () => {
      const found = await rightOn(page, 201);
      return found.filter(Boolean).length / found.length >= 0.8 && found;
    });
    expect(seen.length).toBeGreaterThan(1);
    // The dot lies over the product, which the pointer leaves by it.
    const dot = (await page.$$('>>> button.dot:not([hidden])')).at(-1);
    await dot?.hover();
    await page.waitForSelector('>>> .popover.placed', { visible: true, timeout: 3_000 });
    for (let times = 0; times < 10; times++) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(await page.$('>>> .popover')).not.toBeNull();
    }
    await page.mouse.move(700, 500);
    await page.waitForSelector('>>> .popover', { hidden: true, timeout: 3_000 });
  },
};
