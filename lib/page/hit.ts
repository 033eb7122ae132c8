import { findPictures, isShopworthy, SMALLEST_SIDE } from './find';
import type { Point } from './geometry';
import { addressesOf, shownBy } from './shows';
import { stackAt } from './tree';

/** Fingers and pointers miss by this much, in CSS pixels. */
const NEAR = 24;

/** The picture at a point, also below layers that catch the pointer; of several the one that is worth shopping first. */
export function pictureAt({ x, y }: Point): Element | undefined {
  const steps = [0, -NEAR, NEAR];
  const around = steps.flatMap((dy) => steps.map((dx) => ({ x: x + dx, y: y + dy })));
  const nearest = around.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
  const hits: Element[] = [];
  for (const at of nearest) {
    const pictures = picturesAt(at);
    const best = pictures.find(isShopworthy);
    if (best) return best;
    hits.push(...pictures);
  }
  return hits[0];
}

/** Every picture at a point, topmost first, also those below others. */
export function picturesAt(point: Point): Element[] {
  return pictureStack(point).filter((element) => shownBy(element));
}

/** Elements at a point and, as hit tests pass over what takes no pointer, pictures inside of them that lie there. */
function pictureStack({ x, y }: Point): Element[] {
  const stack = stackAt(x, y);
  const inside = stack
    .slice(0, 4)
    .filter((element) => element !== document.body && element !== document.documentElement)
    .flatMap((element) => [...element.querySelectorAll('img, image, video, canvas')].slice(0, 20))
    .filter((element) => lies(element, x, y));
  return [...new Set([...stack, ...inside])];
}

function lies(element: Element, x: number, y: number): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** The drawn picture that is known under an address; the one nearest to `at` where there are several. */
export function pictureKnownAs(address: string, at: Point): Element | undefined {
  const drawn = findPictures(document).filter((one) => one.checkVisibility() && addressesOf(one).has(address));
  return nearestTo(at, drawn);
}

/** The picture that most likely is meant where nobody knows the place: the one whose middle is nearest to `at`. */
export function likeliestPicture(at: Point): Element | undefined {
  const inView = findPictures(document).filter((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && isShopworthy(one) && shownBy(one);
  });
  return nearestTo(at, inView);
}

/** Small ones last; then by distance; between pictures that both hold the point the nearer middle decides. */
function nearestTo({ x, y }: Point, elements: readonly Element[]): Element | undefined {
  const off = (element: Element): number => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const small = Math.min(right - left, bottom - top) < SMALLEST_SIDE ? 1e4 : 0;
    const outside = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
    return small + outside + Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y) / 1000;
  };
  return elements.map((element) => ({ element, by: off(element) })).sort((a, b) => a.by - b.by)[0]?.element;
}
