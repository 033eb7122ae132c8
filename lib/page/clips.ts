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

/** A box that hides what leaves it, on its left and right side (`across`), above and below it (`down`), or on all. */
export interface Clip {
  readonly element: Element;
  readonly across: boolean;
  readonly down: boolean;
}

/**
 * What clips or scrolls an element and lies around it. What is fixed or absolute is clipped by its containing blocks
 * only, and what is in the top layer by nothing around it.
 */
export function clippingAncestors(element: Element): Clip[] {
  const clips: Clip[] = [];
  let position = getComputedStyle(element).position;
  if (element.matches(TOP_LAYER)) return clips;
  for (let up = parentOf(element); up && up !== document.documentElement; up = parentOf(up)) {
    const style = getComputedStyle(up);
    // Without a box of its own an element clips and holds nothing, whatever its other styles say.
    if (style.display === 'contents' || !contains(style, position)) continue;
    const clip = up === document.body ? undefined : clipOf(up, style);
    if (clip) clips.push(clip);
    if (up.matches(TOP_LAYER)) break;
    position = style.position;
  }
  return clips;
}

/** Overflow is no property of an inline box, nor is containment. https://www.w3.org/TR/css-overflow-3/#overflow-properties */
function clipOf(element: Element, style: CSSStyleDeclaration): Clip | undefined {
  if (style.display === 'inline') return undefined;
  const whole = isContained(style, /paint|strict|content/);
  // Only `overflow: clip` leaves the other axis visible, as pages do whose header is sticky.
  const [across, down] = [whole || style.overflowX !== 'visible', whole || style.overflowY !== 'visible'];
  return across || down ? { element, across, down } : undefined;
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
