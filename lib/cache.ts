/** Keeps the most recently used values, at most `limit` of them. */
export interface RecentCache<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  /** Everything, least recently used first. */
  entries(): (readonly [string, T])[];
  readonly size: number;
}

/** A bounded least-recently-used map. */
export function createCache<T>(limit: number): RecentCache<T> {
  const entries = new Map<string, T>();
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      const oldest = entries.keys().next();
      if (entries.size > limit && !oldest.done) entries.delete(oldest.value);
    },
    delete: (key) => void entries.delete(key),
    entries: () => [...entries],
    get size() {
      return entries.size;
    },
  };
}
