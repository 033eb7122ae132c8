import type { Engine, ImageSource, ShopOptions } from '../types';
import { fetchPicture, type PictureWish } from '../vision/fetch-picture';
import { type Picture, readPicture } from '../vision/pixels';
import { type Analysis, analyse, stopIfAborted, timed } from './analyse';
import { createAnalyses } from './analyses';
import { type EngineParts, findMatches } from './engine';
import type { Queue } from './queue';
import { createUnreadable } from './unreadable';

/** Encoded bytes of a source; throws as `fetchPicture` does. */
export async function readSource(source: ImageSource, signal?: AbortSignal, wish?: PictureWish): Promise<Blob> {
  return source.kind === 'blob' ? source.blob : await fetchPicture(source.url, signal, wish);
}

/** Pictures take turns in `queue`; `onTurn` hears which picture the models work on, null when they rest. */
export interface BrowserEngineParts extends EngineParts {
  readonly queue: Queue;
  readonly onTurn?: (source: ImageSource | null) => void;
}

/**
 * The engine over page pictures: fetching overlaps, the models take one picture after another, and what they saw is
 * remembered by address and by likeness, while the catalogue is always asked anew. What cannot be read is remembered too.
 */
export function createBrowserEngine(parts: BrowserEngineParts): Engine<ImageSource> {
  const { models, search, queue, onStage, onTurn } = parts;
  const seen = createAnalyses();
  const unreadable = createUnreadable();
  const look = async (source: ImageSource, blob: Blob, options: ShopOptions): Promise<Analysis> => {
    onTurn?.(source);
    try {
      const picture: Picture = await timed('decode', onStage, () => readPicture(blob));
      stopIfAborted(options.signal);
      const known = seen.like(picture, source, options);
      if (known) return known;
      // The catalogue reads its shelves while the models look on.
      const analysis = await analyse(picture, models, options, onStage, (category) => search.prepare?.(category));
      seen.add(analysis, picture, source, options);
      return analysis;
    } finally {
      onTurn?.(null);
    }
  };
  return {
    async shop(source, options = {}) {
      const { signal, inPrivate = false } = options;
      const known = seen.at(source, options);
      if (known) return await timed('search', onStage, () => findMatches(known, search, options));
      const analysis = await unreadable.watch(source, async () => {
        const blob = await timed('read', onStage, () => readSource(source, signal, { inPrivate }));
        return await queue.add(() => look(source, blob, options), signal);
      });
      stopIfAborted(signal);
      return await timed('search', onStage, () => findMatches(analysis, search, options));
    },
  };
}
