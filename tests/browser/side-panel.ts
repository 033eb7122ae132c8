import type { Browser, Page } from 'puppeteer';

/**
 * The browser's real side panel beside `page`. No script can open it without a gesture: the toolbar button does, as long
 * as it is told to.
 */
export async function openSidePanel(browser: Browser, extensionId: string, page: Page, timeout: number): Promise<Page> {
  const own = `chrome-extension://${extensionId}/`;
  const worker = await browser
    .waitForTarget((one) => one.type() === 'service_worker' && one.url().startsWith(own), { timeout })
    .then((target) => target.worker());
  const byClick = async (openPanelOnActionClick: boolean): Promise<void> =>
    await worker?.evaluate(
      (on) => chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: on }),
      openPanelOnActionClick,
    );
  await byClick(true);
  await page.bringToFront();
  await (await browser.extensions()).get(extensionId)?.triggerAction(page);
  const target = await browser.waitForTarget((one) => one.url() === `${own}sidepanel.html`, { timeout });
  await byClick(false);
  return await target.asPage();
}
