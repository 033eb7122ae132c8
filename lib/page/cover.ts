import { clippingAncestors } from './clips';
import { isBlurring, ofLayer, pictureLayer } from './css';
import { isDrawn } from './find';
import { type Area, backgroundArea, type Point, type Size } from './geometry';
import { overlap } from './nearness';
import { isBehind } from './paint-order';
import { visibleArea } from './picture-box';
import { HAVE_CURRENT_DATA, hasContent, isDrawing } from './shows';
import { holds, parentOf, stackAt } from './tree';

/** Where a whole picture is tried: its centre and the centres of its quarters, in fractions. */
const TRIED = [
  [0.5, 0.5],
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const;

/** Below this opacity something is looked through. */
const SOLID = 0.6;
/** Of an element its background picture takes at least this share of each side, or can be looked past. */
const MOSTLY = 0.5;

/**
 * Whether an element's picture cannot be seen at a point of the viewport: something of the page lies over it, or it is
 * cut off there. Transparent layers do not count, and where a part of the element itself is meant (`whole`) neither does
 * what lies in it. Costs a hit test and styles of what lies above: not for every frame.
 */
export function isCovered(element: Element, x: number, y: number, ours: Element | null, whole = false): boolean {
  const stack = stackAt(x, y);
  return (!whole && isCutOff(element, stack)) || liesUnder(element, stack, ours, whole);
}

/** Drawn, but never met, whatever the pointer does. */
const UNMET = /^table-(row|header|footer)/;

/**
 * Whether a hit test at a point of an element's box met other things but not it: it is cut off by a shape, by containment,
 * or with all that is inert. Of an image with a map areas are met, of rows of a table cells, and in a view transition nothing
 * is.
 */
function isCutOff(element: Element, stack: readonly Element[]): boolean {
  const { activeViewTransition = null } = document as { activeViewTransition?: unknown };
  if (stack.length === 0 || stack.includes(element) || activeViewTransition) return false;
  return takesPointer(element) && !element.matches('[usemap]') && !UNMET.test(getComputedStyle(element).display);
}

/** Whether something solid in a hit test's answer lies over an element. */
function liesUnder(element: Element, stack: readonly Element[], ours: Element | null, whole: boolean): boolean {
  // A picture that takes no pointer is not met: what is may lie behind it.
  const passes = !stack.includes(element) && !takesPointer(element);
  for (const above of stack) {
    if (above === ours || (whole && above !== element && holds(element, above))) continue;
    if (holds(above, element)) return false;
    if (isSolid(above, element) && !(passes && isBehind(above, element))) return true;
  }
  return false;
}

/** What is seen of those pictures that lie over this one though no hit test meets them: they take no pointer. */
export function unmetAbove(element: Element, others: readonly Element[]): readonly Area[] {
  return others
    .filter(
      (one) => one !== element && overlap(one, element) && !takesPointer(one) && isDrawn(one) && isBehind(element, one),
    )
    .map((one) => visibleArea(clippingAncestors(one), one.getBoundingClientRect()));
}

function takesPointer(element: Element): boolean {
  return getComputedStyle(element).pointerEvents !== 'none';
}

/** Whether something lies over all of an element's picture that is inside the viewport. */
export function isHiddenBehind(element: Element, ours: Element | null): boolean {
  const box = element.getBoundingClientRect();
  const inside = pointsOf(box).filter(({ x, y }) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  return inside.length > 0 && inside.every(({ x, y }) => liesUnder(element, stackAt(x, y), ours, false));
}

/** The points that stand for all of a box: its centre and the centres of its quarters. */
export function pointsOf({ left, top, width, height }: Area): Point[] {
  return TRIED.map(([fx, fy]) => ({ x: left + fx * width, y: top + fy * height }));
}

function isSolid(element: Element, behind: Element): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  const style = getComputedStyle(element);
  if (!paints(element, style)) return false;
  let opacity = 1;
  for (let up: Element | null = element; up && !holds(up, behind); up = parentOf(up)) {
    opacity *= Number(getComputedStyle(up).opacity);
  }
  return opacity >= SOLID;
}

function paints(element: Element, style: CSSStyleDeclaration): boolean {
  if (alphaOf(style.backgroundColor) >= SOLID || hidesByPicture(element.getBoundingClientRect(), style)) return true;
  if (isBlurring(style.backdropFilter)) return true; // ground glass
  // Before it has a frame or a poster nothing is drawn of a video.
  if (element instanceof HTMLVideoElement) return element.readyState >= HAVE_CURRENT_DATA || element.poster !== '';
  if (element instanceof HTMLImageElement) return Math.min(element.naturalWidth, element.naturalHeight) > 2;
  if (element instanceof HTMLCanvasElement) return false; // most lie over something as a transparent layer
  return hasContent(element) || element.localName === 'iframe';
}

/** Whether a box is hidden by its background picture: an icon in the middle of it, or a drawing, lets the rest be seen. */
function hidesByPicture(box: Size, style: CSSStyleDeclaration): boolean {
  const { url, layer } = pictureLayer(style.backgroundImage) ?? {};
  if (url === undefined || layer === undefined || isDrawing(url)) return false;
  if (!ofLayer(style.backgroundRepeat, layer).includes('no-repeat')) return true;
  const { backgroundSize: size, backgroundPosition: position } = style;
  const whole = { left: 0, top: 0, width: box.width, height: box.height };
  // How large the picture itself is nobody tells: as large as nothing, where the style does not say otherwise.
  const drawn = backgroundArea(whole, { width: 0, height: 0 }, { size, position, layer });
  return Math.min(drawn.width / box.width, drawn.height / box.height) >= MOSTLY;
}

/** Opacity of a computed colour: `rgb(…)` and `color(…)` without a slash or fourth number are opaque. */
export function alphaOf(color: string): number {
  if (color === 'transparent') return 0;
  const slash = /\/\s*([\d.]+%?)\s*\)$/.exec(color)?.[1] ?? /^rgba\((?:[^,]+,){3}\s*([\d.]+)\)$/.exec(color)?.[1];
  if (slash === undefined) return 1;
  return slash.endsWith('%') ? Number.parseFloat(slash) / 100 : Number(slash);
}
