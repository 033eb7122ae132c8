import { browser } from 'wxt/browser';

/**
 * Whether a page of the extension stands in a private window, a side panel above all: what it asks for comes from no tab
 * by which the engine could tell. False in content scripts, which may not ask; of those the engine sees the tab.
 */
export async function isInPrivateWindow(): Promise<boolean> {
  try {
    return (await browser.windows.getCurrent()).incognito;
  } catch {
    return false;
  }
}
