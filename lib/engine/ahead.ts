import { createCache } from '../cache';
import type { ImageSource } from '../types';
import type { Picture } from '../vision/pixels';

/** Pictures that are kept; a decoded one takes some megabytes. */
const MOST = 4;
/** One that is not asked about for this long is let go of. */
const KEPT_MS = 20_000;

/** A picture that was read: decoded, or as its bytes. */
export type Ready = Picture | Blob;

/** Pictures that are read before anyone asks about them, or that nobody waited for to the end. */
export interface Ahead {
  /** Reads a picture by address; of the rest, and of one that is known, nothing is read. Never rejects. */
  add(source: ImageSource, read: () => Promise<Ready>): Promise<void>;
  /** Hands a picture over, once. Undefined when there is none, or it could not be read: then it is read anew. */
  take(source: ImageSource): Promise<Ready | undefined>;
}

/** Creates an empty store of such pictures. */
export function createAhead(): Ahead {
  const near = createCache<Promise<Ready | undefined>>(MOST);
  return {
    async add(source, read) {
      if (source.kind !== 'url' || near.get(source.url)) return;
      const { url } = source;
      const picture = read().catch(() => undefined);
      near.set(url, picture);
      await picture;
      setTimeout(() => near.get(url) === picture && near.delete(url), KEPT_MS);
    },
    async take(source) {
      if (source.kind !== 'url') return undefined;
      const picture = near.get(source.url);
      near.delete(source.url);
      return await picture;
    },
  };
}
