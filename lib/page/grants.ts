import { browser } from 'wxt/browser';
import { PAUSED, pausedSites, setPaused } from './sites';

/** Patterns that cover every site. */
export const EVERY_SITE = ['http://*/*', 'https://*/*'];

/** A site the user allowed, as a match pattern, and whether it is paused. */
export interface Grant {
  readonly pattern: string;
  readonly paused: boolean;
}

/** Everything the user allowed or paused. */
export async function listGrants(): Promise<readonly Grant[]> {
  const [{ origins = [] }, paused] = await Promise.all([browser.permissions.getAll(), pausedSites()]);
  return [...new Set([...origins, ...paused])].sort().map((pattern) => ({ pattern, paused: paused.includes(pattern) }));
}

/** The pattern of what a person typed as a site (`example.org`, an address); undefined where it is none. */
export function typedPattern(typed: string): string | undefined {
  const text = typed.trim();
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url && /^[\w.-]+$/.test(url.hostname) ? `${url.protocol}//${url.hostname}/*` : undefined;
}

/** Asks the browser for sites; call it first thing in a click. False when the user said no. */
export function requestSites(origins: string[]): Promise<boolean> {
  return browser.permissions.request({ origins });
}

/** Takes a site back, and its pause with it. False where the browser itself or a policy holds the grant. */
export async function removeSite(pattern: string): Promise<boolean> {
  const origins = [pattern];
  const gone =
    !(await browser.permissions.contains({ origins })) ||
    (await browser.permissions.remove({ origins }).catch(() => false));
  // A pause that went first would let its pages begin for a moment, and those of a site that is held for good.
  if (gone) await setPaused(pattern, false);
  return gone;
}

/** Calls `show` after every change of what is allowed or paused, in whichever context it happens, until `signal` aborts. */
export function watchGrants(show: () => void, signal: AbortSignal): void {
  const { onAdded, onRemoved } = browser.permissions;
  const { onChanged } = browser.storage.local;
  const listen = (changes: object): void => {
    if (PAUSED in changes) show();
  };
  onAdded.addListener(show);
  onRemoved.addListener(show);
  onChanged.addListener(listen);
  signal.addEventListener('abort', () => {
    onAdded.removeListener(show);
    onRemoved.removeListener(show);
    onChanged.removeListener(listen);
  });
}
