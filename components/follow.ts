type Area = Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;
type Size = Pick<DOMRect, 'width' | 'height'>;
type Point = Pick<DOMRect, 'x' | 'y'>;

const PHONE_WIDTH = 480;
/** Between dot and popover, and between popover and the viewport's edge, CSS pixels. */
const GAP = 4;
const EDGE = 8;

/** What of the viewport is on the screen, CSS pixels; where two fingers enlarged it a part, `scale` times as large. */
interface Seen extends Area {
  readonly scale: number;
}

/** `byHand` tells whether a person moves the page; `gone` hears that the dot went by that, or before. */
export interface Followed {
  readonly byHand: () => boolean;
  readonly gone: () => void;
}

/**
 * Keeps the popover beside its dot and inside of what is seen of the viewport, as large as ever, until the answer is
 * called; a sheet on a phone's width. Where the dot moves by itself, in a carousel, it stays where somebody reads it.
 */
export function follow(anchor: Element, box: HTMLElement, followed: Followed): () => void {
  return whenMoved(anchor, box, followed, (dot) => {
    const { scale, left, top, ...view } = seen();
    const sheet = innerWidth < PHONE_WIDTH && scale === 1;
    box.classList.toggle('sheet', sheet);
    box.style.scale = sheet || scale === 1 ? '' : String(1 / scale);
    if (sheet) box.style.removeProperty('translate');
    else {
      const leftwards = getComputedStyle(anchor).direction === 'rtl';
      const size = { width: box.offsetWidth, height: box.offsetHeight };
      // As it is on the screen, where the popover and what is kept free around it are as large as ever.
      const on = (length: number) => length * scale;
      const from = { left: on(dot.left - left), top: on(dot.top - top), width: on(dot.width), height: on(dot.height) };
      const { x, y } = beside(from, size, { width: on(view.width), height: on(view.height) }, leftwards);
      box.style.translate = `${Math.round(left + x / scale)}px ${Math.round(top + y / scale)}px`;
    }
    box.classList.add('placed');
  });
}

function seen(): Seen {
  const { scale = 1, offsetLeft = 0, offsetTop = 0, width = 0, height = 0 } = visualViewport ?? {};
  if (scale !== 1) return { left: offsetLeft, top: offsetTop, width, height, scale };
  return { left: 0, top: 0, width: document.documentElement.clientWidth || innerWidth, height: innerHeight, scale };
}

/**
 * Where a popover of `size` lies: beside its dot where the line is read to, else on the other side, else below or above
 * it; always inside of `view`. Everything in CSS pixels of the viewport.
 */
export function beside(dot: Area, size: Size, view: Size, leftwards: boolean): Point {
  const right = dot.left + dot.width + GAP;
  const left = dot.left - GAP - size.width;
  const below = dot.top + dot.height + GAP;
  const fitsRight = right + size.width <= view.width - EDGE;
  const fitsLeft = left >= EDGE;
  const inside = (x: number, y: number): Point => ({
    x: Math.max(EDGE, Math.min(x, view.width - EDGE - size.width)),
    y: Math.max(EDGE, Math.min(y, view.height - EDGE - size.height)),
  });
  if (leftwards ? fitsLeft : !fitsRight && fitsLeft) return inside(left, dot.top);
  if (fitsRight) return inside(right, dot.top);
  const fitsBelow = below + size.height <= view.height - EDGE;
  return inside(dot.left, fitsBelow ? below : dot.top - GAP - size.height);
}

/** Calls at once, and after each frame in which one of the two or the viewport has another place or size that counts. */
function whenMoved(
  anchor: Element,
  box: HTMLElement,
  { byHand, gone }: Followed,
  moved: (dot: Area) => void,
): () => void {
  let before = '';
  let frame = 0;
  let dot: DOMRect | undefined;
  const look = (): void => {
    const now = anchor.getBoundingClientRect();
    const isThere = now.width > 0;
    const hand = byHand();
    if (!isThere && (hand || !dot)) return void gone();
    if (!dot || (isThere && hand)) dot = now;
    const { x, y, width, height } = dot;
    const { scale, offsetLeft, offsetTop } = visualViewport ?? {};
    const views = [innerWidth, innerHeight, scale, offsetLeft, offsetTop];
    const state = [x, y, width, height, box.offsetWidth, box.offsetHeight, ...views].join();
    if (state !== before) moved(dot);
    before = state;
    frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}
