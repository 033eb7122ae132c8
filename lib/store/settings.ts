import { withDatabase } from './db';

/** The remembered value of `key`, undefined where there is none. The caller checks its shape. */
export async function readSetting(key: string): Promise<unknown> {
  return withDatabase(async (db) => (await db.settings.get(key))?.value);
}

/** Remembers `value` (anything that can be cloned). */
export async function writeSetting(key: string, value: unknown): Promise<void> {
  await withDatabase((db) => db.settings.put({ key, value }));
}

/** Where the engine remembers small facts, such as the faster correct backend. */
export const backendMemory = {
  async read(key: string): Promise<string | undefined> {
    const value = await readSetting(`engine/${key}`);
    return typeof value === 'string' ? value : undefined;
  },
  write: (key: string, value: string): Promise<void> => writeSetting(`engine/${key}`, value),
};
