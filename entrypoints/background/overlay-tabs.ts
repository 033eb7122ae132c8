import { browser } from 'wxt/browser';
import { ACCENT } from '../../components/tokens';
import { sendMessage, tellIfHeard } from '../../lib/messages';
import { isActive, PAUSED, setPaused, sitePattern } from '../../lib/page/sites';
import { PREFERENCES, readPreferences } from '../../lib/preferences';
import { t } from '../../lib/words';
import { isShowing, tell } from './ask-tab';
import { sayClosed } from './closed-page';

const OVERLAY = '/content-scripts/overlay.js';
/** A tab that was put to sleep or hangs answers late or never, milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Tabs whose user was asked for the site during this visit: a hint, lost with this worker, that spares a second question.
 * Whether a tab shows dots is asked of its page: news of navigations come late, and this worker may have slept.
 */
const asked = new Set<number>();

/** The last call for each tab's state: one that began before it knows less, and may end after it. */
const calls = new Map<number, symbol>();

let registering = Promise.resolve();

/** The overlay runs by itself exactly where the user granted the site. One call after the other: each replaces all. */
export function registerGranted(): Promise<void> {
  registering = registering.then(replaceRegistration).catch((error) => console.warn('Registration failed', error));
  return registering;
}

async function replaceRegistration(): Promise<void> {
  const { origins: matches = [] } = await browser.permissions.getAll();
  const known = await browser.scripting.getRegisteredContentScripts({ ids: ['overlay'] });
  if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: ['overlay'] });
  if (matches.length === 0) return;
  const where = { allFrames: true, matchOriginAsFallback: true } as const;
  await browser.scripting.registerContentScripts([
    { id: 'overlay', js: [OVERLAY], matches, runAt: 'document_idle', ...where },
  ]);
}

/** A registered script runs in pages opened from now on: those open already, when it is registered, are told. */
export async function wakeTabs(): Promise<void> {
  await sideBySide(await grantedTabs(), async ({ id, pattern }) => {
    if (!(await isActive(pattern))) return;
    asked.delete(id);
    await tellChoice(id, pattern);
  });
}

/** Tells a tab of a granted site whether it is paused, as it is once the tab can be told. */
async function tellChoice(id: number, pattern: string | undefined): Promise<void> {
  await tell({ tabId: id, allFrames: true }, async () => {
    await sendMessage('setActive', { active: await isActive(pattern) }, id);
  });
  await showState(id, pattern);
}

/** Something allowed was taken back or paused: the frames that are open find out whether it was theirs. */
export async function recheckTabs(): Promise<void> {
  await sideBySide(await browser.tabs.query({}), async ({ id, url }) => {
    if (id === undefined) return;
    await tellIfHeard('recheck', id);
    await showState(id, sitePattern(url));
  });
}

/** No tab waits for another, and nobody longer than a while for one that hangs. Never rejects. */
async function sideBySide<T>(tabs: readonly T[], work: (tab: T) => Promise<void>): Promise<void> {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<void>((resolve) => {
    waiting = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([Promise.allSettled(tabs.map(work)), enough]);
  clearTimeout(waiting);
}

async function grantedTabs(): Promise<{ readonly id: number; readonly pattern: string | undefined }[]> {
  const { origins = [] } = await browser.permissions.getAll();
  const tabs = origins.length === 0 ? [] : await browser.tabs.query({ url: origins });
  return tabs.flatMap(({ id, url }) => (id === undefined ? [] : [{ id, pattern: sitePattern(url) }]));
}

/** A pause holds for every tab of a site, wherever it was chosen; and the toolbar tells what was chosen for all sites. */
export function followChoices(): void {
  browser.storage.local.onChanged.addListener((changes) => {
    if (PAUSED in changes) void tellPauses();
    else if (PREFERENCES in changes) void showStates();
  });
}

async function tellPauses(): Promise<void> {
  await sideBySide(await grantedTabs(), ({ id, pattern }) => tellChoice(id, pattern));
  // Frames of the site lie in pages of others too.
  await recheckTabs();
}

/** Shows the state of every open tab: those that were loaded before this worker listened have none yet. */
export async function showStates(): Promise<void> {
  await sideBySide(await browser.tabs.query({}), async ({ id, url }) => {
    if (id !== undefined) await showState(id, sitePattern(url));
  });
}

/**
 * One click: dots on or off for this site. A site that was not granted gets its dots this one time, whatever becomes of
 * the question, which must be put before anything is awaited: afterwards the click no longer counts as a gesture.
 */
export async function toggleSite(tabId: number | undefined, pattern: string | undefined): Promise<void> {
  if (tabId === undefined) return;
  if (!pattern) return await sayClosed(tabId);
  const granting = asked.has(tabId)
    ? undefined
    : browser.permissions.request({ origins: [pattern] }).catch(() => false);
  asked.add(tabId);
  const shown = (await isActive(pattern)) || (await isShowing(tabId));
  if (shown) asked.delete(tabId);
  const granted = await browser.permissions.contains({ origins: [pattern] });
  if (granted) await setPaused(pattern, shown);
  const change = { active: !shown, once: !granted };
  const told = await tell({ tabId, allFrames: true }, () => sendMessage('setActive', change, tabId));
  await showState(tabId, pattern);
  if (await granting) await showState(tabId, pattern);
  // A site too may be closed: the browser's own shop of extensions, or one that an administrator closed.
  if (!told && !shown) await sayClosed(tabId);
}

/** Shows on the toolbar button whether dots appear by themselves in a tab, as a badge and in words. */
export async function showState(tabId: number, pattern: string | undefined): Promise<void> {
  const call = Symbol();
  calls.set(tabId, call);
  const active = (await isActive(pattern)) || (await isShowing(tabId));
  const never = (await readPreferences()).dots === 'off';
  if (calls.get(tabId) !== call) return;
  calls.delete(tabId);
  const title = never ? t('stateNever') : active ? t('stateOn') : t('stateOff');
  // The tab may be gone by now.
  const told = [
    browser.action.setBadgeText({ tabId, text: active && !never ? '•' : '' }),
    browser.action.setBadgeBackgroundColor({ tabId, color: ACCENT }),
    browser.action.setBadgeTextColor({ tabId, color: '#ffffff' }),
    browser.action.setTitle({ tabId, title: `${t('extensionName')}: ${title}` }),
  ];
  await Promise.allSettled(told);
}

/** A tab was closed or shows another page. */
export function forgetTab(tabId: number): void {
  asked.delete(tabId);
  calls.delete(tabId);
}
