import { browser } from 'wxt/browser';
import type { Sensitivity, ShopOptions } from './types';

/** What the user chose about dots and matches; kept where content scripts can read it. */
export interface Preferences {
  readonly gender: NonNullable<ShopOptions['genderFilter']>;
  readonly dots: 'always' | 'hover' | 'off';
  readonly sensitivity: Sensitivity;
}

/** Every choice there is, the default first. */
export const CHOICES: { readonly [K in keyof Preferences]: readonly Preferences[K][] } = {
  gender: ['automatic', 'off', 'women', 'men'],
  dots: ['always', 'hover', 'off'],
  sensitivity: ['balanced', 'few', 'many'],
};

/** Key under which the choices are kept in the extension's local storage. */
export const PREFERENCES = 'preferences';

/** The remembered choices; anything unknown falls back to its default. */
export async function readPreferences(): Promise<Preferences> {
  return preferencesOf((await browser.storage.local.get(PREFERENCES))[PREFERENCES]);
}

/** Remembers choices; those not named stay. */
export async function writePreferences(change: Partial<Preferences>): Promise<void> {
  await browser.storage.local.set({ [PREFERENCES]: { ...(await readPreferences()), ...change } });
}

/** Tells the choices now and after every change, until `signal` aborts. */
export function watchPreferences(show: (preferences: Preferences) => void, signal: AbortSignal): void {
  const listen = (changes: Record<string, { newValue?: unknown }>): void => {
    if (PREFERENCES in changes) show(preferencesOf(changes[PREFERENCES]?.newValue));
  };
  browser.storage.local.onChanged.addListener(listen);
  const stop = (): void => {
    try {
      browser.storage.local.onChanged.removeListener(listen);
    } catch {
      // An extension that was updated takes its storage away from the pages that are still open.
    }
  };
  signal.addEventListener('abort', stop, { once: true });
  void readPreferences().then(
    (now) => !signal.aborted && show(now),
    () => {},
  );
}

/** The valid part of anything, for example of a backup. */
export function preferencesOf(value: unknown): Preferences {
  const given = (value ?? {}) as Record<string, unknown>;
  const pick = <K extends keyof Preferences>(key: K): Preferences[K] => {
    const [fallback] = CHOICES[key];
    return CHOICES[key].find((one) => one === given[key]) ?? (fallback as Preferences[K]);
  };
  return { gender: pick('gender'), dots: pick('dots'), sensitivity: pick('sensitivity') };
}
