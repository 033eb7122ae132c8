import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARDS, POPOVER, waitForDots } from '../browser/overlay';
import { picture, type TestPage, wholePage } from '../pages/page';
import { PATIENCE, type Session, WARM_UP } from './harness';
import { startOn } from './on-page';

const PAGE: TestPage = {
  name: 'walk',
  expected: [],
  html: () =>
    wholePage('Walk', `<img src="${picture(155)}" alt="" width="240" height="300" style="display: block">`, {
      head: '<style>body { margin: 10px }</style>',
    }),
};
/** So many steps lead round in the popover. */
const MOST_STEPS = 60;

/** What has the focus in the popover, and whether most of its middle line can be seen: nothing lies over it. */
function focusedNow(): { name: string; seen: boolean } {
  const root = document.querySelector('buy-me-that-look')?.shadowRoot;
  const focused = root?.activeElement;
  if (!root || !focused) return { name: '', seen: true };
  const { left, right, top, bottom } = focused.getBoundingClientRect();
  const spots = [0.25, 0.5, 0.75].map((at) => root.elementFromPoint(left + (right - left) * at, (top + bottom) / 2));
  const met = spots.filter((one) => one && (focused.contains(one) || one.contains(focused)));
  return { name: `${focused.className} ${focused.textContent?.slice(0, 30)}`, seen: met.length >= 2 };
}

describe('in a small window', () => {
  let session: Session;
  let origin: string;

  beforeAll(async () => {
    ({ session, origin } = await startOn(PAGE));
  }, WARM_UP);
  afterAll(async () => session?.close());

  it.each([
    [320, 256],
    [390, 640],
    [560, 320],
    [1024, 400],
  ])('of %i by %i the popover is in view, and so is everything that gets the focus', async (width, height) => {
    const page = await session.browser.newPage();
    await page.setViewport({ width, height });
    await page.goto(origin, { waitUntil: 'domcontentloaded', timeout: PATIENCE });
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
    await (await page.$('>>> button.dot:not([hidden])'))?.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector(`${POPOVER}.placed`, { visible: true, timeout: PATIENCE });
    await page.waitForSelector(CARDS, { visible: true, timeout: PATIENCE });
    const box = await (await page.$(POPOVER))?.boundingBox();
    if (!box) throw new Error('The popover is gone.');
    expect([box.x >= 0, box.y >= 0, box.x + box.width <= width, box.y + box.height <= height]).toEqual(
      Array(4).fill(true),
    );
    const hidden: string[] = [];
    const first = await page.evaluate(focusedNow);
    for (let step = 0; step < MOST_STEPS; step++) {
      await page.keyboard.press('Tab');
      await new Promise((resolve) => setTimeout(resolve, 60));
      const { name, seen } = await page.evaluate(focusedNow);
      if (!seen) hidden.push(name);
      if (step > 0 && name === first.name) break;
    }
    expect(hidden).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForSelector(POPOVER, { hidden: true, timeout: PATIENCE });
    await page.close();
  });

  it('made no console complain', () => session.expectQuiet());
});
