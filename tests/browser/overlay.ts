import type { ElementHandle, Page } from 'puppeteer';

/** Dots of garments that can be seen, in every open shadow root of a page: the first one found may lie out of view. */
export const DOTS = '>>> .dot:not(.busy):not([hidden])';

/** The open popover. */
export const POPOVER = '>>> [role="dialog"]';

/** Cards of products in the open popover. */
export const CARDS = '>>> [role="dialog"] .card';

/** Waits for dots; throws an Error that says so when none appears in time. */
export async function waitForDots(page: Page, timeout: number): Promise<ElementHandle<Element>[]> {
  await page.waitForSelector(DOTS, { timeout, visible: true }).catch(() => {
    throw new Error(`No dot appeared on ${page.url()} within ${Math.round(timeout / 1000)} seconds.`);
  });
  return await page.$$(DOTS);
}

/** Waits for a popover with at least one product; throws an Error that says so when none appears in time. */
export async function waitForPopover(page: Page, timeout: number): Promise<void> {
  await page.waitForSelector(CARDS, { timeout, visible: true }).catch(() => {
    throw new Error(`No popover with products opened on ${page.url()} within ${Math.round(timeout / 1000)} seconds.`);
  });
}
