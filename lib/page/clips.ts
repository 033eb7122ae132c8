import { parentOf } from './tree';

/** Properties that make an element the containing block of what is fixed in it. https://www.w3.org/TR/css-transforms-1/ */
export const HOLDING = [
  'transform',
  'rotate',
  'scale',
  'translate',
  'perspective',
  'filter',
  'backdropFilter',
] as const;

/** What is drawn above the page, whatever lies around it. */
export const TOP_LAYER = ':modal, :popover-open, :fullscreen';

/**
 * What clips or scrolls an element and lies around it. What is fixed or absolute is clipped by its containing blocks
 * only, and what is in the top layer by nothing around it.
 */
export function clippingAncestors(element: Element): Element[] {
  const clips: Element[] = [];
  let position = getComputedStyle(element).position;
  if (element.matches(TOP_LAYER)) return clips;
  for (let up = parentOf(element); up && up !== document.documentElement; up = parentOf(up)) {
    const style = getComputedStyle(up);
    // Without a box of its own an element clips and holds nothing, whatever its other styles say.
    if (style.display === 'contents' || !contains(style, position)) continue;
    if (up !== document.body && mayClip(style)) clips.push(up);
    if (up.matches(TOP_LAYER)) break;
    position = style.position;
  }
  return clips;
}

/** Overflow is no property of an inline box, nor is containment. https://www.w3.org/TR/css-overflow-3/#overflow-properties */
function mayClip(style: CSSStyleDeclaration): boolean {
  return style.display !== 'inline' && (style.overflow !== 'visible' || isContained(style, /paint|strict|content/));
}

/** A box whose content may be skipped is contained like one that says so. https://www.w3.org/TR/css-contain-2/ */
function isContained({ contain, contentVisibility }: CSSStyleDeclaration, by: RegExp): boolean {
  return by.test(contain) || contentVisibility === 'auto';
}

function contains(style: CSSStyleDeclaration, position: string): boolean {
  if (position !== 'fixed' && position !== 'absolute') return true;
  if (position === 'absolute' && style.position !== 'static') return true;
  // Styles of what was just removed are empty.
  const holds = HOLDING.some((name) => style[name] !== 'none' && style[name] !== '');
  return holds || isContained(style, /paint|layout|strict|content/) || /transform|filter/.test(style.willChange);
}
