import { ofLayer, pictureLayer } from './css';
import { parseSrcset, usefulCandidate } from './srcset';

/** Where an element shows a picture: as its content, or as CSS of the element or of one of its pseudo-elements. */
export type Place = 'content' | 'background' | 'border' | 'mask' | '::before' | '::after';

/**
 * What an element shows. `address` names the picture (pixels without an address have an invented `pixels:` one), `url`
 * is where to read it, `layer` the index in a list of CSS images, `density` how many of its pixels make one CSS pixel (1).
 */
export interface Shows {
  readonly place: Place;
  readonly address: string;
  readonly url?: string;
  readonly layer: number;
  readonly density?: number;
}

/** Pixels that a page stretches from less than this are a placeholder. */
const SMALLEST_NATURAL = 80;
/** `readyState` of a video from which on it has a frame to show. */
export const HAVE_CURRENT_DATA = 2;
const CONTENT = 'img, video, canvas, image, input[type="image" i]';

/** Elements whose content can be a picture. */
export const CONTENT_SELECTOR = CONTENT;

/** Whether an element is one of {@link CONTENT_SELECTOR}. */
export function hasContent(element: Element): boolean {
  return element.matches(CONTENT);
}

/** What an element shows now; undefined where it has no picture or none yet. */
export function shownBy(element: Element): Shows | undefined {
  if (!hasContent(element)) return cssPicture(element);
  const shows = contentOf(element);
  // A picture of one pixel holds the place of a background on some pages.
  return shows ?? (element instanceof HTMLImageElement && isPlaceholder(element) ? cssPicture(element) : undefined);
}

function contentOf(element: Element): Shows | undefined {
  if (element instanceof HTMLImageElement) {
    if (!element.complete || isPlaceholder(element)) return undefined;
    return addressed(largestOf(element));
  }
  if (element instanceof HTMLInputElement) return addressed(element.src);
  if (element instanceof SVGImageElement) return addressed(element.href.baseVal);
  if (element instanceof HTMLCanvasElement) return pixels(`canvas ${element.width}×${element.height}`);
  if (element instanceof HTMLVideoElement) return videoPicture(element);
  return undefined;
}

function isPlaceholder({ naturalWidth, naturalHeight }: HTMLImageElement): boolean {
  return Math.min(naturalWidth, naturalHeight) < SMALLEST_NATURAL;
}

/** A video shows its poster until it starts, and a frame that stands still while it is paused. */
function videoPicture(video: HTMLVideoElement): Shows | undefined {
  const untouched = video.currentTime === 0 && video.played.length === 0;
  if (video.poster && untouched) return addressed(video.poster);
  if (!video.paused || video.readyState < HAVE_CURRENT_DATA || video.seeking) return undefined;
  return pixels(`video ${video.currentSrc} ${video.currentTime}`);
}

/** The address of an image's largest useful candidate; of a `<picture>` only those of the source in use. */
function largestOf(image: HTMLImageElement): string {
  const current = image.currentSrc || image.src;
  const sources = image.parentElement instanceof HTMLPictureElement ? image.parentElement.children : [];
  const lists = [...sources].flatMap((source) => (source instanceof HTMLSourceElement ? [source.srcset] : []));
  for (const text of [...lists, image.srcset]) {
    if (!text) continue;
    const candidates = parseSrcset(text).map((one) => ({ ...one, url: absolute(one.url) ?? '' }));
    const chosen = candidates.find(({ url }) => url === current);
    if (!chosen) continue;
    // The natural size is given at the density of the chosen candidate.
    const unit = image.naturalWidth;
    return usefulCandidate(candidates, current, { pixels: chosen.width ?? unit * (chosen.density ?? 1), unit });
  }
  return current;
}

function cssPicture(element: Element): Shows | undefined {
  const style = getComputedStyle(element);
  return (
    fromBackground(style, 'background') ??
    fromPseudo(element, '::before') ??
    fromPseudo(element, '::after') ??
    fromList(style.borderImageSource, 'border') ??
    fromList(style.maskImage, 'mask')
  );
}

function fromPseudo(element: Element, place: '::before' | '::after'): Shows | undefined {
  const style = getComputedStyle(element, place);
  if (style.content === 'none' || style.content === 'normal' || style.display === 'none') return undefined;
  return fromBackground(style, place) ?? fromList(style.content, place);
}

/** A background that stays in the viewport shows another part of itself with each scroll: nothing in it has a place. */
function fromBackground(
  { backgroundImage, backgroundAttachment }: CSSStyleDeclaration,
  place: Place,
): Shows | undefined {
  const shows = fromList(backgroundImage, place);
  return shows && ofLayer(backgroundAttachment, shows.layer) !== 'fixed' ? shows : undefined;
}

function fromList(value: string, place: Place): Shows | undefined {
  const found = pictureLayer(value);
  if (!found || isDrawing(found.url)) return undefined;
  const shows = addressed(found.url, place, found.layer);
  return shows && found.density > 0 && found.density !== 1 ? { ...shows, density: found.density } : shows;
}

/** Whether an address is one of a drawing: as decoration those are icons and patterns. */
export function isDrawing(url: string): boolean {
  return /^data:image\/svg|\.svg([?#]|$)/i.test(url);
}

function addressed(url: string, place: Place = 'content', layer = 0): Shows | undefined {
  const address = absolute(url);
  return address ? { place, address, url: address, layer } : undefined;
}

function pixels(name: string): Shows {
  return { place: 'content', address: `pixels:${name}`, layer: 0 };
}

/** The absolute form of an address that can name a picture; undefined for any other. */
export function absolute(address: string): string | undefined {
  if (!address || !URL.canParse(address, document.baseURI)) return undefined;
  const url = new URL(address, document.baseURI);
  return ['http:', 'https:', 'data:', 'blob:'].includes(url.protocol) ? url.href : undefined;
}

/** Every address under which an element's picture may be known, the candidates that are not shown included. */
export function addressesOf(element: Element): Set<string> {
  const lists = element instanceof HTMLImageElement ? [element.srcset] : [];
  const written = [shownBy(element)?.url];
  if (element instanceof HTMLImageElement) {
    written.push(element.currentSrc, element.src);
    const parent = element.parentElement;
    const sources = parent instanceof HTMLPictureElement ? [...parent.children] : [];
    for (const source of sources) if (source instanceof HTMLSourceElement) lists.push(source.srcset);
  }
  if (element instanceof HTMLVideoElement) written.push(element.currentSrc, element.src, element.poster);
  for (const list of lists) written.push(...parseSrcset(list).map(({ url }) => url));
  return new Set(written.flatMap((one) => absolute(one ?? '') ?? []));
}
