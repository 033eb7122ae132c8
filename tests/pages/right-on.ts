import type { Page } from 'puppeteer';
import { isRight } from '../browser/right';
import { sceneOf } from './scene';

/** A point in fractions. */
interface At {
  readonly x: number;
  readonly y: number;
}

/**
 * Whether each dot that can be seen on a drawn picture lies on a garment of its kind; `upright` leads from fractions of
 * the element's box on the screen to those of the picture. One beyond the picture is none of its dots.
 */
export async function rightOn(
  page: Page,
  number: number,
  upright: (at: At) => At = (at) => at,
  slack = 0.03,
): Promise<boolean[]> {
  const dots = await page.evaluate((part) => {
    const boxes = [...document.images]
      .filter(({ currentSrc }) => currentSrc.includes(part))
      .map((image) => image.getBoundingClientRect());
    const image = boxes.sort((a, b) => b.width - a.width)[0];
    const root = document.querySelector('buy-me-that-look')?.shadowRoot;
    const found = [...(root?.querySelectorAll<HTMLElement>('button.dot:not([hidden])') ?? [])];
    return found.flatMap((dot) => {
      const { x, y } = dot.getBoundingClientRect();
      if (!image) return [];
      const at = { x: (x + 16 - image.x) / image.width, y: (y + 16 - image.y) / image.height };
      const isOn = at.x >= 0 && at.y >= 0 && at.x <= 1 && at.y <= 1;
      return isOn ? [{ ...at, category: dot.dataset.category }] : [];
    });
  }, `/${number}-`);
  return dots.map(({ category, x, y }) => isRight({ category, ...upright({ x, y }) }, sceneOf(number), slack));
}
