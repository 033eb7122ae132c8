import { browser } from 'wxt/browser';

/** Key under which the paused sites are kept in the extension's local storage. */
export const PAUSED = 'pausedSites';

/** The permission pattern of a page's site, undefined for pages that are no website. */
export function sitePattern(url: string | undefined): string | undefined {
  return url && /^https?:/.test(url) ? `${new URL(url).protocol}//${new URL(url).hostname}/*` : undefined;
}

/** Sites the user paused, as match patterns. */
export async function pausedSites(): Promise<string[]> {
  const value = (await browser.storage.local.get(PAUSED))[PAUSED];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Whether dots appear by themselves on pages of that pattern. */
export async function isActive(pattern: string | undefined): Promise<boolean> {
  if (!pattern || (await pausedSites()).includes(pattern)) return false;
  return browser.permissions.contains({ origins: [pattern] });
}

/** Pauses a site or takes it up again. */
export async function setPaused(pattern: string, paused: boolean): Promise<void> {
  const others = (await pausedSites()).filter((one) => one !== pattern);
  await browser.storage.local.set({ [PAUSED]: paused ? [...others, pattern] : others });
}
