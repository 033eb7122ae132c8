import { browser } from 'wxt/browser';
import { t } from '../../lib/words';

/** Reads the products of a tab that the click granted for once; the page itself says what became of it. */
export async function addProducts(tabId: number): Promise<void> {
  try {
    await browser.scripting.executeScript({ target: { tabId }, files: ['/add-products.js'] });
  } catch {
    // The browser's own pages let no extension in: the toolbar says so.
    await browser.action.setBadgeText({ tabId, text: '!' }).catch(() => {});
    await browser.action.setTitle({ tabId, title: t('pageClosed') }).catch(() => {});
  }
}
