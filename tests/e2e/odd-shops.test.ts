import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShopSummary } from '../../lib/shop';
import { type Answers, hear } from '../browser/hear';
import { PATIENCE, type Session, startSession, WARM_UP, warmEngine } from './harness';

const TALLY = { found: 12, fresh: 0, changed: 0, cheaper: 0, same: 0, gone: 0, refused: 0 } as const;
const NOTHING_YET: ShopSummary = {
  ...{ id: 'web.alder', name: 'Alder', address: 'https://alder.example/', kind: 'shopify', products: 0 },
  ...{
    stage: 'listing',
    paused: false,
    tally: TALLY,
    total: 0,
    done: 0,
    rejected: 0,
    doubtful: 0,
    unpriced: false,
    refreshedAt: 0,
  },
};

let session: Session;

beforeAll(async () => {
  session = await startSession();
  await warmEngine(session);
}, WARM_UP);
afterAll(() => session?.close());

/** The options page as it is where the engine answers so. */
async function options(answers: Answers, width = 900): Promise<Page> {
  const page = await session.browser.newPage();
  await page.setViewport({ width, height: 800 });
  await hear(page, answers);
  await page.goto(session.url('options.html'), { waitUntil: 'domcontentloaded', timeout: PATIENCE });
  await page.bringToFront();
  await page.waitForSelector('.sources, .tile', { timeout: PATIENCE });
  return page;
}

const shopsText = (page: Page): Promise<string> => page.$eval('#shops', ({ textContent }) => textContent ?? '');

describe('the options page', () => {
  it('tells all of a shop in a narrow window, however long it is', async () => {
    const shop = { id: 'file.a', shop: 'The corner shop of fine clothes', products: 12_345, sample: false };
    const page = await options({ listSources: [{ ...shop, outdated: true }], listShops: [] }, 320);
    const cut = await page.$$eval('.rows .name', (names) =>
      names
        .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)
        .map(({ textContent }) => textContent),
    );
    expect(cut).toEqual([]);
    await page.close();
  });

  it('does not say that there is no shop while the first one comes in', async () => {
    const page = await options({ listSources: [], listShops: [NOTHING_YET] });
    await page.waitForSelector('.tile progress', { timeout: PATIENCE });
    expect(await shopsText(page)).not.toMatch(/No shop yet/);
    await page.close();
  });

  it('says of a shop that was paused while its list was read just that', async () => {
    const page = await options({ listSources: [], listShops: [{ ...NOTHING_YET, paused: true }] });
    await page.waitForSelector('.tile', { timeout: PATIENCE });
    const state = await page.$eval('.tile p', ({ textContent }) => textContent);
    expect(state).toBe('Paused');
    await page.close();
  });

  it('names the shop with every button, and says what comes of what was left out', async () => {
    const page = await options({ listSources: [], listShops: [{ ...NOTHING_YET, stage: 'resting', rejected: 3 }] });
    const button = await page.waitForSelector('::-p-aria([name="Left out: 3: Alder"][role="button"])', {
      timeout: PATIENCE,
    });
    expect(await button?.evaluate((element) => element.getAttribute('title'))).toBe('Save as a table');
    await page.close();
  });

  it('shows of a shop that was found what a reader knows, in words', async () => {
    const found = {
      ...{ name: 'Birch', spec: { kind: 'json-ld', address: 'http://127.0.0.1:9/' }, needsCurrency: false },
      ...{ pictureSites: ['https://a.example/*', 'https://b.example/*'], sample: [] },
    };
    const page = await options({ listSources: [], listShops: [NOTHING_YET], probeShop: found });
    await page.type('input[name="address"]', 'http://127.0.0.1:9/');
    await page.keyboard.press('Enter');
    const words = await page.waitForSelector('form.tile', { timeout: PATIENCE });
    const text = await words?.evaluate(({ textContent }) => textContent);
    expect(text).not.toMatch(/json-ld/);
    expect(text).toMatch(/a\.example and b\.example/);
    await page.close();
  });

  it('asks nobody for what is no address', async () => {
    const page = await options({ listSources: [], listShops: [NOTHING_YET] });
    await page.type('input[name="address"]', 'a shop of mine');
    await page.keyboard.press('Enter');
    const refused = await page.waitForSelector('.toast.alert', { timeout: PATIENCE });
    expect(await refused?.evaluate(({ textContent }) => textContent)).toBe('This is not a web address.');
    await page.close();
  });
});
