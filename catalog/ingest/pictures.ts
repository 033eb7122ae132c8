import type { IngestStore, Outcome } from '../../lib/store/ingest-store';
import type { SourceError } from '../source';
import { createPictures } from '../understand/duplicates';
import { type Fetched, fetchFirst } from './choose';
import { type Eyes, type Looked, lookAt, type PictureWays } from './look';

/** How pictures are taken in. */
export interface PictureOptions {
  readonly eyes: Eyes;
  readonly ways: PictureWays;
  /** Products looked at and stored together. */
  readonly batch: number;
  readonly signal?: AbortSignal | undefined;
  /**
   * Which pictures that may come later keep their products waiting where no other picture of a batch comes: the work then
   * rejects with what the first one met. All others are refused like broken ones.
   */
  readonly waitsFor?: ((late: SourceError) => boolean) | undefined;
  /** Told after every batch. */
  readonly progress?: ((outcomes: readonly Outcome[]) => void | Promise<void>) | undefined;
}

/** How many products of a batch are answered: all but the ones at its end whose pictures may come later. */
function answered(looked: readonly Looked[], waitsFor: NonNullable<PictureOptions['waitsFor']>): number {
  // A picture behind the late ones came, so they are broken ones.
  const last = looked.findLastIndex(({ late }) => !late) + 1;
  const waits = looked.findIndex(
    ({ outcome, late }, i) => i >= last && late && waitsFor(late) && !('unchanged' in outcome),
  );
  return waits < 0 ? looked.length : waits;
}

/**
 * Takes the pictures of all waiting products in, batch by batch; while the models look at one batch, the pictures of
 * the next are on their way. Rejects with the signal's reason between two batches.
 */
export async function takePictures(store: IngestStore, options: PictureOptions): Promise<void> {
  const { eyes, ways, batch, signal, waitsFor } = options;
  const coming = new Map<string, Fetched>();
  const pictures = createPictures();
  for await (const part of store.prints()) {
    for (const one of part) pictures.remember(one);
  }
  const enough = new AbortController();
  const reading = signal ? AbortSignal.any([signal, enough.signal]) : enough.signal;
  let came = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const line = await store.next(2 * batch);
      if (line.length === 0) return;
      for (const listed of line) {
        const id = listed.row.productId;
        if (!coming.has(id)) coming.set(id, fetchFirst(listed, ways.read, reading));
      }
      const now = line.slice(0, batch).map((listed) => [listed, coming.get(listed.row.productId) as Fetched] as const);
      const looked = await lookAt(now, { eyes, ways, pictures, signal });
      signal?.throwIfAborted();
      // The very last product, after others came, is not worth another hour.
      const count = waitsFor && (line.length > 1 || !came) ? answered(looked, waitsFor) : looked.length;
      if (count === 0) throw looked[0]?.late;
      came ||= looked.some(({ late }) => !late);
      const outcomes = looked.slice(0, count).map(({ outcome }) => outcome);
      await store.commit(outcomes);
      for (const [{ row }] of now) coming.delete(row.productId);
      await options.progress?.(outcomes);
    }
  } finally {
    // Nobody waits for the pictures of the next batch any more.
    enough.abort(new Error('enough'));
  }
}
