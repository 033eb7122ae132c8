import { observeChanges } from './changes';
import { isHiddenBehind } from './cover';
import { isBig, isDrawn, isForbidden, isSharp, mayGrow, mayShowByStyle, pageForbids } from './find';
import { isBelow, isLoaded, isNear, nearestFirst, overlap } from './nearness';
import { once } from './once';
import { createScanner } from './scan';
import { CONTENT_SELECTOR, hasContent, type Shows, shownBy } from './shows';
import { createSights } from './sights';
import { isWhole } from './source';

/** What a watcher tells. */
export interface PictureListener {
  /**
   * A picture came into view: do the work; the signal aborts when it leaves, changes or is removed. The answer says
   * whether to try again soon, or (`withheld`) once the network is back or all of the picture can be seen.
   */
  shop(element: Element, shows: Shows, signal: AbortSignal): Promise<'done' | 'again' | 'withheld'>;
  /** A picture was removed or shows something else now. */
  forget(element: Element): void;
  /** There is something big on the page that can show a picture; told once, perhaps long before `shop`. */
  expect(): void;
  /** Nothing is in hand, and this picture lies just outside the view: it may be read before it comes into it. */
  near(shows: Shows): void;
  /** Whether pictures may be worked on now; `wake` tells that this changed. */
  mayWork(): boolean;
  /** The overlay's own element, which covers nothing. */
  readonly host: Element | null;
}

/** A running watch. */
export interface Watch {
  /** The dots of a picture were given up: it is shopped anew when it comes into view again. */
  release(element: Element): void;
  /** Looks again whether there is something to do. */
  wake(): void;
}

const IN_FLIGHT = 2;
/** How often pictures are looked at again that were covered, not drawn yet or refused by a busy engine. */
const AGAIN_MS = 1_000;
const MOST_TRIES = 20;
/** Share of a picture from which on it is in view, and from which on all of it is. */
const A_LITTLE = 0.001;
const NEARLY_ALL = 0.99;

interface Seen {
  shows?: Shows | undefined;
  visible: boolean;
  state: 'new' | 'working' | 'done';
  tries: number;
  /** When it may be tried again, on the clock of `performance.now`. */
  after: number;
  /** It was not all in view when it was withheld. */
  cut?: boolean;
  /** It was named as near. */
  named?: true;
  /** Its dots were given up: it counts as out of view until it has been that. */
  released?: true;
  abort?: AbortController;
}

/** Watches the page until `signal` aborts; at most two pictures are worked on, nearest to the viewport's centre first. */
export function watchPictures(listener: PictureListener, signal: AbortSignal): Watch {
  const seen = new Map<Element, Seen>();
  const touched = new Set<Element>();
  let working = 0;
  let removed = false;
  let expected = false;
  /** A picture was done since the one that comes next was looked for. */
  let free = false;
  /** How often the network came back. */
  let returns = 0;

  const start = (element: Element, entry: Seen, shows: Shows): void => {
    const abort = new AbortController();
    entry.state = 'working';
    entry.shows = shows;
    entry.abort = abort;
    working += 1;
    const cut = !isWhole(element.getBoundingClientRect());
    const before = returns;
    const end = (answer: 'done' | 'again' | 'withheld'): void => {
      // Asked for before the network was back, it may have been refused for want of it.
      const back = returns !== before;
      const state = mayChange(answer, cut || back) && ++entry.tries < MOST_TRIES ? 'new' : 'done';
      if (state === 'new') entry.after = answer === 'again' ? performance.now() + AGAIN_MS : back ? 0 : Infinity;
      entry.cut = answer === 'withheld' && cut;
      working -= 1;
      free = true;
      if (entry.abort === abort && entry.state === 'working') entry.state = abort.signal.aborted ? 'new' : state;
      // Kept, it would hold every listener of its picture as long as the page has that.
      if (entry.abort === abort) delete entry.abort;
      if (entry.state === 'done' && seen.get(element) === entry) rest(element, entry);
      soon();
    };
    listener.shop(element, shows, AbortSignal.any([signal, abort.signal])).then(end, () => end('done'));
  };
  const observe = (element: Element): void => {
    sight.observe(element);
    sizes.observe(element);
  };
  /** Every observed element costs the page time in each frame: those that need nothing are not. */
  const rest = (element: Element, entry: Seen): void => {
    sight.unobserve(element);
    sizes.unobserve(element);
    entry.visible = false;
  };
  const drop = (element: Element, entry: Seen): void => {
    entry.abort?.abort();
    rest(element, entry);
    seen.delete(element);
    listener.forget(element);
  };
  const track = (element: Element): void => {
    if (seen.has(element) || !element.isConnected) return;
    seen.set(element, { visible: false, state: 'new', tries: 0, after: 0 });
    observe(element);
  };
  /** Whoever shows another picture than the one that was shopped begins anew. */
  const check = (element: Element): void => {
    const entry = seen.get(element);
    if (!entry) return;
    if (entry.shows?.address === shownBy(element)?.address) return;
    if (entry.state === 'new') Object.assign(entry, { tries: 0, after: 0 });
    else {
      drop(element, entry);
      track(element);
    }
  };
  /** Whether another element shows this picture here. One that is enlarged hides the small one, or lies over it. */
  const isTwin = (element: Element, shows: Shows): boolean =>
    [...seen].some(
      ([other, { state, shows: its }]) =>
        other !== element &&
        state !== 'new' &&
        its?.address === shows.address &&
        overlap(element, other) &&
        isDrawn(other) &&
        !isHiddenBehind(other, listener.host),
    );
  const pump = (): void => {
    if (removed) for (const [element, entry] of seen) if (!element.isConnected) drop(element, entry);
    removed = false;
    for (const element of touched) check(element);
    touched.clear();
    if (document.hidden || !listener.mayWork() || pageForbids()) return;
    if (!expected && [...seen.keys()].some(isBig)) {
      expected = true;
      listener.expect();
    }
    if (working >= IN_FLIGHT) return;
    const inView = [...seen].filter(
      ([element, { state, visible }]) =>
        state === 'new' && visible && (isBig(element) || mayGrow(element)) && !isForbidden(element),
    );
    const waiting = inView.filter(([element]) => isBig(element) && isDrawn(element) && isSharp(element));
    // An animation, or a style that goes by any attribute, shows a picture without an event that is heard here.
    let refused = inView.length - waiting.length;
    const now = performance.now();
    for (const [element, entry] of nearestFirst(waiting)) {
      if (working >= IN_FLIGHT) return;
      if (entry.after > now) {
        if (Number.isFinite(entry.after)) refused += 1;
        continue;
      }
      const shows = shownBy(element);
      if (shows && entry.tries < MOST_TRIES && !isHiddenBehind(element, listener.host) && !isTwin(element, shows)) {
        start(element, entry, shows);
      } else refused += 1;
    }
    if (refused > 0) again();
    if (working === 0 && free) lookAhead();
  };
  /** What the page has loaded already is read while nothing else is in hand: it comes into view next. */
  const lookAhead = (): void => {
    free = false;
    const coming = [...seen].filter(
      ([element, { state, visible, named }]) =>
        state === 'new' && !visible && !named && isLoaded(element) && isNear(element),
    );
    const [element, entry] = nearestFirst(coming).find(([one]) => isBelow(one)) ?? [];
    const shows = element && shownBy(element);
    if (!shows || !entry) return;
    entry.named = true;
    listener.near(shows);
  };
  const soon = once(pump, 0, signal);
  const again = once(pump, AGAIN_MS, signal);
  const sight = createSights(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        const entry = seen.get(target);
        if (!entry) continue;
        // The next slide of a carousel touches the edge behind which it waits: an intersection without an area.
        if (intersectionRatio === 0) delete entry.released;
        entry.visible = intersectionRatio > 0 && !entry.released;
        if (!entry.visible && entry.state === 'working') entry.abort?.abort();
        if (entry.cut && intersectionRatio >= NEARLY_ALL) Object.assign(entry, { cut: false, after: 0 });
      }
      // The frame is done: nothing is waited for.
      if (entries.some(({ intersectionRatio }) => intersectionRatio > 0)) pump();
      else soon();
    },
    {
      threshold: [0, A_LITTLE, NEARLY_ALL],
      near: (element) => sizes.observe(element),
      far: (element) => sizes.unobserve(element),
    },
  );
  const sizes = new ResizeObserver((entries) => {
    // What is big has nothing to become, and every observed element costs.
    for (const { target } of entries) if (isBig(target)) sizes.unobserve(target);
    soon();
  });
  const touch = (element: Element): void => {
    if (hasContent(element)) track(element);
    if (seen.has(element)) touched.add(element);
    soon();
  };
  const scanner = createScanner(
    {
      element(element) {
        if (hasContent(element) || seen.has(element)) touch(element);
        else if (mayShowByStyle(element)) track(element);
      },
      root: (root) => changes.observe(root),
    },
    signal,
  );
  const changes = observeChanges(
    {
      subtree: scanner.add,
      picture: touch,
      removed() {
        removed = true;
        soon();
      },
    },
    signal,
  );
  for (const name of ['transitionend', 'fullscreenchange', 'toggle', 'visibilitychange']) {
    document.addEventListener(name, () => soon(), { capture: true, passive: true, signal });
  }
  // Other styles may hold now: no attribute tells of it.
  for (const name of ['resize', 'hashchange']) {
    window.addEventListener(name, () => scanner.add(document), { passive: true, signal });
  }
  window.addEventListener(
    'online',
    () => {
      returns += 1;
      for (const entry of seen.values()) if (entry.state === 'new') entry.after = 0;
      soon();
    },
    { signal },
  );
  const hosts = setInterval(scanner.retryHosts, AGAIN_MS);
  signal.addEventListener('abort', () => {
    clearInterval(hosts);
    sight.disconnect();
    sizes.disconnect();
  });
  changes.observe(document);
  for (const element of document.querySelectorAll(CONTENT_SELECTOR)) track(element);
  scanner.add(document);
  return {
    release(element) {
      const entry = seen.get(element);
      if (entry?.state !== 'done') return;
      // Shopped at once where it still is in view, it would cost another picture its dots, which would do the same.
      Object.assign(entry, { state: 'new', released: true });
      observe(element);
    },
    wake: soon,
  };
}

/** Whether a picture that gave no dots may give some later; `better`: it may be had otherwise than when it was tried. */
function mayChange(answer: 'done' | 'again' | 'withheld', better: boolean): boolean {
  return answer === 'again' || (answer === 'withheld' && (better || !navigator.onLine));
}
