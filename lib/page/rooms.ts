import { hasContent } from './shows';
import { holds, parentOf, shadowOf, stackAt } from './tree';

/**
 * All else is inert, is not drawn, closes this by being clicked, or has the focus taken away at once: dialogs of scripts
 * hold it, also where they do not say that they are modal.
 */
const ROOM =
  'dialog:modal, :fullscreen, :popover-open, [aria-modal="true"], :is([role="dialog"], [role="alertdialog"]):focus-within';

/**
 * The element inside of which something can be used with these pictures: of the page's dialogs, popovers and what fills
 * the screen the one that holds a picture in view and can be used itself, else the dialog or screen of the document,
 * else all of it.
 */
export function roomFor(pictures: readonly Element[]): Element {
  const known = new Map<Element, Element | undefined>();
  const rooms = new Set(pictures.flatMap((picture) => roomAround(picture, known) ?? []));
  // A popover of a dialog lies inside of it.
  for (const room of rooms) if (![...rooms].some((other) => other !== room && holds(room, other))) return room;
  const whole = wholeScreen();
  const screen = whole && !hasContent(whole) ? whole : document.documentElement;
  return [...document.querySelectorAll('dialog:modal')].at(-1) ?? screen;
}

/** The room of an element; `known` are those of elements met before: pictures of a page share most of theirs. */
function nearestRoom(element: Element, known: Map<Element, Element | undefined>): Element | undefined {
  const met: Element[] = [];
  let at = parentOf(element);
  for (; at && !known.has(at) && !at.matches(ROOM); at = parentOf(at)) met.push(at);
  const room = at && known.has(at) ? known.get(at) : (at ?? undefined);
  for (const one of met) known.set(one, room);
  return room;
}

function roomAround(picture: Element, known: Map<Element, Element | undefined>): Element | undefined {
  const room = nearestRoom(picture, known);
  if (!room) return undefined;
  const { left, top, right, bottom } = picture.getBoundingClientRect();
  const [x, y] = [
    (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
    (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
  ];
  // Out of view, or behind what makes it inert: no pointer meets it.
  return stackAt(x, y).includes(room) ? room : undefined;
}

/** What fills the screen, also inside of shadow roots: each scope names its own host only. */
function wholeScreen(): Element | null {
  let whole = document.fullscreenElement;
  for (let inner = whole; inner; inner = shadowOf(inner)?.fullscreenElement ?? null) whole = inner;
  return whole;
}
