import { expect } from 'vitest';
import { isRight } from '../browser/right';
import { name, picture, type TestPage, wholePage } from './page';
import { sceneOf } from './scene';

/** A picture of a 4K screen's size, one as a phone shows it, and one in a box that scrolls inside of one that scrolls. */
export const sizes: TestPage = {
  name: 'from a phone’s size to 4K',
  html: () =>
    wholePage(
      'Sizes',
      `<img id="small" src="${picture(180, 240, 300)}" alt="" width="168" height="210"> <div class="outer"><div class="inner"><p></p><img id="deep" src="${picture(181)}" alt="" width="240" height="300"><p></p></div></div>
<img id="huge" src="${picture(182, 3072, 3840)}" alt="">`,
      {
        head: `<style>body { margin: 8px } .outer { display: inline-block; width: 300px; height: 360px; overflow: auto; perspective: 900px } .inner { height: 340px; overflow: auto; will-change: transform }
p { height: 60px; margin: 0 } #huge { width: 1200px; height: 1500px; display: block; transform: translate(10px, 6px) skewX(2deg) scale(.98) }</style>`,
      },
    ),
  expected: [name(180, 240, 300), name(181), name(182, 3072, 3840)],
  async act(page) {
    await page.evaluate(() => {
      document.querySelector('.inner')?.scrollTo(0, 50);
      document.querySelector('.outer')?.scrollTo(0, 10);
    });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await page.evaluate(() => scrollTo(0, 380));
  },
  async check(page) {
    await page.evaluate(() => scrollTo(0, 0));
    await new Promise((resolve) => setTimeout(resolve, 800));
    const dots = await page.evaluate(() => {
      const box = document.querySelector('#deep')?.getBoundingClientRect() ?? new DOMRect();
      const found =
        document
          .querySelector('buy-me-that-look')
          ?.shadowRoot?.querySelectorAll<HTMLElement>('button.dot:not([hidden])') ?? [];
      return [...found].flatMap((dot) => {
        const its = dot.getBoundingClientRect();
        const [x, y] = [(its.x + 16 - box.x) / box.width, (its.y + 16 - box.y) / box.height];
        return x > 0 && y > 0 && x < 1 && y < 1 ? [{ category: dot.dataset.category, x, y }] : [];
      });
    });
    expect(dots.length).toBeGreaterThan(0);
    // Dots as near to each other as on a picture this small move aside a little.
    expect(dots.filter((dot) => isRight(dot, sceneOf(181), 0.08)).length / dots.length).toBeGreaterThanOrEqual(0.6);
  },
};
