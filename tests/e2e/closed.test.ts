import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Inside, inside, waitInside } from '../browser/inside';
import { DOTS, POPOVER, waitForDots } from '../browser/overlay';
import { picture, type TestPage, wholePage } from '../pages/page';
import { siteOf } from '../pages/site';
import { PATIENCE, type Session, startSession, until } from './harness';

/** A page that waits for the overlay by its name: elements of it are the page's own class, which keeps their internals. */
const PRYING: TestPage = {
  name: 'prying',
  expected: [],
  html: () =>
    wholePage(
      'Prying',
      `<img src="${picture(180)}" alt="" width="480" height="600"><script>
window.kept = [];
window.paths = [];
customElements.define('buy-me-that-look', class extends HTMLElement {
  constructor() { super(); window.kept.push(this.attachInternals()); }
});
for (const name of ['click', 'pointerdown', 'pointermove', 'focusin', 'keydown']) addEventListener(name, (event) =>
  window.paths.push(...event.composedPath().map((node) => node.localName ?? node.nodeName)), true);
</script>`,
      { head: '<style>body { margin: 0 }</style>' },
    ),
};

interface Prying {
  readonly kept: readonly ElementInternals[];
  readonly paths: readonly string[];
}

const siteFor = async (session: Session) => {
  const server = await session.serve(
    siteOf(
      () => PRYING,
      () => ({ here: server.origin, elsewhere: server.origin }),
    ),
  );
  return server;
};

/** Points at dots until one opens a popover. */
async function openOne(page: Page): Promise<Inside> {
  const [dot] = await waitInside(page, 'button.dot', PATIENCE);
  await page.mouse.click((dot?.x ?? 0) + 16, (dot?.y ?? 0) + 16);
  const [popover] = await waitInside(page, '.popover.placed', PATIENCE);
  if (!popover) throw new Error('No popover.');
  return popover;
}

describe('the overlay of the extension as it is shipped', () => {
  let session: Session;
  let page: Page;

  beforeAll(async () => {
    session = await startSession('shipped');
    page = await session.open((await siteFor(session)).origin);
    await session.clickToolbar(page);
    await waitInside(page, 'button.dot', PATIENCE);
  });
  afterAll(async () => session?.close());

  it('shows a page nothing of what is in it', async () => {
    await openOne(page);
    const seen = await page.evaluate(() => {
      const { kept, paths } = globalThis as unknown as Prying;
      const host = document.querySelector('buy-me-that-look');
      return {
        there: host !== null,
        roots: [host?.shadowRoot, ...kept.map(({ shadowRoot }) => shadowRoot)].filter(Boolean).length,
        inner: paths.filter((name) => ['button', 'dialog', '#document-fragment'].includes(name)).length,
        heard: paths.includes('buy-me-that-look'),
      };
    });
    expect(seen).toEqual({ there: true, roots: 0, inner: 0, heard: true });
  });

  it('stays open while it is clicked, and closes by a click beside it', async () => {
    const [popover] = await inside(page, '.popover');
    await page.mouse.click((popover?.x ?? 0) + 40, (popover?.y ?? 0) + 20);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await inside(page, '.popover')).length).toBe(1);
    await page.mouse.click(1200, 780);
    await until('the popover is closed', async () => (await inside(page, '.popover')).length === 0);
  });

  it('keeps the focus where it was when it comes on top again', async () => {
    await openOne(page);
    await until('the popover has the focus', async () => (await inside(page, '.popover:focus')).length === 1);
    await page.evaluate(() => document.querySelector('buy-me-that-look')?.remove());
    await waitInside(page, '.popover', PATIENCE);
    await page.keyboard.press('Escape');
    await until('the popover is closed', async () => (await inside(page, '.popover')).length === 0);
  });

  it('made no console complain', () => session.expectQuiet());
});

describe('an overlay that could be looked into', () => {
  let session: Session;
  let page: Page;

  beforeAll(async () => {
    session = await startSession('allsites');
    page = await session.open((await siteFor(session)).origin);
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
  });
  afterAll(async () => session?.close());

  /** What a script of the page does with everything of the overlay that it finds. */
  const pretend = (selector: string): Promise<number> =>
    page.evaluate((which) => {
      const found = document.querySelector('buy-me-that-look')?.shadowRoot?.querySelectorAll<HTMLElement>(which) ?? [];
      for (const one of found) {
        one.click();
        for (const name of ['pointerenter', 'pointerover', 'pointerdown', 'pointerup'])
          one.dispatchEvent(new PointerEvent(name, { bubbles: true, composed: true, pointerType: 'mouse' }));
        for (const key of ['Enter', 'Escape', 'ArrowRight'])
          one.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
      }
      return found.length;
    }, selector);
  const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));

  it('opens nothing for a script of the page, and its popover for a user', async () => {
    expect(await pretend('button.dot')).toBeGreaterThan(0);
    await rest();
    expect(await page.$(POPOVER)).toBeNull();
    await (await page.$(DOTS))?.click();
    await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
  });

  it('saves, closes and opens nothing for a script of the page', async () => {
    const tabs = session.browser.targets().length;
    expect(await pretend('.popover, .popover button, .popover a')).toBeGreaterThan(2);
    await rest();
    expect(await page.$(POPOVER)).not.toBeNull();
    expect(await page.$('>>> .button.primary[aria-disabled=true]')).toBeNull();
    expect(session.browser.targets().length).toBe(tabs);
  });

  it('made no console complain', () => session.expectQuiet());
});
