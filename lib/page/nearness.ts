import { clippingAncestors } from './clips';
import { isShopworthy } from './find';
import { visibleArea } from './picture-box';

/** Whether the page has loaded an image already. */
export function isLoaded(element: Element): boolean {
  return element instanceof HTMLImageElement && element.complete && element.naturalWidth > 0;
}

/** Whether a picture that will be shopped is at most as far above or below the view as that is high. */
export function isNear(element: Element): boolean {
  return distanceInViews(element) < 1 && isShopworthy(element);
}

/** How far above or below the view an element lies, in heights of the view; 0 where it reaches into it. */
export function distanceInViews(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.max(0, -bottom, top - innerHeight) / innerHeight;
}

/** Whether scrolling the page brings it into view: the next slide of a carousel waits beside, and perhaps for nobody. */
export function isBelow(element: Element): boolean {
  const { left, right } = element.getBoundingClientRect();
  const seen = visibleArea(clippingAncestors(element), undefined);
  return right > seen.left && left < seen.left + seen.width;
}

/** Whether two elements lie over each other. */
export function overlap(one: Element, other: Element): boolean {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Those nearest to the middle of the viewport first. */
export function nearestFirst<T>(waiting: readonly (readonly [Element, T])[]): (readonly [Element, T])[] {
  const far = new Map(waiting.map(([element]) => [element, distance(element)]));
  return [...waiting].sort(([a], [b]) => (far.get(a) ?? 0) - (far.get(b) ?? 0));
}

function distance(element: Element): number {
  const box = element.getBoundingClientRect();
  return Math.abs(box.top + box.height / 2 - innerHeight / 2) + Math.abs(box.left + box.width / 2 - innerWidth / 2);
}
