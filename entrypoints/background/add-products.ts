import { browser } from 'wxt/browser';
import { sayClosed } from './closed-page';

/** Reads the products of a tab that the click granted for once; the page itself says what became of it. */
export async function addProducts(tabId: number): Promise<void> {
  try {
    await browser.scripting.executeScript({ target: { tabId }, files: ['/add-products.js'] });
  } catch {
    await sayClosed(tabId);
  }
}
