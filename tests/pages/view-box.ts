import { expect } from 'vitest';
import { until } from '../e2e/harness';
import { name, picture, type TestPage, wholePage } from './page';
import { rightOn } from './right-on';

/** Of each picture: what is cut off above, to the right, below and to the left, in fractions. */
const CUTS: Readonly<Record<number, readonly [number, number, number, number]>> = {
  190: [0.1, 0.2, 0.05, 0.15],
  191: [0.4, 0.1, 0, 0.1],
};

/** Pictures of which the page shows a part by `object-view-box`: one fills its box, one lies in a wider one. */
export const viewBox: TestPage = {
  name: 'parts of pictures by object-view-box',
  html: () =>
    wholePage(
      'Parts',
      `<img src="${picture(190)}" alt="" style="width: 325px; height: 510px; object-view-box: inset(10% 20% 5% 15%)">
<img src="${picture(191)}" alt="" style="width: 700px; height: 360px; object-fit: contain; object-view-box: xywh(10% 40% 80% 60%)">`,
      { head: '<style>body { margin: 8px }</style>' },
    ),
  expected: [name(190), name(191)],
  async act(page) {
    await page.setViewport({ width: 1280, height: 800 });
  },
  async check(page) {
    for (const [number, [top, right, bottom, left]] of Object.entries(CUTS)) {
      const sides = [1 - left - right, 1 - top - bottom] as const;
      // The second keeps its shape, in the middle of its box.
      const across = number === '191' ? (sides[0] * 480) / (sides[1] * 600) / (700 / 360) : 1;
      const upright = ({ x, y }: { x: number; y: number }) => {
        const at = (x - 0.5) / across + 0.5;
        // Where nothing is drawn there is no dot.
        return at < 0 || at > 1 ? { x: -1, y: -1 } : { x: left + at * sides[0], y: top + y * sides[1] };
      };
      const seen = await until('dots lie on the picture', () => rightOn(page, Number(number), upright));
      expect(seen.filter(Boolean).length / seen.length).toBeGreaterThanOrEqual(0.8);
    }
  },
};
