import { isBlurring } from './css';
import { CONTENT_SELECTOR, hasContent, shownBy } from './shows';
import { mayHost, parentOf, shadowOf } from './tree';

/** Rendered pictures smaller than this (CSS pixels, shorter side) are thumbnails or icons. */
export const SMALLEST_SIDE = 160;

const FORBIDDEN = '[nopin], [data-pin-nopin]';

/**
 * Whether the page's owner asks that none of its pictures be used this way: in this document, or in one around it that
 * can be read. Pages that swap what they show without loading ask anew each time.
 */
export function pageForbids(): boolean {
  for (let view: Window = window; ; view = view.parent) {
    const meta = documentOf(view)?.head?.querySelector('meta[name="pinterest" i]');
    if (meta?.getAttribute('content')?.toLowerCase() === 'nopin') return true;
    if (view === view.parent) return false;
  }
}

/** The document of a window; undefined where it is another site's. */
function documentOf(view: Window): Document | undefined {
  try {
    return view.document;
  } catch {
    return undefined;
  }
}

/** Whether an element or something around it is marked `nopin`. */
export function isForbidden(element: Element): boolean {
  for (let up: Element | null = element; up; up = parentOf(up)) if (up.matches(FORBIDDEN)) return true;
  return false;
}

/** Whether a picture is big enough, drawn, sharp and not marked `nopin`. */
export function isShopworthy(element: Element): boolean {
  return isBig(element) && isDrawn(element) && !isForbidden(element) && isSharp(element);
}

/** Whether nothing blurs an element: a backdrop of itself, and what a page shows only after a question, are no pictures. */
export function isSharp(element: Element): boolean {
  for (let up: Element | null = element; up; up = parentOf(up)) {
    if (isBlurring(getComputedStyle(up).filter)) return false;
  }
  return true;
}

/** Whether no style hides an element. */
export function isDrawn(element: Element): boolean {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** Whether an element is drawn large enough for a picture worth shopping. */
export function isBig(element: Element): boolean {
  return isWorthy(element.getBoundingClientRect());
}

/**
 * Whether an element that is drawn small now is laid out large enough: an animation may let it grow, of which neither a
 * size observer nor an event need tell.
 */
export function mayGrow(element: Element): boolean {
  return element instanceof HTMLElement && isWorthy({ width: element.offsetWidth, height: element.offsetHeight });
}

function isWorthy({ width, height }: { width: number; height: number }): boolean {
  return Math.min(width, height) >= SMALLEST_SIDE;
}

/** Whether an element without content of its own may show a picture by CSS: styles are asked of big ones only. */
export function mayShowByStyle(element: Element): boolean {
  if (!(element instanceof HTMLElement) || hasContent(element)) return false;
  return isWorthy({ width: element.offsetWidth, height: element.offsetHeight }) && shownBy(element) !== undefined;
}

/** Pictures below `root` at once, also small ones, shadow roots included: for one question, not for watching. */
export function findPictures(root: ParentNode): Element[] {
  const found = [...root.querySelectorAll(CONTENT_SELECTOR)];
  for (const element of root.querySelectorAll('*')) {
    if (mayShowByStyle(element)) found.push(element);
    const inner = mayHost(element) ? shadowOf(element) : null;
    if (inner) found.push(...findPictures(inner));
  }
  return found;
}
