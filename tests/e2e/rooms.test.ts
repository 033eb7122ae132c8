import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside, waitInside } from '../browser/inside';
import { runShortcut } from '../browser/shortcut';
import { picture, type TestPage, wholePage } from '../pages/page';
import { PATIENCE, type Session, until, WARM_UP } from './harness';
import { startOn } from './on-page';

const big = `<img src="${picture(171)}" alt="" width="400" height="500">`;
/** How each page shows its lightbox; `now` names what is open, so that a test can ask whether it still is. */
const ROOMS: Readonly<Record<string, string>> = {
  'a dialog in an open shadow root': `const root = make('open', '<dialog>${big}</dialog>');
    const box = root.querySelector('dialog'); window.show = () => box.showModal(); window.now = () => box.open;`,
  'a dialog in a closed shadow root': `const root = make('closed', '<dialog>${big}</dialog>');
    const box = root.querySelector('dialog'); window.show = () => box.showModal(); window.now = () => box.open;`,
  'the whole screen in a shadow root': `const root = make('open', '<div style="padding-left: 500px">${big}</div>');
    const box = root.querySelector('div'); window.show = () => box.requestFullscreen(); window.now = () => root.fullscreenElement === box;`,
  'a popover': `document.body.insertAdjacentHTML('beforeend', '<div popover>${big}</div>');
    const box = document.querySelector('[popover]'); window.show = () => box.showPopover(); window.now = () => box.matches(':popover-open');`,
  'a dialog of scripts': `document.body.insertAdjacentHTML('beforeend', '<div hidden aria-modal="true" role="dialog" style="position: fixed; inset: 0; padding-left: 500px; background: #fff">${big}</div>');
    const box = document.querySelector('[aria-modal]'); const isOut = (event) => !box.hidden && !event.composedPath().includes(box);
    document.addEventListener('click', (event) => { if (isOut(event)) box.hidden = true; }, true);
    window.show = () => setTimeout(() => { box.hidden = false; }); window.now = () => !box.hidden;`,
  'a dialog that holds the focus': `document.body.insertAdjacentHTML('beforeend', '<div hidden role="dialog" style="position: fixed; inset: 0; padding-left: 500px; background: #fff"><button>Close</button>${big}</div>');
    const box = document.querySelector('[role="dialog"]'); let isLost = false;
    box.addEventListener('focusout', ({ target, relatedTarget }) => { if (relatedTarget && !box.contains(relatedTarget)) { isLost = true; target.focus(); } });
    window.show = () => { box.hidden = false; box.querySelector('button').focus(); }; window.now = () => !box.hidden && !isLost;`,
};
const PAGE: TestPage = {
  name: 'rooms',
  expected: [],
  html: () =>
    wholePage(
      'Rooms',
      `<button id="show">Larger</button><p><img src="${picture(170)}" alt="" width="200" height="250"></p><div id="host"></div><script>
const make = (mode, html) => { const root = document.querySelector('#host').attachShadow({ mode }); root.innerHTML = html; return root; };
document.querySelector('#show').addEventListener('click', () => window.show());
({ ${Object.entries(ROOMS)
        .map(([name, script], at) => `'/page/${at}': () => { /* ${name} */ ${script} }`)
        .join(',\n')} })[location.pathname]();
</script>`,
    ),
};

interface Lightbox {
  now(): boolean;
}

describe('dots of a picture in', () => {
  let session: Session;
  let origin: string;

  beforeAll(async () => {
    ({ session, origin } = await startOn(PAGE));
  }, WARM_UP);
  afterAll(async () => session?.close());

  const isOpen = (page: Page): Promise<boolean> => page.evaluate(() => (window as unknown as Lightbox).now());

  it.each(Object.keys(ROOMS).map((name, at) => [name, at] as const))(
    '%s open their popover by a click',
    async (_, at) => {
      const page = await session.open(`${origin}/page/${at}`);
      await page.bringToFront();
      await waitInside(page, 'button.dot', PATIENCE);
      await page.click('#show');
      await until('it is open', () => isOpen(page));
      // Dots in the middle of the window belong to the lightbox.
      const find = async () =>
        (await inside(page, 'button.dot')).find(({ shown, x, width }) => shown && width > 0 && x > 440);
      await until('its dots are there', find);
      // The window may still become the whole screen, and the dots go along.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const dot = await until('they are still there', find);
      await page.mouse.click(dot.x + 16, dot.y + 16);
      const [popover] = await waitInside(page, '.popover.placed', PATIENCE);
      expect(await isOpen(page)).toBe(true);
      await page.mouse.click((popover?.x ?? 0) + 40, (popover?.y ?? 0) + 20);
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect((await inside(page, '.popover')).length).toBe(1);
      expect(await isOpen(page)).toBe(true);
      await page.close();
    },
  );

  it('a dialog of scripts that was closed since keep no area from being chosen', async () => {
    const page = await session.open(`${origin}/page/${Object.keys(ROOMS).indexOf('a dialog of scripts')}`);
    await page.bringToFront();
    await page.evaluate(() => document.querySelector('p')?.remove());
    await page.click('#show');
    await until('the overlay is in it', () => page.evaluate(() => !!document.querySelector('[aria-modal] > buy-me-that-look'))); // biome-ignore format: one thought
    await page.evaluate(() => document.querySelector('[aria-modal]')?.setAttribute('hidden', ''));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await runShortcut(await session.serviceWorker(), 'shop-area');
    await waitInside(page, '.veil', 10_000);
    await page.close();
  });

  it('made no console complain', () => session.expectQuiet());
});
