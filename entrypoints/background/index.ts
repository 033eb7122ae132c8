import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { ensureOffscreen } from '../../lib/engine/offscreen-document';
import { onMessage, sendMessage } from '../../lib/messages';
import { captureArea } from '../../lib/page/capture';
import { isActive, pausedSites, sitePattern } from '../../lib/page/sites';
import { addProducts } from './add-products';
import { goToDots, isPageUsed, shopArea, shopPicture } from './ask-tab';
import { keepShopsFresh } from './keep-shops';
import { makeMenus } from './menus';
import {
  followChoices,
  forgetTab,
  recheckTabs,
  registerGranted,
  showState,
  showStates,
  toggleSite,
  wakeTabs,
} from './overlay-tabs';

export default defineBackground(() => {
  keepShopsFresh();
  followChoices();
  onMessage('ensureEngine', () => ensureOffscreen());
  // A frame without an address of its own (`about:blank`, `srcdoc`) belongs to the site that made it. One in a sandbox has
  // no origin either.
  onMessage('isGranted', async ({ data: around, sender }) => {
    const top = sitePattern(sender?.tab?.url);
    if (top && (await pausedSites()).includes(top)) return false;
    return await isActive(sitePattern(sender?.url) ?? sitePattern(sender?.origin) ?? sitePattern(around));
  });
  onMessage('isPageUsed', ({ sender }) => isPageUsed(sender?.tab?.id));
  onMessage('captureVisible', ({ data, sender }) => captureArea(data, sender?.tab));
  onMessage('openOptions', () => browser.runtime.openOptionsPage());
  onMessage('openLooks', async ({ sender }) => {
    if (sender?.tab?.id !== undefined) await browser.sidePanel.open({ tabId: sender.tab.id });
  });
  browser.runtime.onStartup.addListener(() => void makeMenus());
  browser.runtime.onInstalled.addListener(({ reason }) => {
    void makeMenus();
    // After an update the pages still open hold the scripts of the version before.
    void registerGranted().then(wakeTabs).then(showStates);
    // The first compilation of the models and the sample boutique take seconds: not when the first picture waits.
    void ensureOffscreen()
      .then(() => sendMessage('prepare', undefined))
      .catch(() => {});
    if (reason === 'install') void browser.tabs.create({ url: '/welcome.html', active: false });
  });
  browser.permissions.onAdded.addListener(() => void registerGranted().then(wakeTabs));
  browser.permissions.onRemoved.addListener(() => {
    void registerGranted();
    void recheckTabs();
  });
  browser.contextMenus.onClicked.addListener(({ menuItemId, srcUrl, frameId }, tab) => {
    if (tab?.id === undefined) return;
    if (menuItemId === 'looks') void browser.sidePanel.open({ tabId: tab.id });
    else if (menuItemId === 'add') void addProducts(tab.id);
    else if (menuItemId === 'area') void shopArea(tab.id);
    else void shopPicture(tab.id, frameId ?? 0, srcUrl);
  });
  browser.action.onClicked.addListener((tab) => void toggleSite(tab.id, sitePattern(tab.url)));
  browser.commands.onCommand.addListener((command, tab) => {
    if (tab?.id === undefined) return;
    if (command === 'looks') void browser.sidePanel.open({ tabId: tab.id });
    else if (command === 'shop-area') void shopArea(tab.id);
    else if (command === 'dots') void goToDots(tab.id);
    else void toggleSite(tab.id, sitePattern(tab.url));
  });
  browser.tabs.onRemoved.addListener(forgetTab);
  browser.tabs.onUpdated.addListener((tabId, { status }, tab) => {
    if (status === 'loading') forgetTab(tabId);
    if (status === 'complete') void showState(tabId, sitePattern(tab.url));
  });
});
