import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { onMessage, sendMessage } from '../lib/messages';

const MENU = 'shop-this-look';
const OVERLAY = '/content-scripts/overlay.js';

export default defineBackground(() => {
  onMessage('ensureEngine', () => ensureOffscreen());
  onMessage('isGranted', async ({ sender }) => {
    const origin = sender?.url && /^https?:/.test(sender.url) ? `${new URL(sender.url).origin}/*` : undefined;
    return origin !== undefined && (await browser.permissions.contains({ origins: [origin] }));
  });
  browser.runtime.onInstalled.addListener(() => {
    browser.contextMenus.create({ id: MENU, title: browser.i18n.getMessage('shopThisLook'), contexts: ['image'] });
    void registerGranted();
  });
  browser.permissions.onAdded.addListener(() => void registerGranted());
  browser.permissions.onRemoved.addListener(() => void registerGranted());
  browser.contextMenus.onClicked.addListener(({ menuItemId, srcUrl }, tab) => {
    if (menuItemId === MENU && srcUrl && tab?.id !== undefined) void shopPicture(tab.id, srcUrl);
  });
});

/** The overlay runs by itself exactly where the user granted the site. */
async function registerGranted(): Promise<void> {
  const { origins: matches = [] } = await browser.permissions.getAll();
  const known = await browser.scripting.getRegisteredContentScripts({ ids: ['overlay'] });
  if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: ['overlay'] });
  if (matches.length === 0) return;
  await browser.scripting.registerContentScripts([{ id: 'overlay', js: [OVERLAY], matches, runAt: 'document_idle' }]);
  // Tabs that are open already get it now.
  for (const { id } of await browser.tabs.query({ url: matches })) {
    if (id === undefined) continue;
    await browser.scripting.executeScript({ target: { tabId: id }, files: [OVERLAY] }).catch(() => undefined);
  }
}

/** The click grants the tab for once (`activeTab`): the overlay is put there and told which picture. */
async function shopPicture(tabId: number, srcUrl: string): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId }, files: [OVERLAY] });
  await sendMessage('shopPicture', { srcUrl }, tabId);
}

let opening: Promise<void> | undefined;

/** One offscreen document per profile: a second `createDocument` throws, so that creation is guarded by one promise. */
function ensureOffscreen(): Promise<void> {
  opening ??= openOffscreen().finally(() => {
    opening = undefined;
  });
  return opening;
}

async function openOffscreen(): Promise<void> {
  const open = await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  if (open.length > 0) return;
  await browser.offscreen.createDocument({
    url: '/offscreen.html',
    reasons: ['WORKERS', 'BLOBS'],
    justification: 'Finds garments in pictures with models that run in a worker.',
  });
}
