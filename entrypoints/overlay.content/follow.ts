import type { Shows } from '../../lib/page/shows';
import { createSights } from '../../lib/page/sights';
import {
  type Around,
  hasMoved,
  hasScrolled,
  type Known,
  lookOver,
  type Placed,
  putDots,
  type Seat,
  seatOf,
  seenDots,
  showDot,
  study,
} from './place';

/** Keeps dots on their pictures. */
export interface Follower {
  /** From now on these pictures are followed, by name. */
  set(pictures: ReadonlyMap<number, Placed>): void;
  stop(): void;
}

/** Whom a follower tells: `rested` runs a few times a second while there are pictures in view. */
export interface FollowListener {
  readonly host: Element | null;
  /** Pictures begin to move, or rest now. */
  moving(moves: boolean): void;
  rested(): void;
}

/** How long styles are believed, and while things move, what lies over a picture. */
const BELIEF_MS = { styles: 1_000, covers: 600 } as const;
/** After this long without movement pictures are looked at four times a second instead of in each frame. */
const CALM_AFTER_MS = 600;
const CALM_MS = 250;
/** While the page scrolls and carries all dots along, pictures are looked at this often. */
const STEADY_MS = 160;
/** After these pictures may move; after those of `SHAKING` they do. */
const STIRRING = ['scroll', 'wheel', 'touchmove', 'pointerdown', 'keydown'];
/** Places of pictures that styles move. */
const MOVABLE: ReadonlySet<Shows['place']> = new Set(['background', 'mask', '::before', '::after']);
const SHAKING = ['transitionrun', 'animationstart', 'toggle'];

/**
 * The page's own scrolling carries dots along. No event tells of every other scroll, zoom, transform and animation, so
 * boxes are read in each frame while those move a picture. All reading comes before all writing, and without a picture
 * in view nothing runs.
 */
export function createFollower(listener: FollowListener): Follower {
  const stop = new AbortController();
  const known = new Map<number, Known>();
  const seats = new Map<number, Seat>();
  /** Pictures that lie elsewhere in their boxes, perhaps, than is known. */
  const restyled = new Set<number>();
  const inView = new Set<Element>();
  let followed: ReadonlyMap<number, Placed> = new Map();
  let stirred = 0;
  let shaken = 0;
  let moved = false;
  let ears: AbortController | undefined;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wake = (): void => {
    if (frame !== 0 || stop.signal.aborted) return;
    clearTimeout(timer);
    frame = requestAnimationFrame(turn);
  };
  const stir = (): void => {
    if (inView.size === 0) return;
    stirred = performance.now();
    // Until it is calm again pictures are looked at anyway: events of every frame would only cost.
    ears?.abort();
    ears = undefined;
    wake();
  };
  const shake = (): void => {
    shaken = performance.now();
    stirred = shaken;
    if (followed.size > 0) wake();
  };
  const turn = (now: number): void => {
    frame = 0;
    const near = [...followed].filter(([, { element }]) => inView.has(element) && element.isConnected);
    const moving = near.length > 0 && now - stirred < CALM_AFTER_MS;
    if (moving !== moved) listener.moving(moving);
    moved = moving;
    if (!moving) listen();
    for (const write of near.map(([id, placed]) => look(id, placed, now, moving))) write();
    if (near.length === 0) return;
    if (now - shaken < CALM_AFTER_MS) wake();
    else timer = setTimeout(wake, moving ? STEADY_MS : CALM_MS);
    if (!moving) listener.rested();
  };
  const around = (): Around => ({ host: listener.host, pictures: [...inView] });
  /** Reads where a picture is, and answers what puts its dots there. */
  const look = (id: number, placed: Placed, now: number, moving: boolean): (() => void) => {
    const before = seats.get(id);
    const seat = seatOf(placed.element, before);
    const { width, height } = seat.box;
    seats.set(id, seat);
    let state = known.get(id);
    const sized = state && width === state.size.width && height === state.size.height;
    if (before && (!sized || hasMoved(before, seat))) {
      shaken = now;
      stirred = now;
    }
    if (before && hasScrolled(before, seat)) stirred = now;
    if (restyled.delete(id) || state?.of !== placed || !sized || now - state.since > BELIEF_MS.styles) {
      state = study(placed, now, around(), state);
    } else if (moving && now - state.looked > BELIEF_MS.covers) {
      state = lookOver(state, now, around());
    }
    known.set(id, state);
    const there = state;
    const seen = seenDots(there, seat, moving);
    return () => {
      putDots(placed, there, seat);
      for (const [at, { button }] of placed.dots.entries()) {
        showDot(button, seen[at] === true);
      }
    };
  };
  const sight = createSights((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inView.add(target);
      else {
        inView.delete(target);
        // No frame comes for it any more.
        for (const { element, dots } of followed.values()) {
          if (element === target) for (const { button } of dots) showDot(button, false);
        }
      }
    }
    wake();
  });
  /** A page that zooms into a background, as the pointer goes, moves it in a box that stays. */
  const styles = new MutationObserver((records) => {
    const changed = new Set(records.map(({ target }) => target));
    for (const [id, { element }] of followed) if (changed.has(element)) restyled.add(id);
    if (restyled.size > 0) shake();
  });
  const listen = (): void => {
    if (ears || stop.signal.aborted) return;
    ears = new AbortController();
    for (const name of STIRRING) {
      document.addEventListener(name, stir, { capture: true, passive: true, signal: ears.signal });
    }
  };
  for (const name of SHAKING) {
    document.addEventListener(name, shake, { capture: true, passive: true, signal: stop.signal });
  }
  listen();
  addEventListener('resize', shake, { passive: true, signal: stop.signal });
  return {
    set(pictures) {
      const before = new Set([...followed.values()].map(({ element }) => element));
      followed = pictures;
      const after = new Set([...pictures.values()].map(({ element }) => element));
      for (const element of before) {
        if (after.has(element)) continue;
        sight.unobserve(element);
        inView.delete(element);
      }
      for (const element of after) {
        if (before.has(element)) continue;
        // Until the browser tells: its word takes a frame, and dots are waited for.
        if (isInView(element.getBoundingClientRect())) inView.add(element);
        sight.observe(element);
      }
      styles.disconnect();
      for (const { element, shows } of pictures.values()) {
        if (MOVABLE.has(shows.place))
          styles.observe(element, { attributes: true, attributeFilter: ['style', 'class'] });
      }
      const now = performance.now();
      for (const [id, placed] of pictures) {
        if (!seats.has(id) && inView.has(placed.element)) look(id, placed, now, moved)();
      }
      for (const id of seats.keys()) {
        if (pictures.has(id)) continue;
        known.delete(id);
        seats.delete(id);
        restyled.delete(id);
      }
      wake();
    },
    stop() {
      stop.abort();
      ears?.abort();
      styles.disconnect();
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      sight.disconnect();
    },
  };
}

function isInView({ left, top, right, bottom }: DOMRect): boolean {
  return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
}
