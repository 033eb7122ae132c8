import { useEffect, useRef, useState } from 'preact/hooks';
import type { Narrowing } from '../lib/similar';
import type { Match } from '../lib/types';
import { type Filters, filtered, narrowingOf } from './filters';

/** Asks for the nearest of all that passes; undefined where that cannot be had. */
export type Narrow = (only: Narrowing) => Promise<readonly Match[] | undefined>;

/** The matches under some filters; `left` is how many they are, once that is known: `waiting` until then. */
export interface Narrowed {
  readonly matches: readonly Match[];
  readonly left: number | undefined;
  readonly waiting: boolean;
}

interface Answer extends Pick<Narrowed, 'matches'> {
  readonly of: readonly Match[];
  readonly key: string;
}

/**
 * The matches that pass the filters: at once those at hand, a moment later the nearest of all that shops have, for what
 * is cheap or of one shop may lie far behind the first matches.
 */
export function useNarrowed(matches: readonly Match[], filters: Filters, narrow: Narrow): Narrowed {
  const [answer, setAnswer] = useState<Answer>();
  // What is asked depends on matches and filters alone: `narrow` is another function with every drawing.
  const asking = useRef(narrow);
  asking.current = narrow;
  const key = JSON.stringify(narrowingOf(matches, filters)) ?? '';
  useEffect(() => {
    const only = narrowingOf(matches, filters);
    if (!only) return;
    let gone = false;
    void asking.current(only).then((found) => {
      if (!gone) setAnswer({ of: matches, key, matches: found ?? filtered(matches, filters) });
    });
    return () => {
      gone = true;
    };
  }, [matches, key]);
  if (!key) return { matches, left: undefined, waiting: false };
  if (answer?.of === matches && answer.key === key)
    return { matches: answer.matches, left: answer.matches.length, waiting: false };
  return { matches: filtered(matches, filters), left: undefined, waiting: true };
}
