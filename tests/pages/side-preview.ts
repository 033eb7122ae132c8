import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { until } from '../e2e/harness';
import { name, picture, type TestPage, wholePage } from './page';
import { rightOn } from './right-on';

const SCRIPT = `<script>
const side = document.querySelector('aside'), large = side.querySelector('img');
let showFull;
for (const thumb of document.querySelectorAll('.results img')) thumb.addEventListener('click', () => {
  side.hidden = false;
  large.src = thumb.src;
  showFull = () => { large.src = thumb.dataset.full; };
});
</script>`;
const thumb = (number: number): string =>
  `<img src="${picture(number, 120, 150)}" data-full="${picture(number, 720, 900)}" alt="">`;

/** Results of a search for pictures, too small for dots; a preview beside them shows the thumbnail, then the picture. */
export const sidePreview: TestPage = {
  name: 'search for pictures with a preview at the side',
  html: () =>
    wholePage(
      'Results',
      `<img src="${picture(233)}" alt="" style="width: 240px; height: 300px"><div class="results">${[230, 231].map(thumb).join('')}</div><aside hidden><button>×</button><div class="scroll"><img alt=""><p></p></div></aside>${SCRIPT}`,
      {
        head: `<style>body { margin: 0; height: 2000px } .results img { width: 120px; height: 150px } aside { position: fixed; right: 0; top: 0; bottom: 0; width: 420px; background: #fff; border-left: 1px solid }
aside .scroll { height: 100%; overflow-y: auto } aside img { width: 100%; height: 480px; object-fit: contain; background: #eee } aside p { height: 800px } aside button { position: absolute; z-index: 1 }</style>`,
      },
    ),
  expected: [name(233), ...[230, 231].flatMap((number) => [name(number, 120, 150), name(number, 720, 900)])],
  left: 2,
  async act(page) {
    for (const number of [230, 231]) {
      await page.click(`.results img[src*="/${number}-"]`);
      await until('the preview has dots', async () => (await rightOn(page, number, fit)).length > 1);
      const before = await asked(page);
      await page.evaluate('showFull()');
      await until('the picture was asked about', async () => (await asked(page)) > before);
      await until('it has dots', async () => (await rightOn(page, number, fit)).length > 1);
    }
  },
  async check(page) {
    const areRight = async (): Promise<boolean> => {
      const seen = await rightOn(page, 231, fit);
      return seen.length > 0 && seen.filter(Boolean).length / seen.length >= 0.8;
    };
    await until('they lie right', areRight);
    await page.mouse.move(600, 300);
    await page.mouse.wheel({ deltaY: 120 });
    await new Promise((resolve) => setTimeout(resolve, 700));
    await until('they are scrolled along in it', areRight);
    await page.evaluate(() => scrollTo(0, 300));
    await new Promise((resolve) => setTimeout(resolve, 700));
    await until('and stay as the page scrolls behind it', areRight);
    expect((await rightOn(page, 233)).length).toBe(0);
  },
};

/** The number of the picture that was asked about last, of those with dots. */
const asked = (page: Page): Promise<number> =>
  page.$$eval('>>> button.dot', (dots) => Math.max(...dots.map((dot) => Number((dot as HTMLElement).dataset.picture))));

/** 480 by 600 pixels in the middle of a box of 419 by 480. */
function fit({ x, y }: { x: number; y: number }): { x: number; y: number } {
  return { x: ((x - 0.5) * 419) / 384 + 0.5, y };
}
