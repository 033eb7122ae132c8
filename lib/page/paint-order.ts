import { HOLDING, TOP_LAYER } from './clips';
import { parentOf } from './tree';

/** What is in the flow lies below what is positioned, and above what has a negative `z-index`. */
const FLOW = -0.5;
/** Properties that make an element a layer of its own. https://www.w3.org/TR/css-position-4/#painting-order */
const LAYERING = [...HOLDING, 'clipPath', 'maskImage'] as const;

/**
 * Whether `one` is painted before `other`, so that it lies behind it where they meet. A hit test tells of everything but
 * what takes no pointer; this goes by styles alone, and costs them of all up to what holds both.
 */
export function isBehind(one: Element, other: Element): boolean {
  const [ones, others] = [pathTo(one), pathTo(other)];
  let shared = 0;
  while (ones[shared] && ones[shared] === others[shared]) shared += 1;
  const [mine, its] = [ones[shared], others[shared]];
  if (!mine || !its) return false;
  const [low, high] = [levelOf(ones.slice(shared)), levelOf(others.slice(shared))];
  if (low !== high) return low < high;
  const order = mine.compareDocumentPosition(its);
  return (order & Node.DOCUMENT_POSITION_FOLLOWING) > 0 && !(order & Node.DOCUMENT_POSITION_DISCONNECTED);
}

/** An element and what it is drawn inside of, the outermost first. */
function pathTo(element: Element): Element[] {
  const path: Element[] = [];
  for (let up: Element | null = element; up; up = parentOf(up)) path.unshift(up);
  return path;
}

/** In which order the layers at the end of a path are painted among those beside its beginning. */
function levelOf(path: readonly Element[]): number {
  let level = FLOW;
  for (const element of path) {
    if (element.matches(TOP_LAYER)) return Number.POSITIVE_INFINITY;
    const style = getComputedStyle(element);
    const placed = style.position !== 'static';
    // Where nothing places it a `z-index` is none, except in a grid or in a row.
    if (style.zIndex !== 'auto' && (placed || isItem(element))) return Number(style.zIndex);
    if (Number(style.opacity) < 1 || LAYERING.some((name) => style[name] !== 'none' && style[name] !== '')) return 0;
    if (/fixed|sticky/.test(style.position)) return 0;
    // It makes no layer: what is in it may have a place of its own.
    if (placed) level = 0;
  }
  return level;
}

function isItem(element: Element): boolean {
  const parent = parentOf(element);
  return parent !== null && /flex|grid/.test(getComputedStyle(parent).display);
}
