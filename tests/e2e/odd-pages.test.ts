import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOTS, POPOVER, waitForDots } from '../browser/overlay';
import { isRight } from '../browser/right';
import type { LoopbackServer } from '../browser/servers';
import { picture, type TestPage, wholePage } from '../pages/page';
import { sceneOf } from '../pages/scene';
import { siteOf } from '../pages/site';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';

const SCENE = 155;
const IMAGE = `<img src="${picture(SCENE)}" alt="" width="480" height="600" style="display: block">`;
const MARGIN = '<style>body { margin: 10px 0 0 10px }</style>';
const HEARS = `<script>
window.heard = [];
addEventListener('keydown', ({ key }) => window.heard.push(key));
</script>`;
/** Throws out what it does not know, at once. */
const TIDY = `<script>
window.thrown = 0;
new MutationObserver(() => {
  for (const child of [...document.documentElement.children]) {
    if (child.matches('head, body')) continue;
    child.remove();
    window.thrown += 1;
  }
}).observe(document.documentElement, { childList: true });
</script>`;

const pages: Readonly<Record<string, () => string>> = {
  plain: () => wholePage('Plain', `${IMAGE}${HEARS}`, { head: MARGIN }),
  'of a set of densities': () =>
    wholePage(
      'Densities',
      `<div style="width: 700px; height: 700px; background: image-set(url(${picture(SCENE, 240, 300)}) 1x, url(${picture(SCENE)}) 2x) no-repeat"><i style="display: block; width: 240px; height: 300px"></i></div>`,
      { head: MARGIN },
    ),
  zoomed: () => wholePage('Zoomed', IMAGE, { head: MARGIN, html: 'lang="en" style="zoom: 1.25"' }),
  dialog: () =>
    wholePage(
      'Dialog',
      `<dialog style="zoom: 1.2; padding: 0">${IMAGE}</dialog><script>document.querySelector('dialog').showModal();</script>`,
    ),
  framed: () =>
    wholePage('Framed', `${IMAGE}<iframe style="position: fixed; right: 0; bottom: 0" srcdoc="A film"></iframe>`, {
      head: MARGIN,
    }),
  lens: () =>
    wholePage(
      'Lens',
      `<div style="width: 480px; height: 600px; background: url(${picture(SCENE)}) 0 0 / 480px 600px"></div><script>
const { style } = document.querySelector('div');
addEventListener('mousemove', ({ clientX, clientY }) => {
  Object.assign(style, { backgroundSize: '960px 1200px', backgroundPosition: -clientX + 'px ' + -clientY + 'px' });
});
</script>`,
      { head: '<style>body { margin: 0 }</style>' },
    ),
  'with a backdrop of its own': () =>
    wholePage('Backdrop', IMAGE, { head: `${MARGIN}<style>::backdrop { background: #000 !important }</style>` }),
  'cut on its sides alone': () =>
    wholePage('Sides', `<main><p></p>${IMAGE}</main>`, {
      head: '<style>html, body, main { height: 100%; margin: 0 } main { overflow-x: clip } p { height: 1200px; margin: 0 }</style>',
    }),
  'growing by a script': () =>
    wholePage(
      'Growing',
      `${IMAGE}<script>document.querySelector('img').animate({ scale: ['.1', '1'] }, { duration: 3000, easing: 'steps(1)' });</script>`,
      { head: MARGIN },
    ),
  tidy: () => wholePage('Tidy', `${TIDY}${IMAGE}`, { head: MARGIN }),
};

interface Noting {
  readonly heard: readonly string[];
  readonly thrown: number;
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a page of its own kind', () => {
  let session: Session;
  let server: LoopbackServer;
  let current: TestPage;
  let page: Page;

  beforeAll(async () => {
    session = await startSession('allsites');
    server = await session.serve(
      siteOf(
        () => current,
        () => ({ here: server.origin, elsewhere: server.origin }),
      ),
    );
    await warmEngine(session);
  }, WARM_UP);
  afterAll(async () => session?.close());

  async function show(name: string): Promise<void> {
    current = { name, expected: [], html: pages[name] as () => string };
    page = await session.open(server.origin);
    await page.bringToFront();
  }

  /** Of the dots that can be seen, the share that lies on a garment of its kind. */
  async function share(): Promise<number> {
    const found = await page.evaluate(
      (selector) => {
        const image = document.querySelector('img, i')?.getBoundingClientRect() ?? new DOMRect();
        const root = document.querySelector('buy-me-that-look')?.shadowRoot;
        return [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])].map((dot) => {
          const { x, y, width, height } = dot.getBoundingClientRect();
          return {
            category: dot.dataset.category,
            x: (x + width / 2 - image.x) / image.width,
            y: (y + height / 2 - image.y) / image.height,
            width,
          };
        });
      },
      DOTS.replace('>>> ', ''),
    );
    const on = found.filter((dot) => Math.round(dot.width) === 32 && isRight(dot, sceneOf(SCENE), 0.03));
    return found.length > 1 ? on.length / found.length : 0;
  }

  it.each(['plain', 'zoomed', 'dialog', 'of a set of densities'])(
    'has its dots on the garments, and a popover in view: %s',
    async (name) => {
      await show(name);
      await waitForDots(page, PATIENCE);
      await until('the dots lie on what they stand for', async () => (await share()) >= 0.7);
      await (await page.$(DOTS))?.click();
      await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
      await until('the popover is in view', () =>
        page.$eval(POPOVER, (popover) => {
          const { left, top, right, bottom } = popover.getBoundingClientRect();
          return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
        }),
      );
      await page.close();
    },
  );

  it.each(['cut on its sides alone', 'growing by a script'])('has its dots where it is %s', async (name) => {
    await show(name);
    await page.evaluate(() => scrollTo(0, 1_150));
    await until('the dots lie on what they stand for', async () => (await share()) >= 0.7);
    await page.close();
  });

  it('is not covered by what it says of every backdrop', async () => {
    await show('with a backdrop of its own');
    await waitForDots(page, PATIENCE);
    const drawn = await page.$eval('buy-me-that-look', (host) => getComputedStyle(host, '::backdrop').display);
    expect(drawn).toBe('none');
    await page.close();
  });

  it('keeps a popover while the pointer goes from it back to its dot', async () => {
    await show('plain');
    const [dot] = await waitForDots(page, PATIENCE);
    await dot?.hover();
    const popover = await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
    await popover?.hover();
    await rest(400);
    await dot?.hover();
    await rest(800);
    expect(await page.$(POPOVER)).not.toBeNull();
    await page.close();
  });

  it('has its dots on a picture into which the pointer zooms', async () => {
    await show('lens');
    await waitForDots(page, PATIENCE);
    const spots = () =>
      page.$$eval(DOTS, (dots) =>
        dots.map((dot) => {
          const { x, y } = dot.getBoundingClientRect();
          return { category: dot.getAttribute('data-category'), x: x + 16, y: y + 16 };
        }),
      );
    const before = await spots();
    // One that is out of the box is not shown.
    const isThere = async (left: number, top: number): Promise<boolean> => {
      const now = await spots();
      const right = now.filter(({ category, x, y }) =>
        before.some((one) => one.category === category && Math.hypot(one.x * 2 - left - x, one.y * 2 - top - y) < 4),
      );
      return now.length > 0 && right.length === now.length;
    };
    for (let x = 100; x < 160; x += 10) {
      await page.mouse.move(x, 300);
      await until('they came along', () => isThere(x, 300), 400);
    }
    await page.close();
  });

  it('closes a popover where the reader clicks into a frame', async () => {
    await show('framed');
    const [dot] = await waitForDots(page, PATIENCE);
    await dot?.click();
    await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
    const frame = await (await page.$('iframe'))?.boundingBox();
    await page.mouse.click((frame?.x ?? 0) + 150, (frame?.y ?? 0) + 100);
    await page.waitForSelector(POPOVER, { hidden: true, timeout: PATIENCE });
    await page.close();
  });

  it('is printed without dots', async () => {
    await show('plain');
    await waitForDots(page, PATIENCE);
    const drawn = () => page.$$eval(DOTS, (dots) => dots.filter((dot) => dot.checkVisibility()).length);
    expect(await drawn()).toBeGreaterThan(0);
    await page.emulateMediaType('print');
    expect(await drawn()).toBe(0);
    await page.close();
  });

  it('hears Escape when the popover went with its picture', async () => {
    await show('plain');
    const [dot] = await waitForDots(page, PATIENCE);
    await dot?.hover();
    await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
    await page.evaluate(() => document.querySelector('img')?.remove());
    // Hidden it is at once; only when it is gone there is nothing that Escape would close.
    await until('the popover is gone', async () => (await page.$(POPOVER)) === null);
    await page.keyboard.press('Escape');
    await until('the page hears it', () => page.evaluate(() => (window as unknown as Noting).heard.includes('Escape')));
    await page.close();
  });

  it('is left in peace when it throws the overlay out again and again', async () => {
    await show('tidy');
    const thrown = () => page.evaluate(() => (window as unknown as Noting).thrown);
    await until('the overlay was there', async () => (await thrown()) > 0);
    await until('it comes back no more', async () => {
      const before = await thrown();
      await rest(1_500);
      return (await thrown()) === before;
    });
    expect(await thrown()).toBeLessThan(50);
    await page.close();
  });

  it('has its overlay where it can be used, however often it opens a dialog and removes it', async () => {
    await show('plain');
    await waitForDots(page, PATIENCE);
    const isIn = (parent: string): Promise<boolean> =>
      page.evaluate((name) => document.querySelector('buy-me-that-look')?.parentElement?.localName === name, parent);
    for (let times = 0; times < 25; times++) {
      await page.evaluate(() => document.body.appendChild(document.createElement('dialog')).showModal());
      await until('the overlay is in the dialog', () => isIn('dialog'));
      await page.evaluate(() => document.querySelector('dialog')?.remove());
      await until('the overlay is back', () => isIn('html'));
    }
    await page.close();
  });

  it('made no console complain', () => session.expectQuiet());
});
