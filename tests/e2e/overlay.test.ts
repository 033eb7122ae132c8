import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { DOTS, POPOVER, waitForDots } from '../browser/overlay';
import { isRight } from '../browser/right';
import type { Answer, LoopbackServer } from '../browser/servers';
import { PATIENCE, type Session, startSession, until } from './harness';

const SCENE = drawScene({ seed: 11, width: 480, height: 600, people: 1, framing: 'full' });
/** A page that forbids nearly everything: the overlay needs none of it. */
const POLICY =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'; require-trusted-types-for 'script'\">";
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>A walk</title>
${POLICY}</head><body><h1>A walk</h1><img src="/walk.jpg" alt="A walk" width="480" height="600"><p id="words" contenteditable>Words</p></body></html>`;

let picture: Uint8Array;

beforeAll(async () => {
  picture = new Uint8Array(await renderScene(SCENE));
});

function site(path: string): Answer | undefined {
  if (path.startsWith('/walk.jpg')) return { body: picture, type: 'image/jpeg' };
  return path === '/' ? { body: PAGE, type: 'text/html; charset=utf-8' } : undefined;
}

/** Moves through the open shadow root, where the page's own functions cannot look. */
async function focusedClass(page: Page): Promise<string> {
  return await page.evaluate(
    () => document.querySelector('buy-me-that-look')?.shadowRoot?.activeElement?.className ?? '',
  );
}

describe('dots on a page whose policy forbids everything', () => {
  let session: Session;
  let server: LoopbackServer;
  let page: Page;

  beforeAll(async () => {
    session = await startSession('allsites');
    server = await session.serve(site);
    page = await session.open(server.origin);
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
  });
  afterAll(async () => session?.close());

  it('lie on the garments that the picture shows', async () => {
    const image = await (await page.$('img'))?.boundingBox();
    expect(image).toBeTruthy();
    if (!image) return;
    const dots = await page.$$(DOTS);
    const right = await Promise.all(
      dots.map(async (dot) => {
        const box = await dot.boundingBox();
        const category = await dot.evaluate((element) => (element as HTMLElement).dataset.category);
        if (!box) return false;
        const x = (box.x + box.width / 2 - image.x) / image.width;
        const y = (box.y + box.height / 2 - image.y) / image.height;
        return isRight({ category, x, y }, SCENE);
      }),
    );
    expect(right.length).toBeGreaterThan(1);
    expect(right.filter(Boolean).length / right.length).toBeGreaterThanOrEqual(0.8);
  });

  it('open a popover by mouse and close it when the pointer leaves', async () => {
    const [dot] = await page.$$(DOTS);
    await dot?.hover();
    await page.waitForSelector(POPOVER, { timeout: PATIENCE, visible: true });
    await page.mouse.move(5, 5);
    await page.waitForSelector(POPOVER, { timeout: PATIENCE, hidden: true });
  });

  it('open a popover by keyboard; Escape closes it and gives the focus back', async () => {
    const [dot] = await page.$$(DOTS);
    await dot?.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForSelector(POPOVER, { timeout: PATIENCE, visible: true });
    await until('the popover has the focus', async () => (await focusedClass(page)).split(' ').includes('popover'));
    await page.keyboard.press('Escape');
    await page.waitForSelector(POPOVER, { timeout: PATIENCE, hidden: true });
    // A dot pulses for a moment when it comes, and says so in a second class.
    expect((await focusedClass(page)).split(' ')[0]).toBe('dot');
  });

  it('leave the focus in a field of the page when Escape closes what the pointer opened', async () => {
    await page.mouse.move(5, 5);
    await page.focus('#words');
    const [dot] = await page.$$(DOTS);
    await dot?.hover();
    await page.waitForSelector(POPOVER, { timeout: PATIENCE, visible: true });
    await page.keyboard.press('Escape');
    await page.waitForSelector(POPOVER, { timeout: PATIENCE, hidden: true });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('words');
    await page.mouse.move(5, 5);
  });

  it('save a look that the side panel lists', async () => {
    const [dot] = await page.$$(DOTS);
    await dot?.focus();
    await page.keyboard.press('Enter');
    const save = await page.waitForSelector('>>> .button.primary', { timeout: PATIENCE, visible: true });
    await save?.click();
    await page.waitForSelector('>>> .button.primary[aria-disabled=true]', { timeout: PATIENCE, visible: true });
    const panel = await session.open(session.url('sidepanel.html'));
    await panel.waitForSelector('.look img', { timeout: PATIENCE, visible: true });
    expect(await panel.$eval('.look strong', (title) => title.textContent)).toBe('A walk');
    await panel.close();
  });

  it('made no console complain and asked for nothing but the page’s pictures', () => session.expectQuiet());
});
