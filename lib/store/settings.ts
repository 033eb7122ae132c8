import { withDatabase } from './db';

/** The remembered value of `key`, undefined where there is none. The caller checks its shape. */
export async function readSetting(key: string): Promise<unknown> {
  return withDatabase(async (db) => (await db.settings.get(key))?.value);
}

/** Remembers `value` (anything that can be cloned). */
export async function writeSetting(key: string, value: unknown): Promise<void> {
  await withDatabase((db) => db.settings.put({ key, value }));
}
