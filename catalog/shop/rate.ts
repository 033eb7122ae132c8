/** How fast things go, over the last minute. */
export interface Rate {
  note(count: number): void;
  /** Things a second; undefined until there is something to tell. */
  perSecond(): number | undefined;
  reset(): void;
}

const WINDOW_MS = 60_000;

/** A rate over the last minute. */
export function createRate(now: () => number = Date.now): Rate {
  let notes: { readonly at: number; readonly count: number }[] = [];
  return {
    note(count) {
      notes.push({ at: now(), count });
      notes = notes.filter(({ at }) => now() - at <= WINDOW_MS);
    },
    perSecond() {
      const [first] = notes;
      const last = notes.at(-1);
      if (!first || !last || first === last) return undefined;
      // The first note only starts the clock.
      const sum = notes.slice(1).reduce((total, { count }) => total + count, 0);
      return sum / Math.max(0.001, (last.at - first.at) / 1000);
    },
    reset() {
      notes = [];
    },
  };
}
