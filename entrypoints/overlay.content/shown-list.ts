import { showsStill } from '../../lib/page/glimpse';
import type { Shown } from './overlay';

/** The pictures of a page that have dots, or are looked at. */
export interface ShownList {
  readonly all: readonly Shown[];
  /** Shows a picture, or an area of one: an element has at most one of each. Of more than {@link MOST_SHOWN} those out of view are given up. */
  put(one: Omit<Shown, 'saved'>): void;
  /** Says something else of a picture that is shown. */
  change(id: number, change: Partial<Shown>): void;
  /** Takes away what is shown under this number; an answer in whose place it was looked at anew comes back. */
  giveUp(id: number): void;
  /** Takes away all that was shown of an element; of a picture that is held its answer stays, as {@link Shown.gone}. */
  forget(element: Element): void;
  /** Holds the picture of this number, for as long as no other one is: somebody reads what was found in it. */
  hold(id: number | undefined): void;
  /** Takes away what a person asked about and the page replaced: nobody may watch its element. */
  lookAgain(): void;
}

/** Who hears that something is shown or gone, and of which elements the dots were given up for want of room. */
export interface ShownListener {
  changed(): void;
  released(element: Element): void;
}

/** Beyond this many, pictures out of view have no dots: an endless page has ever more of them. */
export const MOST_SHOWN = 40;
/** Beyond this many none has, in view or not: more than the largest screens show at once. */
export const MOST_IN_VIEW = 200;

/** An empty list. */
export function createShownList({ changed, released }: ShownListener): ShownList {
  let all: readonly Shown[] = [];
  /** Answers in whose place something is looked at, by the number of that. */
  const aside = new Map<number, Shown>();
  let held: number | undefined;
  const set = (now: readonly Shown[]): void => {
    if (now.length === all.length && now.every((one, at) => one === all[at])) return;
    all = now;
    for (const id of aside.keys()) if (!now.some((one) => one.id === id)) aside.delete(id);
    changed();
  };
  const drop = (mayGo: (one: Shown) => boolean): void => {
    const left = (one: Shown): Shown[] => (one.id === held && one.result ? [{ ...one, gone: true }] : []);
    set(all.flatMap((one) => (one.gone || !mayGo(one) ? [one] : left(one))));
  };
  return {
    get all() {
      return all;
    },
    put(one) {
      const replaced = all.find((other) => other.element === one.element && !other.part === !one.part && !other.gone);
      const before = replaced?.result ? replaced : aside.get(replaced?.id ?? one.id);
      const others = all.filter((other) => other !== replaced);
      const gone = new Set(surplus(others.filter((other) => !other.gone)));
      // A canvas is asked about again because it has another drawing now.
      const mayReturn = one.part !== undefined || one.element.localName !== 'canvas';
      if (before && mayReturn && !one.result) aside.set(one.id, before);
      else aside.delete(one.id);
      set([...others.filter((other) => !gone.has(other)), { ...one, saved: false }]);
      for (const { element, part } of gone) if (!part) released(element);
    },
    change(id, change) {
      set(all.map((one) => (one.id === id ? { ...one, ...change } : one)));
    },
    giveUp(id) {
      const before = aside.get(id);
      // Another object: its dots are drawn anew.
      set(all.flatMap((one) => (one.id !== id ? [one] : before ? [{ ...before }] : [])));
    },
    forget(element) {
      drop((one) => one.element === element);
    },
    hold(id) {
      held = id;
      set(all.filter((one) => !one.gone || one.id === id));
    },
    lookAgain() {
      drop(({ element, glimpse }) => glimpse !== undefined && !showsStill(element, glimpse));
    },
  };
}

/** Which pictures make room for one more: the furthest out of view; of those in view, where they are far too many, the oldest. */
function surplus(others: readonly Shown[]): Shown[] {
  const tooMany = others.length + 1 - MOST_SHOWN;
  if (tooMany <= 0) return [];
  const ranked = others.map((one) => ({ one, off: outOfView(one.element) }));
  const outside = ranked.filter(({ off }) => off > 0).sort((a, b) => b.off - a.off);
  const inside = ranked.filter(({ off }) => off === 0);
  const most = Math.max(0, inside.length + 1 - MOST_IN_VIEW);
  return [...outside.slice(0, tooMany), ...inside.slice(0, most)].map(({ one }) => one);
}

/** How far an element lies out of the viewport, CSS pixels; what is not drawn at all is further than anything. */
function outOfView(element: Element): number {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  if (width === 0 || height === 0) return Number.POSITIVE_INFINITY;
  return Math.hypot(Math.max(0, -right, left - innerWidth), Math.max(0, -bottom, top - innerHeight));
}
