import { expect } from 'vitest';
import { name, picture, type TestPage, wholePage } from './page';

/** A bar that sticks over pictures and a sheet of the page's own that covers them: no dot lies on either. */
export const covered: TestPage = {
  name: 'covered pictures',
  html: () =>
    wholePage(
      'Covered',
      `<header></header><img src="${picture(130)}" alt="" width="400" height="500"><img src="${picture(131)}" alt="" width="400" height="500">
<div id="sheet" hidden></div><p style="height:1500px"></p>`,
      {
        head: `<style>body { margin: 0 } header { position: sticky; top: 0; height: 90px; background: #fff; z-index: 2; margin-bottom: -90px }
#sheet { position: fixed; left: 0; top: 0; width: 405px; height: 100%; background: #fff; z-index: 3 } [hidden] { display: none }</style>`,
      },
    ),
  expected: [name(130), name(131)],
  async act(page) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await page.evaluate(() => document.querySelector('#sheet')?.removeAttribute('hidden'));
    await page.evaluate(() => scrollTo(0, 120));
  },
  async check(page) {
    const dots = await page.$$('>>> button.dot:not([hidden])');
    const boxes = await Promise.all(dots.map((dot) => dot.boundingBox()));
    const middles = boxes.map((box) => ({ x: (box?.x ?? 0) + 16, y: (box?.y ?? 0) + 16 }));
    expect(middles.filter(({ x, y }) => x < 405 || y < 90)).toEqual([]);
    expect(middles.length).toBeGreaterThan(0);
  },
};
