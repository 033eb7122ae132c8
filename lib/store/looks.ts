import { liveQuery } from 'dexie';
import type { Look } from '../types';
import { withDatabase } from './db';
import { withinLimits } from './look-limits';

/** Stores a look, as much of it as a backup may hold, or replaces the one of the same id. */
export async function saveLook(look: Look): Promise<void> {
  await withDatabase((db) => db.looks.put(withinLimits(look)));
}

/** All looks, newest first. */
export function listLooks(): Promise<Look[]> {
  return withDatabase((db) => db.looks.orderBy('savedAt').reverse().toArray());
}

/** Looks that are weighed; ids are random, so the first of them are like the rest. */
const MOST_WEIGHED = 200;

/** How many looks there are and about how many bytes they take, whatever their number without reading all. */
export function weighLooks(): Promise<{ count: number; bytes: number }> {
  return withDatabase(async (db) => {
    const [count, some] = await Promise.all([db.looks.count(), db.looks.limit(MOST_WEIGHED).toArray()]);
    // A look's picture is nearly all of its weight.
    const bytes = some.reduce((sum, { picture, result }) => sum + picture.size + JSON.stringify(result).length, 0);
    return { count, bytes: Math.round((bytes * count) / Math.max(1, some.length)) };
  });
}

/** A look as it is now, undefined once it is deleted. */
export function readLook(id: string): Promise<Look | undefined> {
  return withDatabase((db) => db.looks.get(id));
}

/** Whether there is a look of this id. */
export async function hasLook(id: string): Promise<boolean> {
  return await withDatabase(async (db) => (await db.looks.where('id').equals(id).count()) > 0);
}

/** Removes a look and answers it as it was; an unknown id is ignored. */
export async function deleteLook(id: string): Promise<Look | undefined> {
  return await withDatabase((db) =>
    db.transaction('rw', db.looks, async () => {
      const look = await db.looks.get(id);
      await db.looks.delete(id);
      return look;
    }),
  );
}

/** What a person, or a comparison with the shops, may change of a look. */
export type LookChange = Partial<Pick<Look, 'title' | 'note' | 'tags' | 'chosen' | 'result' | 'checkedAt'>>;

/** Changes what is named of a look; an unknown id is ignored. */
export async function changeLook(id: string, change: LookChange): Promise<void> {
  await withDatabase((db) => db.looks.update(id, change));
}

/**
 * Chooses a product for the garment at a place, null for none; the choices for others stay, also those made a moment ago.
 */
export async function chooseProduct(id: string, at: number, productId: string | null): Promise<void> {
  await withDatabase((db) =>
    db.looks
      .where('id')
      .equals(id)
      .modify((look: { result: Look['result']; chosen?: Look['chosen'] }) => {
        look.chosen = look.result.garments.map((_, i) => (i === at ? productId : (look.chosen?.[i] ?? null)));
      }),
  );
}

/** Stores many looks at once, all or none; those of the same id are replaced. */
export async function saveLooks(looks: readonly Look[]): Promise<void> {
  await withDatabase((db) => db.looks.bulkPut(looks));
}

/** Calls `show` with all looks now and after every change, in whichever context it happens, until `signal` aborts. */
export function watchLooks(show: (looks: Look[]) => void, fail: (error: unknown) => void, signal: AbortSignal): void {
  const subscription = liveQuery(listLooks).subscribe(show, fail);
  signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
}
