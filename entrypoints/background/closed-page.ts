import { browser } from 'wxt/browser';
import { t } from '../../lib/words';

/** The browser's own pages let no extension in, so that nothing there can say why nothing happens: the toolbar does. */
export async function sayClosed(tabId: number): Promise<void> {
  await browser.action.setBadgeText({ tabId, text: '!' }).catch(() => {});
  await browser.action.setTitle({ tabId, title: t('pageClosed') }).catch(() => {});
}
