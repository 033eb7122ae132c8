import { createCache } from '../cache';
import type { ImageSource, ShopOptions } from '../types';
import { type Fingerprint, fingerprint, isSamePicture } from '../vision/fingerprint';
import type { Picture } from '../vision/pixels';
import type { Analysis } from './analyse';

/** Analyses that are remembered; one takes some 5 kB, that of a crowd ten times as much. */
const MOST_ANALYSES = 400;
/** Above this side (pixels) a larger copy of a picture shows the models little more. */
const ENOUGH_SIDE = 640;
/** A copy may be this much larger than the one that was analysed. */
const MOST_LARGER = 1.25;

/** What the models saw, by address and by what the pictures look like. The catalogue is no part of it. */
export interface Analyses {
  /** By the address alone, before anything is fetched. */
  at(source: ImageSource, wish: ShopOptions): Analysis | undefined;
  /** Works out what a picture looks like before anyone asks. */
  prepare(picture: Picture): void;
  /** The same picture under another address or in another size; it is remembered under this address too. */
  like(picture: Picture, source: ImageSource, wish: ShopOptions): Analysis | undefined;
  add(analysis: Analysis, picture: Picture, source: ImageSource, wish: ShopOptions): void;
}

interface Seen {
  readonly wish: string;
  readonly print: Fingerprint;
  readonly side: number;
  readonly analysis: Analysis;
}

/** Creates a memory that forgets what was not asked about for longest. */
export function createAnalyses(): Analyses {
  const addresses = createCache<Analysis>(MOST_ANALYSES);
  const prints = new WeakMap<Picture, Fingerprint>();
  let seen: Seen[] = [];
  const printOf = (picture: Picture): Fingerprint => {
    const print = prints.get(picture) ?? fingerprint(picture.pixels);
    prints.set(picture, print);
    return print;
  };
  const remember = (analysis: Analysis, source: ImageSource, wish: ShopOptions): void => {
    const key = keyOf(source, wish);
    if (key !== undefined) addresses.set(key, analysis);
  };
  return {
    at(source, wish) {
      const key = keyOf(source, wish);
      return key === undefined ? undefined : addresses.get(key);
    },
    prepare: (picture) => void printOf(picture),
    like(picture, source, wish) {
      const print = printOf(picture);
      const enough = Math.min(sideOf(picture), ENOUGH_SIDE) / MOST_LARGER;
      const same = seen.find(
        (one) => one.side >= enough && one.wish === wishOf(wish) && isSamePicture(one.print, print),
      );
      if (!same) return undefined;
      seen = [...seen.filter((one) => one !== same), same];
      const { width, height } = picture;
      const analysis = { ...same.analysis, width, height };
      remember(analysis, source, wish);
      return analysis;
    },
    add(analysis, picture, source, wish) {
      remember(analysis, source, wish);
      seen = [...seen, { wish: wishOf(wish), print: printOf(picture), side: sideOf(picture), analysis }].slice(
        -MOST_ANALYSES,
      );
    },
  };
}

const sideOf = ({ pixels }: Picture): number => Math.max(pixels.width, pixels.height);

const wishOf = ({ minScore, sensitivity }: ShopOptions): string => `${minScore ?? ''} ${sensitivity ?? ''}`;

/** Only addresses that outlive their page are keys; models are fixed for the life of an engine. */
function keyOf(source: ImageSource, wish: ShopOptions): string | undefined {
  if (source.kind !== 'url' || !/^https?:/.test(source.url)) return undefined;
  return `${wishOf(wish)} ${source.url}`;
}
