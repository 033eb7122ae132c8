import { liveQuery } from 'dexie';
import type { Look } from '../types';
import { withDatabase } from './db';

/** Stores a look or replaces the one of the same id. */
export async function saveLook(look: Look): Promise<void> {
  await withDatabase((db) => db.looks.put(look));
}

/** All looks, newest first. */
export function listLooks(): Promise<Look[]> {
  return withDatabase((db) => db.looks.orderBy('savedAt').reverse().toArray());
}

/** Removes a look; an unknown id is ignored. */
export async function deleteLook(id: string): Promise<void> {
  await withDatabase((db) => db.looks.delete(id));
}

/** Gives a look another title. */
export async function renameLook(id: string, title: string): Promise<void> {
  await withDatabase((db) => db.looks.update(id, { title }));
}

/** Calls `show` with all looks now and after every change, in whichever context it happens, until `signal` aborts. */
export function watchLooks(show: (looks: Look[]) => void, fail: (error: unknown) => void, signal: AbortSignal): void {
  const subscription = liveQuery(listLooks).subscribe(show, fail);
  signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
}
