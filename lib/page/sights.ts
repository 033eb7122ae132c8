import { distanceInViews } from './nearness';

/** Tells of what comes into view and leaves it, as an IntersectionObserver does. */
export interface Sights {
  observe(element: Element): void;
  unobserve(element: Element): void;
  disconnect(): void;
}

/** `far` hears of elements that are not observed for now, `near` of those that are again; `threshold` as the observer takes it. */
export interface SightOptions {
  readonly threshold?: number[];
  readonly near?: (element: Element) => void;
  readonly far?: (element: Element) => void;
}

/** How often it is looked, while the page is, which elements came near or went far. */
const LOOK_MS = 1_000;
/** In heights of the view: nearer than the first is observed, further than the second is not. */
const NEAR = 2;
const FAR = 3;
/** What was this near when it was last looked at may be near now. */
const PERHAPS = 6;
/** Far elements that are looked at each time wherever they were: while the page scrolls, and while something else may. */
const SOME = 30;
const MANY = 300;

/**
 * An IntersectionObserver that lets go of what is far away: of an endless page there is ever more, and every observed
 * element costs the page time in each frame. Where far elements were is remembered, so that a second costs little too.
 */
export function createSights(tell: IntersectionObserverCallback, options: SightOptions = {}): Sights {
  const seen = new Set<Element>();
  const observed = new Set<Element>();
  /** Far elements and where they lay in the page, CSS pixels from its top. */
  const far = new Map<Element, number>();
  let scrolled = 0;
  const { threshold = [0] } = options;
  const observer = new IntersectionObserver(
    (entries, self) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting && observed.has(target)) seen.add(target);
        else seen.delete(target);
      }
      tell(entries, self);
    },
    { threshold },
  );
  const observe = (element: Element): void => {
    far.delete(element);
    observed.add(element);
    observer.observe(element);
  };
  const unobserve = (element: Element): void => {
    far.delete(element);
    observed.delete(element);
    seen.delete(element);
    observer.unobserve(element);
  };
  const note = (element: Element): void => void far.set(element, scrollY + element.getBoundingClientRect().top);
  const letGo = (): void => {
    for (const element of observed) {
      if (seen.has(element) || distanceInViews(element) <= FAR) continue;
      unobserve(element);
      note(element);
      options.far?.(element);
    }
  };
  const takeBack = (): void => {
    let left = scrollY === scrolled ? MANY : SOME;
    scrolled = scrollY;
    for (const [element, top] of [...far]) {
      const perhaps = Math.abs(top - scrollY) < PERHAPS * innerHeight;
      if (!perhaps && left-- <= 0) continue;
      if (distanceInViews(element) <= NEAR) {
        observe(element);
        options.near?.(element);
        continue;
      }
      // Those looked at go to the end of the line.
      if (!perhaps) far.delete(element);
      note(element);
    }
  };
  const timer = setInterval(() => {
    if (document.hidden) return;
    letGo();
    takeBack();
  }, LOOK_MS);
  return {
    observe,
    unobserve,
    disconnect() {
      clearInterval(timer);
      observer.disconnect();
      observed.clear();
      seen.clear();
      far.clear();
    },
  };
}
