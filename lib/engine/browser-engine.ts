import type { Engine, ImageSource, ShopOptions } from '../types';
import { fetchPicture, type PictureWish } from '../vision/fetch-picture';
import { readPicture } from '../vision/pixels';
import { createAhead, type Ready } from './ahead';
import { type Analysis, analyse, stopIfAborted, timed } from './analyse';
import { createAnalyses } from './analyses';
import { type EngineParts, findMatches } from './engine';
import type { Queue } from './queue';
import { createTurns } from './turn';
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

/** The engine over page pictures. `readAhead` reads one that will be asked about soon; it never rejects. */
export interface BrowserEngine extends Engine<ImageSource> {
  readAhead(source: ImageSource, options: ShopOptions): Promise<void>;
}

/**
 * The engine over page pictures: fetching overlaps, the models take one picture after another, and what they saw is
 * remembered by address and by likeness, while the catalogue is always asked anew. What cannot be read is remembered too.
 */
export function createBrowserEngine(parts: BrowserEngineParts): BrowserEngine {
  const { models, search, queue, onStage, onTurn } = parts;
  const seen = createAnalyses();
  const unreadable = createUnreadable();
  const ahead = createAhead();
  const inTurn = createTurns<ImageSource>((source) => onTurn?.(source));
  const look = async (source: ImageSource, ready: Ready, options: ShopOptions): Promise<Analysis> =>
    await inTurn(source, async () => {
      const picture = ready instanceof Blob ? await timed('decode', onStage, () => readPicture(ready)) : ready;
      stopIfAborted(options.signal);
      const known = seen.like(picture, source, options);
      if (known) return known;
      // The catalogue reads its shelves while the models look on.
      const analysis = await analyse(picture, models, options, onStage, (category) => search.prepare?.(category));
      seen.add(analysis, picture, source, options);
      return analysis;
    });
  return {
    async shop(source, options = {}) {
      const { signal, inPrivate = false } = options;
      const known = seen.at(source, options);
      if (known) return await timed('search', onStage, () => findMatches(known, search, options));
      const analysis = await unreadable.watch(source, async () => {
        const ready = await timed('read', onStage, async () => {
          return (await ahead.take(source)) ?? (await readSource(source, signal, { inPrivate }));
        });
        try {
          return await queue.add(() => look(source, ready, options), signal);
        } catch (error) {
          // Lists that use their rows again show it in another one at once: it is not fetched a second time.
          if (signal?.aborted) void ahead.add(source, async () => ready);
          throw error;
        }
      });
      stopIfAborted(signal);
      return await timed('search', onStage, () => findMatches(analysis, search, options));
    },
    async readAhead(source, options) {
      if (seen.at(source, options)) return;
      await ahead.add(source, async () => {
        const blob = await readSource(source, undefined, { inPrivate: options.inPrivate ?? false });
        const picture = await queue.add(() => inTurn(source, () => readPicture(blob)));
        seen.prepare(picture);
        return picture;
      });
    },
  };
}
