import type { Engine, ImageSource, ShopOptions } from '../types';
import { fetchPicture, type PictureWish } from '../vision/fetch-picture';
import { type Picture, readPicture } from '../vision/pixels';
import { type Analysis, analyse, timed } from './analyse';
import { createCache } from './cache';
import { type EngineParts, findMatches, stopIfAborted } from './engine';
import type { Queue } from './queue';

/** Analyses that are remembered by address. */
const MOST_ANALYSES = 100;

/** Encoded bytes of a source; throws as `fetchPicture` does. */
export async function readSource(source: ImageSource, signal?: AbortSignal, wish?: PictureWish): Promise<Blob> {
  return source.kind === 'blob' ? source.blob : await fetchPicture(source.url, signal, wish);
}

/** Pictures take turns in `queue`; `onTurn` hears the address whose picture the models work on, null when they rest. */
export interface BrowserEngineParts extends EngineParts {
  readonly queue: Queue;
  readonly onTurn?: (address: string | null) => void;
}

/**
 * The engine over page pictures: fetching overlaps, the models take one picture after another, and what they saw at an
 * address is remembered while the catalogue is always asked anew.
 */
export function createBrowserEngine(parts: BrowserEngineParts): Engine<ImageSource> {
  const { models, search, queue, onStage, onTurn } = parts;
  const seen = createCache<Analysis>(MOST_ANALYSES);
  return {
    async shop(source, options = {}) {
      const { signal, inPrivate = false } = options;
      const key = keyOf(source, options);
      const known = key === null ? undefined : seen.get(key);
      if (known) return await findMatches(known, search, options);
      const blob = await timed('read', onStage, () => readSource(source, signal, { inPrivate }));
      const analysis = await queue.add(async () => {
        onTurn?.(source.kind === 'url' ? source.url : null);
        try {
          const picture: Picture = await timed('decode', onStage, () => readPicture(blob));
          stopIfAborted(signal);
          return await analyse(picture, models, options, onStage);
        } finally {
          onTurn?.(null);
        }
      }, signal);
      if (key !== null) seen.set(key, analysis);
      stopIfAborted(signal);
      return await timed('search', onStage, () => findMatches(analysis, search, options));
    },
  };
}

/** Only addresses that outlive their page are keys; models are fixed for the life of an engine. */
function keyOf(source: ImageSource, { minScore, sensitivity }: ShopOptions): string | null {
  if (source.kind !== 'url' || !/^https?:/.test(source.url)) return null;
  return `${minScore ?? ''} ${sensitivity ?? ''} ${source.url}`;
}
