import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { isRight } from '../browser/right';
import { name, picture, type TestPage, wholePage } from './page';
import { sceneOf } from './scene';

const NUMBERS = [70, 71, 72, 73, 74];

/** Right to left, zoomed, and pictures that are turned, mirrored, scaled and cropped. `data-turn` says how. */
export const turned: TestPage = {
  name: 'right-to-left page with turned pictures',
  html: () =>
    wholePage(
      'صور',
      `<div class="row"><img src="${picture(70)}" data-turn="90" style="rotate: 90deg" alt=""><img src="${picture(71)}" data-turn="180" style="transform: rotate(180deg) scale(.9)" alt="">
<span style="display:inline-block; transform: scaleX(-1)"><img src="${picture(72)}" data-turn="mirror" alt=""></span>
<img src="${picture(73)}" data-turn="0" style="zoom: 1.2" alt=""></div>
<img src="${picture(74)}" data-turn="crop" style="width: 320px; height: 200px; object-fit: cover; object-position: 50% 20%; padding: 10px 30px 5px; border: 8px solid" alt="">`,
      {
        html: 'lang="ar" dir="rtl"',
        head: '<style>.row { padding: 40px 30px } img { width: 192px; height: 240px; margin-inline: 24px; object-fit: contain; object-position: left bottom }</style>',
      },
    ),
  expected: NUMBERS.map((number) => name(number)),
  async check(page) {
    const right = await Promise.all(NUMBERS.map((number) => dotsOf(page, number)));
    const all = right.flat();
    expect(all.length).toBeGreaterThanOrEqual(NUMBERS.length * 2);
    expect(all.filter(Boolean).length / all.length).toBeGreaterThanOrEqual(0.8);
  },
};

/** Whether each visible dot of a picture lies on a garment of its category, by the arithmetic of how it is turned. */
async function dotsOf(page: Page, number: number): Promise<boolean[]> {
  const image = await page.$(`img[src*="/${number}-"]`);
  const turn = (await image?.evaluate((element) => element.getAttribute('data-turn'))) ?? '';
  const box = await image?.boundingBox();
  if (!box) return [];
  const dots = await page.$$eval('>>> button.dot:not([hidden])', (found) =>
    found.map((dot) => {
      const { x, y } = dot.getBoundingClientRect();
      return { x: x + 16, y: y + 16, category: (dot as HTMLElement).dataset.category };
    }),
  );
  const within = dots.filter(
    ({ x, y }) => x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height,
  );
  return within.map(({ x, y, category }) => {
    const at = upright((x - box.x) / box.width, (y - box.y) / box.height, turn);
    return isRight({ category, ...at }, sceneOf(number), 0.03);
  });
}

/** From fractions of the box on the screen to fractions of the picture. */
function upright(x: number, y: number, turn: string): { x: number; y: number } {
  if (turn === '90') return { x: y, y: 1 - x };
  if (turn === '180') return { x: 1 - x, y: 1 - y };
  if (turn === 'mirror') return { x: 1 - x, y };
  if (turn !== 'crop') return { x, y };
  // 320 × 200 of content within padding and border; the picture is 320 × 400 there, a fifth of what is cut off above.
  return { x: (x * 396 - 38) / 320, y: (y * 231 - 18 + 0.2 * 200) / 400 };
}
