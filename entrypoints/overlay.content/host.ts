import type { Area } from '../../lib/page/geometry';
import { roomFor } from '../../lib/page/rooms';
import { CONTENT_SELECTOR, hasContent } from '../../lib/page/shows';
import { OVERLAY_NAME } from '../../lib/page/tree';
import { direction, language } from '../../lib/words';
import { createPatience } from './patience';
import { STYLE } from './style';

/** The overlay's element on the page. */
export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Puts the element back where the page threw it out or made it inert; cheap, for several times a second. */
  keep(): void;
  /** Whether something of the overlay lies over an area of the viewport. */
  covers(area: Area): boolean;
}

/** At the document's origin, so that the compositor scrolls dots along; an absolute box in the top layer has no other parent. */
const BOX =
  'all: initial; position: absolute; inset: 0 auto auto 0; width: 0; height: 0; padding: 0; margin: 0; border: 0; overflow: visible; background: none; z-index: 2147483647; display: block; opacity: 1; filter: none; transform: none; contain: none; pointer-events: none';

/** How long the overlay stays away that a page threw out, milliseconds. */
const RETURN_MS = 50;

/** What a click on the overlay must not be to the page behind it: lightboxes close, links open, carousels drag. */
const OURS = [
  ...['click', 'auxclick', 'dblclick', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend'],
  ...['keydown', 'keyup', 'keypress', 'wheel', 'focusin', 'focusout'],
];

/** What only a user may do in the overlay. A page cannot reach into a closed root; this holds for an open one too. */
const DEEDS = [
  ...[
    'click',
    'auxclick',
    'dblclick',
    'mousedown',
    'mouseup',
    'pointerdown',
    'pointermove',
    'pointerup',
    'pointercancel',
  ],
  ...['pointerover', 'pointerout', 'pointerenter', 'pointerleave'],
  ...['keydown', 'keyup', 'keypress', 'beforeinput', 'input', 'change', 'submit'],
];

/** Tests have a build of their own, and look inside. */
const MODE = import.meta.env.MODE === 'allsites' ? 'open' : 'closed';

/** Puts the overlay's element on top of the page, where these pictures are, and keeps it there until `signal` aborts. */
export function createHost(signal: AbortSignal, pictures: () => readonly Element[]): Host {
  const { element, root } = createElement();
  element.dir = direction();
  // The page's language is another one, perhaps: voices and letter shapes go by it.
  element.lang = language();
  // Nothing a page says about every element may reach this one.
  element.style.cssText = BOX.split('; ')
    .map((one) => `${one} !important`)
    .join('; ');
  element.popover = 'manual';
  for (const name of OURS)
    element.addEventListener(name, (event) => event.stopPropagation(), { signal, passive: true });
  for (const name of DEEDS) root.addEventListener(name, refusePretended, { capture: true, signal });
  const mayReturn = createPatience();
  const rise = (): void => raise(element, root, roomFor(pictures()));
  const keep = (): void => {
    if (signal.aborted) return;
    const astray = !element.isConnected || roomFor(pictures()) !== element.parentElement;
    if (!astray) unzoom(element);
    // What went with a dialog that held it was not thrown out.
    else if (element.parentNode !== null || mayReturn()) rise();
  };
  // Whatever enters the top layer later lies above: of interest where it brings pictures along.
  const onTop = ({ target }: Event): void => {
    if (signal.aborted || target === element) return;
    const opened = target instanceof Element ? target : document.documentElement;
    const above = opened.matches(':popover-open, :modal, :fullscreen') && bringsPictures(opened);
    if (above && element.isConnected) rise();
    else keep();
  };
  for (const name of ['toggle', 'fullscreenchange']) {
    document.addEventListener(name, onTop, { capture: true, signal });
  }
  let returning: ReturnType<typeof setTimeout> | undefined;
  const changes = new MutationObserver((records) => {
    if (records.every(({ type }) => type === 'attributes')) return keep();
    // A page that removes what it does not know does so at once: were this put back as quickly, neither would ever end.
    returning ??= setTimeout(() => {
      returning = undefined;
      keep();
    }, RETURN_MS);
  });
  changes.observe(document, { subtree: true, attributes: true, attributeFilter: ['open'] });
  changes.observe(document.documentElement, { childList: true });
  rise();
  // A page's document is the first in which the sheet may be used.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  signal.addEventListener('abort', () => {
    changes.disconnect();
    clearTimeout(returning);
    element.remove();
  });
  return {
    element,
    root,
    keep,
    covers: (area) => drawnIn(root).some((one) => meets(one.getBoundingClientRect(), area)),
  };
}

/**
 * The element with its root, from a document of its own: a page that has defined an element of this name would else get
 * hold of the root by `ElementInternals`, closed or not, and could keep it from being attached.
 */
function createElement(): Pick<Host, 'element' | 'root'> {
  const element = new Document().createElementNS('http://www.w3.org/1999/xhtml', OVERLAY_NAME) as HTMLElement;
  return { element, root: element.attachShadow({ mode: MODE }) };
}

function drawnIn(root: ShadowRoot): Element[] {
  return [...root.querySelectorAll('.dot:not([hidden]), .popover, .notice, .veil, .area-bar')];
}

function meets(box: DOMRect, { left, top, width, height }: Area): boolean {
  return box.left < left + width && left < box.right && box.top < top + height && top < box.bottom;
}

function refusePretended(event: Event): void {
  if (event.isTrusted) return;
  event.stopImmediatePropagation();
  event.preventDefault();
}

function bringsPictures(element: Element): boolean {
  return element.matches(':modal, :fullscreen') || hasContent(element) || !!element.querySelector(CONTENT_SELECTOR);
}

/** The top layer, so that no z-index of the page covers the dots; again to be the last that entered it. */
function raise(element: HTMLElement, root: ShadowRoot, parent: Element): void {
  const focused = root.activeElement;
  if (element.parentElement !== parent || !element.isConnected) parent.append(element);
  unzoom(element);
  if (element.matches(':popover-open')) element.hidePopover();
  element.showPopover();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
}

/** Dots are put where boxes are on the screen, which counts a page's own `zoom` already. */
function unzoom(element: HTMLElement): void {
  const zoom = String(Number((1 / (element.parentElement?.currentCSSZoom || 1)).toFixed(4)));
  if (element.style.getPropertyValue('zoom') !== zoom) element.style.setProperty('zoom', zoom, 'important');
}
