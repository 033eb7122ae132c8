/** Rendered pictures smaller than this (CSS pixels, shorter side) are thumbnails or icons. */
export const SMALLEST_SIDE = 160;

const CANDIDATES = 'img, video[poster], image, [style*="background"], canvas';

/** Elements below `root`, open shadow roots included, that may show a picture worth shopping. */
export function findPictures(root: ParentNode): Element[] {
  const found = [...root.querySelectorAll(CANDIDATES)];
  for (const element of root.querySelectorAll('*')) {
    const inner = element.shadowRoot;
    if (inner) found.push(...findPictures(inner));
  }
  return found;
}

/** Whether the page's owner asked that none of its pictures be used this way. */
export function pageForbids(): boolean {
  const meta = document.querySelector('meta[name="pinterest" i]');
  return meta?.getAttribute('content')?.toLowerCase() === 'nopin';
}

/** Whether a picture is big enough, drawn and not marked `nopin`. */
export function isShopworthy(element: Element): boolean {
  if (element.closest('[nopin], [data-pin-nopin]')) return false;
  const box = element.getBoundingClientRect();
  if (Math.min(box.width, box.height) < SMALLEST_SIDE) return false;
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** Absolute address of the largest picture that the element shows, undefined where it has none yet. */
export function pictureAddress(element: Element): string | undefined {
  const address = rawAddress(element);
  if (!address) return undefined;
  try {
    const url = new URL(address, document.baseURI);
    return ['http:', 'https:', 'data:', 'blob:'].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function rawAddress(element: Element): string | undefined {
  if (element instanceof HTMLImageElement) return element.complete ? element.currentSrc || element.src : undefined;
  if (element instanceof HTMLVideoElement) return element.poster;
  if (element instanceof SVGImageElement) return element.href.baseVal;
  if (element instanceof HTMLElement) {
    return /url\("([^"]+)"\)/.exec(getComputedStyle(element).backgroundImage)?.[1];
  }
  return undefined;
}
