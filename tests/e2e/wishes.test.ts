import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { ask } from '../browser/ask';
import { DOTS, waitForDots } from '../browser/overlay';
import type { Answer } from '../browser/servers';
import { PATIENCE, type Session, startSession, until } from './harness';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A walk</title></head>
<body style="margin:0 0 0 200px"><img src="/walk.jpg" alt="A walk" width="480" height="600"></body></html>`;

let session: Session;
let page: Page;
let options: Page;
let picture: Answer;

beforeAll(async () => {
  const scene = drawScene({ seed: 13, width: 480, height: 600, people: 1, framing: 'full' });
  picture = { body: new Uint8Array(await renderScene(scene)), type: 'image/jpeg' };
  session = await startSession();
  const server = await session.serve((path) =>
    path === '/' ? { body: PAGE, type: 'text/html; charset=utf-8' } : picture,
  );
  options = await session.open(session.url('options.html'));
  await options.waitForSelector('.sources li', { timeout: PATIENCE });
  page = await session.open(server.origin);
  await page.bringToFront();
  await waitForDots(page, PATIENCE);
});
afterAll(async () => session?.close());

async function choose(name: string, value: string): Promise<void> {
  await options.bringToFront();
  await options.click(`input[name="${name}"][value="${value}"]`);
  await options.waitForSelector(`input[name="${name}"][value="${value}"]:checked`, { timeout: PATIENCE });
  await page.bringToFront();
}

/** Dots that an eye can see. */
async function visibleDots(): Promise<number> {
  const dots = await page.$$(DOTS);
  const seen = await Promise.all(
    dots.map((dot) => dot.evaluate((one) => one.checkVisibility({ opacityProperty: true }))),
  );
  return seen.filter(Boolean).length;
}

describe('what the options say happens on a page that is open', () => {
  it('never shows dots, then again', async () => {
    await choose('dots', 'off');
    await until('the dots are gone', async () => (await page.$$(DOTS)).length === 0);
    await choose('dots', 'always');
    await until('the dots are back', async () => (await visibleDots()) > 0);
  });

  it('shows dots of the picture that is pointed at', async () => {
    await page.mouse.move(20, 20);
    await choose('dots', 'hover');
    await until('the dots wait', async () => (await page.$$(DOTS)).length > 0 && (await visibleDots()) === 0);
    await page.mouse.move(440, 580);
    await until('the dots appear', async () => (await visibleDots()) > 0);
    await page.mouse.move(20, 20);
    await until('the dots hide', async () => (await visibleDots()) === 0);
    await choose('dots', 'always');
  });

  it('finds no fewer garments the more it may be wrong', async () => {
    const counts: number[] = [];
    for (const value of ['few', 'balanced', 'many'] as const) {
      await choose('sensitivity', value);
      await until('it looked again', async () => (await visibleDots()) > 0);
      await page.waitForNetworkIdle({ idleTime: 300 }).catch(() => {});
      counts.push((await page.$$(DOTS)).length);
    }
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[2]).toBeGreaterThan(counts[0] ?? 0);
    await choose('sensitivity', 'balanced');
  });

  it('offers products for whom it was told', async () => {
    for (const [value, word] of [
      ['men', 'Men'],
      ['women', 'Women'],
    ] as const) {
      await choose('gender', value);
      await until('the dots are back', async () => (await visibleDots()) > 0);
      const [dot] = await page.$$(DOTS);
      await dot?.focus();
      await page.keyboard.press('Enter');
      const nearest = await page.waitForSelector('>>> [role="dialog"] :is(.nearest, .chip)', {
        visible: true,
        timeout: PATIENCE,
      });
      if (await nearest?.evaluate((one) => one.classList.contains('nearest'))) await nearest?.click();
      await page.waitForSelector('>>> .chip[aria-pressed="true"]', { visible: true, timeout: PATIENCE });
      expect(await page.$eval('>>> .chip[aria-pressed="true"]', (chip) => chip.textContent)).toBe(word);
      await page.keyboard.press('Escape');
    }
  });

  it('corrects for whom in one click, in the popover', async () => {
    const [dot] = await page.$$(DOTS);
    await dot?.focus();
    await page.keyboard.press('Enter');
    const chip = await page.waitForSelector('>>> .chip::-p-text(All)', { visible: true, timeout: PATIENCE });
    await chip?.click();
    await page.waitForSelector('>>> .chip[aria-pressed="true"]::-p-text(All)', { visible: true, timeout: PATIENCE });
  });

  it('asks the engine for the gender itself', async () => {
    const source = { kind: 'url', url: `${new URL(page.url()).origin}/walk.jpg`, pageUrl: page.url() } as const;
    for (const genderFilter of ['women', 'men'] as const) {
      const { garments } = await ask(options, 'shop', { id: crypto.randomUUID(), source, options: { genderFilter } });
      const genders = new Set(garments.flatMap(({ matches }) => matches.map(({ product }) => product.gender)));
      expect([...genders].every((one) => one === genderFilter || one === 'unisex')).toBe(true);
      expect(genders).toContain(genderFilter);
    }
  });

  it('is told when it could not be kept, and shows what holds', async () => {
    await options.bringToFront();
    await options.evaluate(() => {
      chrome.storage.local.set = () => Promise.reject(new Error('The disk is gone'));
    });
    await options.click('input[name="dots"][value="hover"]');
    await options.waitForSelector('.toasts [role="alert"] .toast', { timeout: PATIENCE });
    expect(await options.$eval('input[name="dots"]:checked', (one) => (one as HTMLInputElement).value)).toBe('always');
  });

  it('made no console complain', () => session.expectQuiet());
});
