import type { Area, Point } from './geometry';
import { hasContent } from './shows';
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

/**
 * Whether something of the page lies over an element's picture at a point of the viewport. Transparent layers do not
 * count, and where a part of the element itself is meant (`whole`) neither does what lies in it. Costs a hit test and
 * styles of what lies above: not for every frame.
 */
export function isCovered(element: Element, x: number, y: number, ours: Element | null, whole = false): boolean {
  for (const above of stackAt(x, y)) {
    if (above === ours || (whole && above !== element && holds(element, above))) continue;
    if (holds(above, element)) return false;
    if (isSolid(above, element)) return true;
  }
  return false;
}

/** Whether nothing of an element's picture can be seen where it lies inside the viewport. */
export function isHiddenBehind(element: Element, ours: Element | null): boolean {
  const box = element.getBoundingClientRect();
  const inside = pointsOf(box).filter(({ x, y }) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  return inside.length > 0 && inside.every(({ x, y }) => isCovered(element, x, y, ours));
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
  if (alphaOf(style.backgroundColor) >= SOLID || style.backgroundImage.includes('url(')) return true;
  if (element instanceof HTMLImageElement) return Math.min(element.naturalWidth, element.naturalHeight) > 2;
  if (element instanceof HTMLCanvasElement) return false; // most lie over something as a transparent layer
  return hasContent(element) || element.localName === 'iframe';
}

/** Opacity of a computed colour: `rgb(…)` and `color(…)` without a slash or fourth number are opaque. */
export function alphaOf(color: string): number {
  if (color === 'transparent') return 0;
  const slash = /\/\s*([\d.]+%?)\s*\)$/.exec(color)?.[1] ?? /^rgba\((?:[^,]+,){3}\s*([\d.]+)\)$/.exec(color)?.[1];
  if (slash === undefined) return 1;
  return slash.endsWith('%') ? Number.parseFloat(slash) / 100 : Number(slash);
}
