import type { ElementHandle, Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOTS, POPOVER } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { picture, type TestPage, wholePage } from '../pages/page';
import { siteOf } from '../pages/site';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';

const SCENE = 155;
const OTHER = 156;
const big = (number: number): string =>
  `<img src="${picture(number)}" alt="" width="384" height="480" style="display: block">`;
const FRAME = wholePage('Frame', big(SCENE), { head: '<style>body { margin: 0 }</style>' });
const LOOK = `<style>body { margin: 0; height: 3000px } iframe { width: 400px; height: 500px; border: 0 }
.window { width: 384px; height: 480px; overflow: hidden; position: relative } .track { display: flex; width: 768px; transition: transform .4s }
.snap { overflow-x: auto; scroll-snap-type: x mandatory; display: flex } .snap img { flex: none; scroll-snap-align: start }
.stack img { position: absolute; inset: 0; transition: opacity .4s }</style>`;
/** Each kind of carousel: its slides, and what a timer of the page does with them. */
const CAROUSELS: Readonly<Record<string, readonly [string, string, string]>> = {
  'a track that is transformed': [
    'window',
    `<div class="track">${big(SCENE)}${big(OTHER)}</div>`,
    "document.querySelector('.track').style.transform = 'translateX(' + (turn % 2 ? -384 : 0) + 'px)'",
  ],
  'a list that is scrolled': [
    'window snap',
    `${big(SCENE)}${big(OTHER)}`,
    "document.querySelector('.snap').scrollTo({ left: turn % 2 ? 384 : 0, behavior: 'smooth' })",
  ],
  'slides that fade': [
    'window stack',
    `${big(OTHER)}${big(SCENE)}`,
    "document.querySelector('.stack').lastElementChild.style.opacity = turn % 2 ? 0 : 1",
  ],
};

/** What a timer of a page may do with a picture that takes it away for good. */
const TAKEN: Readonly<Record<string, string>> = {
  'gets another address': `one.src = '${picture(OTHER)}'`,
  'makes room for another one': `const other = one.cloneNode(); other.src = '${picture(OTHER)}'; one.replaceWith(other)`,
  'is removed': 'one.remove()',
};

function carousel(kind: string): TestPage {
  const [name, slides, turn] = CAROUSELS[kind] ?? ['', '', ''];
  const script = `<script>window.play = () => { let turn = 0; setInterval(() => { turn += 1; ${turn}; }, 900); };</script>`;
  return plain(`<div class="${name}">${slides}</div>${script}`);
}

function plain(body: string): TestPage {
  return {
    name: 'page',
    expected: [],
    frames: { one: FRAME, two: FRAME },
    html: () => wholePage('Page', body, { head: LOOK }),
  };
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('an open popover', () => {
  let session: Session;
  let here: LoopbackServer;
  let elsewhere: LoopbackServer;
  let current: TestPage;
  let page: Page;

  beforeAll(async () => {
    session = await startSession('allsites');
    const origins = () => ({ here: here.origin, elsewhere: elsewhere.origin.replace('127.0.0.1', 'localhost') });
    here = await session.serve(siteOf(() => current, origins));
    elsewhere = await session.serve(siteOf(() => current, origins));
    await warmEngine(session);
  }, WARM_UP);
  afterAll(async () => session?.close());

  async function show(test: TestPage): Promise<void> {
    current = test;
    page = await session.open(here.origin);
    await page.bringToFront();
  }

  async function dotsIn(where: Page | Frame): Promise<ElementHandle<Element>[]> {
    return await until('dots are there', () => where.$$(DOTS));
  }
  const opened = (where: Page | Frame) =>
    where.waitForSelector(`${POPOVER}.placed`, { visible: true, timeout: PATIENCE });
  const closed = (where: Page | Frame) => where.waitForSelector(POPOVER, { hidden: true, timeout: 5_000 });
  /** Which dot's popover is open. */
  const openDot = (where: Page | Frame): Promise<string | null> =>
    where.$eval('>>> .dot[aria-expanded="true"]', (dot) => dot.getAttribute('data-name')).catch(() => null);
  const nameOf = (dot: ElementHandle<Element> | undefined) => dot?.evaluate((one) => one.getAttribute('data-name'));
  /** Dots of two pictures so far apart that neither lies under the popover of the other. */
  async function apart(): Promise<[ElementHandle<Element>, ElementHandle<Element>]> {
    await show(
      plain(
        `<div style="display: flex; width: 1240px; justify-content: space-between">${big(SCENE)}${big(OTHER)}</div>`,
      ),
    );
    await page.setViewport({ width: 1280, height: 800 });
    const dots = await until('both pictures have dots', async () => {
      const found = await page.$$(DOTS);
      const boxes = await Promise.all(found.map((dot) => dot.boundingBox()));
      const [left, right] = [
        found[boxes.findIndex((box) => (box?.x ?? 1e3) < 380)],
        found[boxes.findIndex((box) => (box?.x ?? 0) > 800)],
      ];
      return left && right && ([left, right] as const);
    });
    return [dots[0], dots[1]];
  }
  async function frameOf(part: string): Promise<Frame> {
    return await until('the frame is there', () => page.frames().find((one) => one.url().includes(part)));
  }

  it.each(['click', 'key'])('stays when the pointer rests on another dot, if it was opened by a %s', async (by) => {
    const [first, second] = await apart();
    if (by === 'click') await first.click();
    else {
      await first.focus();
      await page.keyboard.press('Enter');
    }
    await opened(page);
    const box = await second.boundingBox();
    await page.mouse.move(box ? box.x + 16 : 0, box ? box.y + 16 : 0);
    await rest(800);
    expect(await openDot(page)).toBe(await nameOf(first));
    await second.click();
    await until('the other one is open', async () => (await openDot(page)) === (await nameOf(second)));
    await page.close();
  });

  it('gives way to another dot that the pointer rests on, if the pointer opened it', async () => {
    const [first, second] = await apart();
    await first.hover();
    await opened(page);
    await second.hover();
    await until('the other one is open', async () => (await openDot(page)) === (await nameOf(second)));
    await page.close();
  });

  describe.each(['here', 'elsewhere'])('in a frame from %s', (where) => {
    const origin = () => (where === 'here' ? '' : elsewhere.origin.replace('127.0.0.1', 'localhost'));
    const framed = () =>
      plain(`<iframe src="${origin()}/frame/one"></iframe><iframe src="${origin()}/frame/two"></iframe><p>Words</p>`);

    it('is closed by a click beside the frame', async () => {
      await show(framed());
      const frame = await frameOf('/one');
      await (await dotsIn(frame))[0]?.click();
      await opened(frame);
      await page.mouse.click(600, 580);
      await closed(frame);
      await page.close();
    });

    it('is closed by a click into another frame, and one of the page by a click into a frame', async () => {
      await show({
        ...framed(),
        html: () => wholePage('Page', `${framed().html({ here: '', elsewhere: '' })}${big(OTHER)}`, { head: LOOK }),
      });
      const frame = await frameOf('/one');
      await (await dotsIn(frame))[0]?.click();
      await opened(frame);
      await page.mouse.click(780, 490);
      await closed(frame);
      const [dot] = await dotsIn(page);
      await dot?.evaluate((one) => one.scrollIntoView({ block: 'center' }));
      // A click goes by where frames of other processes were last drawn.
      await rest(300);
      await dot?.click();
      await opened(page);
      // What of the frames the popover leaves free.
      await page.mouse.click(20, 20);
      await closed(page);
      await page.close();
    });

    it('stays while another tab is in front', async () => {
      await show(framed());
      const frame = await frameOf('/one');
      await (await dotsIn(frame))[0]?.click();
      await opened(frame);
      const other = await session.open(session.url('sidepanel.html'));
      await other.bringToFront();
      await other.mouse.click(10, 10);
      await rest(600);
      await other.close();
      await page.bringToFront();
      await rest(300);
      expect(await frame.$(POPOVER)).not.toBeNull();
      await page.close();
    });
  });

  it('is closed by a click into a frame of a closed shadow root', async () => {
    await show(
      plain(`${big(SCENE)}<div></div><script>
const root = document.querySelector('div').attachShadow({ mode: 'closed' });
root.innerHTML = '<iframe srcdoc="A film" style="position: fixed; right: 0; bottom: 0; width: 200px; height: 100px"></iframe>';
</script>`),
    );
    await (await dotsIn(page))[0]?.click();
    await opened(page);
    await page.mouse.click(720, 560);
    await closed(page);
    await page.close();
  });

  describe.each(Object.keys(CAROUSELS))('of %s', (kind) => {
    const play = () => page.evaluate(() => (window as unknown as { play(): void }).play());
    const place = () =>
      page.$eval(POPOVER, (popover) => {
        const { x, y } = popover.getBoundingClientRect();
        return [Math.round(x), Math.round(y)].join();
      });

    it.each(['popover', 'dot'])('stays where it is while the pointer rests on its %s', async (on) => {
      await show(carousel(kind));
      const dots = await dotsIn(page);
      await dots[0]?.hover();
      await opened(page);
      await rest(200);
      if (on === 'popover') await page.hover(`${POPOVER} h2`);
      await rest(200);
      const [before, dot] = [await place(), await openDot(page)];
      await play();
      for (let times = 0; times < 20; times++) {
        await rest(150);
        expect(await place().catch(() => 'gone')).toBe(before);
      }
      if (dot && on === 'popover') expect(await openDot(page)).toBe(dot);
      await page.mouse.move(700, 590, { steps: 3 });
      await closed(page);
      await page.close();
    });

    it('goes where its picture is scrolled away or removed', async () => {
      await show(carousel(kind));
      await (await dotsIn(page))[0]?.click();
      await opened(page);
      await play();
      await rest(1_600);
      expect(await page.$(POPOVER)).not.toBeNull();
      await page.evaluate(() => scrollTo(0, 1_500));
      await closed(page);
      await page.close();
    });
  });

  describe.each(Object.entries(TAKEN))('of a picture that %s', (_how, take) => {
    const go = () => page.evaluate(`setTimeout(() => { const one = document.images[0]; ${take} }, 100)`);
    const place = () => page.$eval(POPOVER, (popover) => JSON.stringify(popover.getBoundingClientRect()));

    it('is read on, its look can be saved, and Escape closes it', async () => {
      await show(plain(big(SCENE)));
      await (await dotsIn(page))[0]?.click();
      await opened(page);
      const [before, title] = [await place(), await page.$eval('>>> .popover .name', (name) => name.textContent)];
      await go();
      await until(
        'its dot is gone',
        async () => (await page.$('>>> .dot[aria-expanded="true"]:not([hidden])')) === null,
      );
      await rest(1_000);
      expect(await place()).toBe(before);
      expect(await page.$eval('>>> .popover .name', (name) => name.textContent)).toBe(title);
      await (await page.$('>>> .popover footer .primary'))?.click();
      await until('it is saved', () => page.$('>>> .popover footer .primary[aria-disabled="true"]'));
      await page.keyboard.press('Escape');
      await closed(page);
      expect(await openDot(page)).toBeNull();
      await page.close();
    });

    it('goes at once where nobody reads it', async () => {
      await show(plain(big(SCENE)));
      await (await dotsIn(page))[0]?.hover();
      await opened(page);
      await go();
      await closed(page);
      await page.close();
    });
  });

  it('made no console complain', () => session.expectQuiet());
});
