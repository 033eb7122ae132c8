import type { IngestStore, Outcome } from '../../lib/store/ingest-store';
import { createPictures } from '../understand/duplicates';
import { type Fetched, fetchFirst } from './choose';
import { type Eyes, lookAt, type PictureWays } from './look';

/** How pictures are taken in. */
export interface PictureOptions {
  readonly eyes: Eyes;
  readonly ways: PictureWays;
  /** Products looked at and stored together. */
  readonly batch: number;
  readonly signal?: AbortSignal | undefined;
  /** Told after every batch. */
  readonly progress?: ((outcomes: readonly Outcome[]) => void | Promise<void>) | undefined;
}

/**
 * Takes the pictures of all waiting products in, batch by batch; while the models look at one batch, the pictures of
 * the next are on their way. Rejects with the signal's reason between two batches.
 */
export async function takePictures(store: IngestStore, options: PictureOptions): Promise<void> {
  const { eyes, ways, batch, signal } = options;
  const coming = new Map<string, Fetched>();
  const pictures = createPictures();
  for await (const part of store.prints()) {
    for (const one of part) pictures.remember(one);
  }
  for (;;) {
    signal?.throwIfAborted();
    const line = await store.next(2 * batch);
    if (line.length === 0) return;
    for (const listed of line) {
      const id = listed.row.productId;
      if (!coming.has(id)) coming.set(id, fetchFirst(listed, ways.read, signal));
    }
    const now = line.slice(0, batch).map((listed) => [listed, coming.get(listed.row.productId) as Fetched] as const);
    const outcomes = await lookAt(now, { eyes, ways, pictures, signal });
    signal?.throwIfAborted();
    await store.commit(outcomes);
    for (const [{ row }] of now) coming.delete(row.productId);
    await options.progress?.(outcomes);
  }
}
