import { createCache } from '../cache';
import type { ImageSource } from '../types';

/** Pictures that are remembered as bad. */
const MOST_BAD = 200;
/** Documents that ended with the same picture in hand: once may be the browser's end, twice is the picture. */
const MOST_ENDS = 2;
const KEY = 'pictures-in-hand';

/** What outlives the document: of `localStorage` only what is used. */
export type Notebook = Pick<Storage, 'getItem' | 'setItem'>;

/** Pictures that crashed the engine, by name. */
export interface BadPictures {
  /** A picture's name: a digest of its address or bytes, so that no address is kept on the disk. */
  nameOf(source: ImageSource): Promise<string>;
  has(name: string): boolean;
  /** The engine crashed over it. What was met in private is remembered no longer than the document lives. */
  add(name: string, inPrivate?: boolean): void;
  /** The models failed over it, which a graphics card that went away does too: the second time it is the picture. */
  doubt(name: string, inPrivate?: boolean): void;
  /** The engine takes it in hand, or has let go of it (null): a document that dies says nothing any more. */
  take(name: string | null): void;
}

interface Page {
  readonly hand: string | null;
  readonly ends: readonly (readonly [name: string, times: number])[];
}

/** Remembers bad pictures; those that took the whole document with them are found in `notebook` at the next start. */
export function createBadPictures(notebook: Notebook): BadPictures {
  const bad = createCache<number>(MOST_BAD);
  const inPrivate = createCache<number>(MOST_BAD);
  const { hand: left, ends } = read(notebook);
  for (const [name, times] of ends) bad.set(name, times);
  if (left !== null) bad.set(left, (bad.get(left) ?? 0) + 1);
  let hand: string | null = null;
  const write = (): void => {
    try {
      notebook.setItem(KEY, JSON.stringify({ hand, ends: bad.entries() }));
    } catch {
      // A full disk: what crashes now is forgotten with the document.
    }
  };
  if (left !== null) write();
  const timesOf = (name: string): number => Math.max(inPrivate.get(name) ?? 0, bad.get(name) ?? 0);
  const note = (name: string, times: number, privately: boolean): void => {
    (privately ? inPrivate : bad).set(name, times);
    if (!privately) write();
  };
  return {
    nameOf,
    has: (name) => timesOf(name) >= MOST_ENDS,
    add: (name, privately = false) => note(name, MOST_ENDS, privately),
    doubt: (name, privately = false) => note(name, timesOf(name) + 1, privately),
    take(name) {
      if (name === hand) return;
      hand = name;
      write();
    },
  };
}

async function nameOf(source: ImageSource): Promise<string> {
  const bytes = source.kind === 'url' ? new TextEncoder().encode(source.url) : await source.blob.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What the document before this one left; nothing where that cannot be read. */
function read(notebook: Notebook): Page {
  try {
    const { hand, ends } = JSON.parse(notebook.getItem(KEY) ?? '{}') as Partial<Page>;
    const pairs = Array.isArray(ends) ? ends.slice(-MOST_BAD) : [];
    return {
      hand: typeof hand === 'string' ? hand : null,
      ends: pairs.filter((one) => Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'number'),
    };
  } catch {
    return { hand: null, ends: [] };
  }
}
