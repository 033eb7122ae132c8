/** A seeded stream of random numbers; everything drawn takes its chances from one of these, so a seed is a picture. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  range(low: number, high: number): number;
  /** Bell-shaped around `mean` (sum of three uniforms), never further than 3 `spread` away. */
  bell(mean: number, spread: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** One element of a non-empty list. */
  pick<T>(list: readonly T[]): T;
  /** An independent stream named by `label`; drawing from it does not advance this one. */
  fork(label: string): Random;
}

/** FNV-1a, 32 bit: a stable number for a piece of text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Mulberry32 (T. Ettinger, public domain) behind the `Random` interface. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    range: (low, high) => low + (high - low) * next(),
    bell: (mean, spread) => mean + (next() + next() + next() - 1.5) * 2 * spread,
    chance: (p) => next() < p,
    pick: (list) => {
      const item = list[Math.floor(next() * list.length)];
      if (item === undefined) throw new RangeError('pick needs a non-empty list');
      return item;
    },
    fork: (label) => random(hashText(`${seed}/${label}`)),
  };
}
