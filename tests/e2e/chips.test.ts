import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../browser/ask';
import { POPOVER, waitForDots, waitForPopover } from '../browser/overlay';
import { picture, type TestPage, wholePage } from '../pages/page';
import { PATIENCE, type Session, until, WARM_UP } from './harness';
import { startOn } from './on-page';

const SCENE = 171;
/** Matches of a garment that a popover has. */
const TOP = 18;
const PAGE: TestPage = {
  name: 'page',
  expected: [],
  html: () => wholePage('A walk', `<img src="${picture(SCENE)}" alt="A walk" width="480" height="600">`),
};

let session: Session;
let origin: string;
let page: Page;

beforeAll(async () => {
  ({ session, origin } = await startOn(PAGE));
  page = await session.open(origin);
  await page.bringToFront();
  await waitForDots(page, PATIENCE);
  await page.mouse.move(5, 5);
  await page.focus('>>> button.dot');
  await page.keyboard.press('Enter');
  await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
  await (await page.$('>>> .nearest'))?.click();
  await waitForPopover(page, PATIENCE);
}, WARM_UP);
afterAll(async () => session?.close());

const text = (selector: string): Promise<string> => page.$eval(selector, (one) => one.textContent ?? '');

/** How many of the nearest to the first garment cost at most so much, and how many of those that a popover has at first. */
async function affordable(most: number): Promise<{ nearest: number; first: number }> {
  const options = await session.open(session.url('options.html'));
  const source = { kind: 'url', url: `${origin}${picture(SCENE)}`, pageUrl: page.url() } as const;
  const asked = { top: 50, genderFilter: 'automatic' } as const;
  const { garments } = await ask(options, 'shop', { id: crypto.randomUUID(), source, options: asked });
  await options.close();
  await page.bringToFront();
  const cheap = (garments[0]?.matches ?? []).map(({ product }) => Number(product.price?.amount) <= most);
  return { nearest: Math.min(TOP, cheap.filter(Boolean).length), first: cheap.slice(0, TOP).filter(Boolean).length };
}

describe('the chips of a popover', () => {
  it('narrow the products to a price, and widen them by the same chip', async () => {
    const shown = () =>
      page.$$eval('>>> .popover .name', (names) => names.map(({ textContent }) => textContent).join());
    const before = await shown();
    const chip = '>>> .chips:not(.kinds) .chip::-p-text(€)';
    await (await page.waitForSelector(chip, { timeout: PATIENCE }))?.click();
    await until('others are shown', async () => (await shown()) !== before);
    const prices = await page.$$eval('>>> .popover .cost b', (all) =>
      all.map(({ textContent }) => Number(textContent?.replace(/[^\d.]/g, ''))),
    );
    const most = Number(
      /[\d.]+/.exec(await text('>>> .chips:not(.kinds) .chip[aria-pressed="true"]::-p-text(€)'))?.[0],
    );
    expect(prices.length).toBeGreaterThan(0);
    expect(Math.max(...prices)).toBeLessThanOrEqual(most);
    const { nearest, first } = await affordable(most);
    expect(first, 'the first matches alone have too few').toBeLessThan(nearest);
    await until('all that shops have is asked', async () => {
      return Number.parseInt(await text('>>> .chips:not(.kinds) [role="status"]'), 10) >= nearest;
    });
    const [more] = await page.$$('>>> .actions [aria-label^="More like this"]');
    const name = await more?.evaluate((one) => one.getAttribute('aria-label'));
    await more?.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('>>> .way-back', { timeout: PATIENCE });
    await page.keyboard.press('Enter');
    const focused = () =>
      page.evaluate(() => document.querySelector('buy-me-that-look')?.shadowRoot?.activeElement?.ariaLabel);
    await until('the button has the focus again', async () => (await focused()) === name);
    expect(await page.$$('>>> .chips:not(.kinds) .chip[aria-pressed="true"]::-p-text(€)'), 'the price').toHaveLength(1);
    await (await page.$(chip))?.click();
    await until('all are shown', async () => (await shown()) === before);
    expect(await text('>>> .chips:not(.kinds) [role="status"]')).toBe('');
  });

  it('narrow the products to a brand that several have, of all that shops have', async () => {
    const of = (selector: string): Promise<(string | null)[]> =>
      page.$$eval(selector, (all) => all.map(({ textContent }) => textContent));
    const brands = '>>> .popover .found .brand bdi';
    const before = await of(brands);
    const more = await page.$('>>> .found .chips:not(.kinds) [aria-label="All filters"]');
    expect(await of('>>> .found .chips:not(.kinds) .chip')).toHaveLength(7);
    await more?.focus();
    await page.keyboard.press('Enter');
    await until('there are more', async () => (await of('>>> .found .chips:not(.kinds) .chip')).length > 7);
    const chips = await of('>>> .found .chips:not(.kinds) .chip');
    const focused = () =>
      page.evaluate(() => document.querySelector('buy-me-that-look')?.shadowRoot?.activeElement?.textContent);
    await until('the first of them has the focus', async () => chips.indexOf((await focused()) ?? '') === 6);
    const brand = chips.find((chip) => before.includes(chip)) ?? '';
    expect(brand, 'a brand among the chips').not.toBe('');
    const press = async (): Promise<void> => {
      await (await page.$(`>>> .found .chips:not(.kinds) .chip::-p-text(${brand})`))?.click();
    };
    await press();
    await until('only that is shown', async () => (await of(brands)).every((one) => one === brand));
    const counted = '>>> .chips:not(.kinds) [role="status"]';
    await until('it was asked of all', async () => Number.parseInt(await text(counted), 10) >= 2);
    expect(new Set(await of(brands))).toEqual(new Set([brand]));
    await press();
    await until('all are shown', async () => (await of(brands)).join() === before.join());
  });

  it('have room for a shop of any name', async () => {
    const wider = await page.$eval(POPOVER, (popover) => {
      const chip = popover.querySelector('.chips:not(.kinds) .chip');
      const word = chip?.textContent ?? '';
      if (chip) chip.textContent = 'A shop with a name that is longer than any popover is wide by far';
      const over = popover.scrollWidth - popover.clientWidth;
      if (chip) chip.textContent = word;
      return over;
    });
    expect(wider).toBe(0);
  });
});
