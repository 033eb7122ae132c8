import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POPOVER, waitForDots } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { picture, wholePage } from '../pages/page';
import { siteOf } from '../pages/site';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';

const LOOK = `<style>body { margin: 0 } img { display: block } .window { width: 384px; height: 480px; overflow: hidden }
.track { display: flex; width: 768px; transition: transform .3s } iframe { position: fixed; right: 0; bottom: 0; width: 150px; height: 100px }
.inner { height: 500px; overflow: auto }</style>`;
const big = (number: number): string => `<img src="${picture(number)}" alt="" width="384" height="480">`;
const CAROUSEL = `<div class="window"><div class="track">${big(155)}${big(156)}</div></div>
<script>window.slide = (away) => { document.querySelector('.track').style.transform = away ? 'translateX(-384px)' : ''; };</script>`;
/** Longer than a page is taken to move by what a person did before. */
const HAND_MS = 1_800;

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('an open popover', () => {
  let session: Session;
  let server: LoopbackServer;
  let body = '';
  let page: Page;

  beforeAll(async () => {
    session = await startSession('allsites');
    const test = { name: 'page', expected: [], html: () => wholePage('Page', body, { head: LOOK }) };
    server = await session.serve(
      siteOf(
        () => test,
        () => ({ here: server.origin, elsewhere: server.origin }),
      ),
    );
    await warmEngine(session);
  }, WARM_UP);
  afterAll(async () => session?.close());

  /** Opens a page, and the popover of its first dot, unless it is to be scrolled before. */
  async function open(html: string, by: 'hover' | 'click' | undefined): Promise<void> {
    body = html;
    page = await session.open(server.origin);
    await page.bringToFront();
    if (by) await openFirst(by);
  }
  async function openFirst(by: 'hover' | 'click'): Promise<void> {
    const [dot] = await waitForDots(page, PATIENCE);
    await dot?.[by]();
    await page.waitForSelector(`${POPOVER}.placed`, { visible: true, timeout: PATIENCE });
  }
  const isOpen = async () => (await page.$(POPOVER)) !== null;
  const closed = () => page.waitForSelector(POPOVER, { hidden: true, timeout: 5_000 });
  const place = () =>
    page.$eval(POPOVER, (popover) => {
      const { x, y } = popover.getBoundingClientRect();
      return [Math.round(x), Math.round(y)].join();
    });

  it.each([
    ['its window has another size', "dispatchEvent(new Event('resize'))"],
    ['it was scrolled', "document.dispatchEvent(new Event('scroll'))"],
  ])('stays where a carousel moves on and its page pretends that %s', async (_, pretend) => {
    await open(CAROUSEL, 'click');
    await rest(HAND_MS);
    const before = await place();
    await page.evaluate(`slide(true); setInterval(() => ${pretend}, 50)`);
    await rest(1_000);
    expect(await place().catch(() => 'gone')).toBe(before);
    await page.close();
  });

  it('stays where its page pretends that the focus went', async () => {
    await open(big(155), 'click');
    await page.evaluate(() => dispatchEvent(new Event('blur')));
    await rest(400);
    expect(await isOpen()).toBe(true);
    await page.close();
  });

  it('stays where a frame takes the focus that nobody clicked', async () => {
    // What a test evaluates counts as done by a person for five seconds.
    const take = `<script>let timer; addEventListener('pointermove', () => { clearTimeout(timer); timer = setTimeout(() => {
  document.querySelector('iframe').contentDocument.querySelector('button').focus();
  window.wasUsed = navigator.userActivation.isActive;
}, 9_000); });</script>`;
    await open(`${big(155)}<iframe srcdoc="<button>Chat</button>"></iframe>${take}`, 'hover');
    await rest(10_000);
    expect(await page.evaluate('[document.activeElement.localName, wasUsed].join()')).toBe('iframe,false');
    expect(await isOpen()).toBe(true);
    await page.close();
  });

  it('goes where the browser goes back to a view of the page that hides its picture', async () => {
    const views = `<script>history.pushState(1, '', '#look');
addEventListener('popstate', () => { document.querySelector('main').style.display = 'none'; });</script>`;
    await open(`<main>${big(155)}</main>${views}`, 'click');
    await rest(HAND_MS);
    const cdp = await page.createCDPSession();
    const { entries, currentIndex } = await cdp.send('Page.getNavigationHistory');
    await cdp.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1]?.id ?? 0 });
    await until('the page went back', () => page.$eval('main', (main) => main.style.display === 'none'));
    await closed();
    await page.close();
  });

  it('goes where a list in the page is scrolled by the wheel', async () => {
    await open(`<div class="inner">${big(155)}<div style="height: 3000px"></div></div>`, 'click');
    await rest(HAND_MS);
    await page.mouse.move(20, 450);
    await page.mouse.wheel({ deltaY: 900 });
    await closed();
    await page.close();
  });

  it('stays where a carousel moves on while somebody writes in the page', async () => {
    await open(`<p contenteditable style="position: fixed; right: 0; top: 0">Words: </p>${CAROUSEL}`, 'hover');
    await page.focus('p');
    await page.hover(`${POPOVER} h2`);
    await rest(HAND_MS);
    const before = await place();
    await page.evaluate('slide(true)');
    await page.keyboard.type('red shoes', { delay: 100 });
    expect(await place().catch(() => 'gone')).toBe(before);
    expect(await page.$eval('p', (words) => words.textContent)).toContain('red shoes');
    await page.close();
  });

  it('leaves the page where it is when it is closed by a key after its dot went', async () => {
    await open(
      `<button>Menu</button><div style="height: 1500px"></div>${CAROUSEL}<div style="height: 1500px"></div>`,
      undefined,
    );
    await page.focus('button');
    await page.evaluate(() => scrollTo(0, 1_500));
    await openFirst('click');
    await rest(HAND_MS);
    await page.evaluate('slide(true)');
    await rest(1_500);
    expect(await isOpen()).toBe(true);
    await page.keyboard.press('Escape');
    await closed();
    expect(await page.evaluate(() => [document.activeElement?.localName, scrollY])).toEqual(['button', 1_500]);
    await page.close();
  });

  it('made no console complain', () => session.expectQuiet());
});
