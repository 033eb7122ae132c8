import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { ensureOffscreen } from '../lib/engine/offscreen-document';
import { onMessage, sendMessage } from '../lib/messages';
import { captureArea } from '../lib/page/capture';
import { isActive, pausedSites, setPaused, sitePattern } from '../lib/page/sites';
import { t } from '../lib/words';

const OVERLAY = '/content-scripts/overlay.js';

export default defineBackground(() => {
  onMessage('ensureEngine', () => ensureOffscreen());
  onMessage('isGranted', ({ sender }) => isActive(sitePattern(sender?.url)));
  onMessage('captureVisible', ({ data, sender }) => captureArea(data, sender?.tab?.windowId));
  onMessage('openOptions', () => browser.runtime.openOptionsPage());
  onMessage('openLooks', async ({ sender }) => {
    if (sender?.tab?.id !== undefined) await browser.sidePanel.open({ tabId: sender.tab.id });
  });
  browser.runtime.onInstalled.addListener(({ reason }) => {
    browser.contextMenus.create({ id: 'shop', title: t('shopThisLook'), contexts: ['image'] });
    browser.contextMenus.create({ id: 'looks', title: t('savedLooks'), contexts: ['action', 'page'] });
    void registerGranted();
    if (reason === 'install') void browser.tabs.create({ url: '/welcome.html', active: false });
  });
  browser.permissions.onAdded.addListener(() => void registerGranted());
  browser.permissions.onRemoved.addListener(() => void registerGranted());
  browser.contextMenus.onClicked.addListener(({ menuItemId, srcUrl }, tab) => {
    if (tab?.id === undefined) return;
    if (menuItemId === 'looks') void browser.sidePanel.open({ tabId: tab.id });
    else if (srcUrl) void shopPicture(tab.id, srcUrl);
  });
  browser.action.onClicked.addListener((tab) => void toggleSite(tab.id, sitePattern(tab.url)));
  browser.commands.onCommand.addListener((_command, tab) => void toggleSite(tab?.id, sitePattern(tab?.url)));
  browser.tabs.onUpdated.addListener((tabId, { status }, tab) => {
    if (status === 'complete') void showState(tabId, sitePattern(tab.url));
  });
});

/** The overlay runs by itself exactly where the user granted the site. */
async function registerGranted(): Promise<void> {
  const { origins: matches = [] } = await browser.permissions.getAll();
  const known = await browser.scripting.getRegisteredContentScripts({ ids: ['overlay'] });
  if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: ['overlay'] });
  if (matches.length === 0) return;
  await browser.scripting.registerContentScripts([{ id: 'overlay', js: [OVERLAY], matches, runAt: 'document_idle' }]);
}

/** The click grants the tab for once (`activeTab`): the overlay is put there, unless it is, and told which picture. */
async function shopPicture(tabId: number, srcUrl: string): Promise<void> {
  await tell(tabId, () => sendMessage('shopPicture', { srcUrl }, tabId));
}

async function tell(tabId: number, message: () => Promise<void>): Promise<void> {
  try {
    await message();
  } catch {
    await browser.scripting.executeScript({ target: { tabId }, files: [OVERLAY] });
    await message();
  }
}

/** One click: dots on or off for this site. The request comes first, while the click still counts as a gesture. */
async function toggleSite(tabId: number | undefined, pattern: string | undefined): Promise<void> {
  if (tabId === undefined || !pattern) return;
  const [granted, paused] = await Promise.all([browser.permissions.request({ origins: [pattern] }), pausedSites()]);
  const shown = (await browser.action.getBadgeText({ tabId })) !== '';
  const active = !granted || paused.includes(pattern) || !shown;
  if (granted) await setPaused(pattern, !active);
  // A page whose site was declined gets its dots this one time.
  await tell(tabId, () => sendMessage('setActive', active, tabId));
  await showState(tabId, pattern);
}

async function showState(tabId: number, pattern: string | undefined): Promise<void> {
  await browser.action.setBadgeText({ tabId, text: (await isActive(pattern)) ? '•' : '' }).catch(() => {});
}
