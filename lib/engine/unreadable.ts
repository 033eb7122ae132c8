import { createCache } from '../cache';
import { isError } from '../errors';
import type { ImageSource } from '../types';

const MOST_REMEMBERED = 200;
/** A picture may be put right on its server: it is tried again after this time. */
const BELIEVED_MS = 10 * 60_000;

/** Addresses behind which lies no picture that can be read. */
export interface Unreadable {
  /** Runs `work`, or throws at once what it threw a short while ago for the same address. */
  watch<T>(source: ImageSource, work: () => Promise<T>): Promise<T>;
}

/** Remembers what was found unreadable or too large; everything else (no network, a refusal) may be over any moment. */
export function createUnreadable(now: () => number = Date.now): Unreadable {
  const known = createCache<{ readonly error: unknown; readonly until: number }>(MOST_REMEMBERED);
  return {
    async watch(source, work) {
      if (source.kind !== 'url') return await work();
      const before = known.get(source.url);
      if (before && before.until > now()) throw before.error;
      try {
        return await work();
      } catch (error) {
        const lasts = isError(error, 'PictureUnreadable') || isError(error, 'PictureTooLarge');
        if (lasts) known.set(source.url, { error, until: now() + BELIEVED_MS });
        throw error;
      }
    },
  };
}
