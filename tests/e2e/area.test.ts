import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOTS, POPOVER, waitForDots } from '../browser/overlay';
import { isRight } from '../browser/right';
import type { LoopbackServer } from '../browser/servers';
import { runShortcut } from '../browser/shortcut';
import { picture, type TestPage, wholePage } from '../pages/page';
import { sceneOf } from '../pages/scene';
import { siteOf } from '../pages/site';
import { faults } from './axe';
import { PATIENCE, type Session, startSession, until } from './harness';

/** A drawing that no element admits to: half of it on each of two canvases, in a dialog as high as the window. */
const PAGE: TestPage = {
  name: 'area',
  expected: [],
  html: () =>
    wholePage(
      'Area',
      `<p style="height:40px">Words</p><div id="both"><canvas width="240" height="600"></canvas><canvas width="240" height="600"></canvas></div>
<p style="height:1500px"></p><script type="module">
const image = await createImageBitmap(await (await fetch('${picture(155)}')).blob());
document.querySelectorAll('canvas').forEach((one, at) => one.getContext('2d').drawImage(image, -240 * at, 0));
document.addEventListener('keydown', (event) => { window.heard = (window.heard ?? '') + event.key; }, true);
document.title = 'Drawn';
</script>`,
      {
        head: '<style>body { margin: 0 } #both { display: flex; margin-left: 100px } canvas { width: 240px; height: 600px }</style>',
      },
    ),
};
/** A picture with dots of its own. */
const PICTURE: TestPage = {
  name: 'picture',
  expected: [],
  html: () => wholePage('Picture', `<img src="${picture(156)}" alt="" style="position: absolute; left: 0; top: 0">`),
};
const VEIL = '>>> .veil';
const AREA = '>>> .area';
const LEAVE = '>>> .area-bar button';

describe('an area of the page', () => {
  let session: Session;
  let server: LoopbackServer;
  let page: Page;
  let current = PAGE;

  async function command(name: string): Promise<void> {
    await page.bringToFront();
    await runShortcut(await session.serviceWorker(), name);
  }
  async function choose(): Promise<void> {
    await command('shop-area');
    await page.waitForSelector(VEIL, { visible: true, timeout: PATIENCE });
  }
  const boxOf = async (selector: string) =>
    (await (await page.$(selector))?.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const said = (): Promise<string> =>
    page.evaluate(() =>
      [...(document.querySelector('buy-me-that-look')?.shadowRoot?.querySelectorAll('[role="status"]') ?? [])]
        .map((one) => one.textContent)
        .join(' '),
    );

  /** Dots that lie on a garment of their kind, where the drawing has its top left corner at `x`, `y` in its true size. */
  async function right(x: number, y: number): Promise<boolean[]> {
    const dots = await page.$$eval('>>> button.dot:not([hidden])', (found) =>
      found.map((dot) => {
        const box = dot.getBoundingClientRect();
        return { x: box.x + 16, y: box.y + 16, category: (dot as HTMLElement).dataset.category };
      }),
    );
    return dots.map((dot) =>
      isRight({ category: dot.category, x: (dot.x - x) / 480, y: (dot.y - y) / 600 }, sceneOf(155), 0.06),
    );
  }

  beforeAll(async () => {
    session = await startSession('allsites');
    server = await session.serve(
      siteOf(
        () => current,
        () => ({ here: server.origin, elsewhere: server.origin }),
      ),
    );
    page = await session.open(server.origin);
    await page.waitForFunction(() => document.title === 'Drawn', { timeout: PATIENCE });
  });
  afterAll(async () => session?.close());

  it('is left by Escape, and the page hears none of the keys', async () => {
    await choose();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    await page.waitForSelector(VEIL, { hidden: true, timeout: PATIENCE });
    expect(await page.evaluate(() => (window as unknown as { heard?: string }).heard)).toBeUndefined();
  });

  it('is chosen on a layer in which axe finds nothing', async () => {
    await choose();
    expect(await faults(page, 'buy-me-that-look')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForSelector(VEIL, { hidden: true, timeout: PATIENCE });
  });

  it('is moved and resized by keyboard, which is told, and shopped by Enter', async () => {
    await choose();
    const before = await boxOf(AREA);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.down('Shift');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.up('Shift');
    const after = await boxOf(AREA);
    expect(after.x).toBe(before.x - 16);
    expect(after.width).toBe(before.width);
    expect(after.height).toBe(before.height + 16);
    expect(await said()).toContain(`${after.width} by ${after.height} pixels`);
    for (let times = 0; times < 20; times++) await page.keyboard.press('ArrowLeft');
    for (let times = 0; times < 20; times++) await page.keyboard.press('ArrowUp');
    expect(await boxOf(AREA)).toMatchObject({ x: 0, y: 0 });
    await page.keyboard.down('Shift');
    for (let times = 0; times < 30; times++) await page.keyboard.press('ArrowDown');
    await page.keyboard.up('Shift');
    expect((await boxOf(AREA)).height).toBe(800);
    await page.keyboard.press('Enter');
    await page.waitForSelector(VEIL, { hidden: true, timeout: PATIENCE });
    await waitForDots(page, PATIENCE);
    const both = await boxOf('#both');
    const on = await right(both.x, both.y);
    expect(on.length).toBeGreaterThan(1);
    expect(on.filter(Boolean).length / on.length).toBeGreaterThanOrEqual(0.7);
  });

  it.each([1, 2])(
    'is dragged over what no single element shows, at %i pixels a CSS pixel',
    async (deviceScaleFactor) => {
      await page.setViewport({ width: 1280, height: 800, deviceScaleFactor });
      await choose();
      const both = await boxOf('#both');
      await page.mouse.move(both.x + 2, both.y + 2);
      await page.mouse.down();
      await page.mouse.move(both.x + 300, both.y + 300, { steps: 3 });
      await page.mouse.move(both.x + 478, both.y + 598, { steps: 3 });
      await page.mouse.up();
      await page.waitForSelector(VEIL, { hidden: true, timeout: PATIENCE });
      await waitForDots(page, PATIENCE);
      const on = await right(both.x, both.y);
      expect(on.length).toBeGreaterThan(1);
      expect(on.filter(Boolean).length / on.length).toBeGreaterThanOrEqual(0.7);
    },
  );

  it('has its corners clicked, for those who cannot drag', async () => {
    await choose();
    await page.mouse.click(200, 150);
    await page.mouse.move(420, 400, { steps: 3 });
    await until('it follows the pointer', async () => (await boxOf(AREA)).width > 200);
    expect(await boxOf(AREA)).toMatchObject({ x: 200, y: 150, width: 220, height: 250 });
    // Too near to be another corner.
    await page.mouse.click(205, 155);
    expect(await page.$(VEIL)).not.toBeNull();
    await page.mouse.click(420, 400);
    await page.waitForSelector(VEIL, { hidden: true, timeout: PATIENCE });
  });

  it('is left by a button, by pointer and by keyboard', async () => {
    await choose();
    await page.mouse.click(200, 150);
    const { width, height } = await boxOf(LEAVE);
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    await page.click(LEAVE);
    await page.waitForSelector(VEIL, { hidden: true, timeout: PATIENCE });
    await choose();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector(VEIL, { hidden: true, timeout: PATIENCE });
    expect(await page.evaluate(() => (window as unknown as { heard?: string }).heard)).not.toMatch(/Tab|Enter/);
  });

  it('keeps its dots on what was chosen when the page scrolls', async () => {
    await page.evaluate(() => scrollTo(0, 120));
    const both = await boxOf('#both');
    expect(both.y).toBeLessThan(0);
    await until('the dots have moved along', async () => {
      const on = await right(both.x, both.y);
      return on.length > 0 && on.filter(Boolean).length / on.length >= 0.7;
    });
    await page.evaluate(() => scrollTo(0, 0));
  });

  it('has a popover like any picture, and dots by shortcut', async () => {
    // The command leads to dots that are there now.
    await waitForDots(page, PATIENCE);
    await command('dots');
    await until('a dot has the focus', () =>
      page.evaluate(
        () => document.querySelector('buy-me-that-look')?.shadowRoot?.activeElement?.matches('button.dot') === true,
      ),
    );
    await until('how to go on is told', async () => /Arrow keys/.test(await said()));
    await page.keyboard.press('Enter');
    await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');
    expect((await page.$$(DOTS)).length).toBeGreaterThan(0);
  });

  it('lies above a dialog of the page, which stays open', async () => {
    await page.evaluate(() => {
      const dialog = document.body.appendChild(document.createElement('dialog'));
      dialog.append('A dialog');
      dialog.showModal();
    });
    await choose();
    const hit = await page.evaluate(() => document.elementFromPoint(640, 400)?.localName);
    expect(hit).toBe('buy-me-that-look');
    await page.keyboard.press('Escape');
    await page.waitForSelector(VEIL, { hidden: true, timeout: PATIENCE });
    expect(await page.evaluate(() => document.querySelector('dialog')?.open)).toBe(true);
  });

  it('leaves the picture of which it is a part its own dots', async () => {
    await page.close();
    current = PICTURE;
    page = await session.open(server.origin);
    const names = () => page.$$eval(DOTS, (dots) => dots.map((dot) => (dot as HTMLElement).dataset.name));
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
    // Only a click on the toolbar or a key that was pressed lets the tab be captured: twice it leaves the site as it was.
    await session.clickToolbar(page);
    await until('the overlay is gone', async () => (await page.$('buy-me-that-look')) === null);
    await session.clickToolbar(page);
    await waitForDots(page, PATIENCE);
    const [before, told] = [await names(), await said()];
    await choose();
    await page.mouse.move(2, 2);
    await page.mouse.down();
    await page.mouse.move(50, 50, { steps: 3 });
    await page.mouse.up();
    await until('an answer is told', async () => ![told, ''].includes((await said()).trim()));
    expect(await said()).toMatch(/found in/);
    expect(await names()).toEqual(expect.arrayContaining(before));
  });

  it('made no console complain', () => session.expectQuiet());
});
