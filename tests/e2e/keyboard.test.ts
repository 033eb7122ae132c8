import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { POPOVER, waitForDots } from '../browser/overlay';
import { runShortcut } from '../browser/shortcut';
import { PATIENCE, type Session, startSession, until } from './harness';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Two at the crossing</title></head>
<body><p><a id="link" href="#top">Before the picture</a></p><img src="/two.jpg" alt="Two at the crossing" width="640" height="560"></body></html>`;
/** More controls than a popover has. */
const MANY = 60;

let session: Session;
let page: Page;

/** Runs a shortcut on the page. */
async function shortcut(name: string): Promise<void> {
  await page.bringToFront();
  await runShortcut(await session.serviceWorker(), name);
}

interface Focused {
  readonly name: string;
  readonly wearer: string | undefined;
  readonly inside: boolean;
  readonly text: string;
}

/** What has the focus, in the overlay or on the page. */
const focused = (): Promise<Focused> =>
  page.evaluate(() => {
    const inner = document.querySelector('buy-me-that-look')?.shadowRoot?.activeElement as
      | HTMLElement
      | null
      | undefined;
    const element = inner ?? (document.activeElement as HTMLElement);
    return {
      name: inner ? element.className : element.id || element.localName,
      wearer: element.dataset.wearer,
      inside: !!inner?.closest('.popover'),
      text: element.textContent?.trim() ?? '',
    };
  });
const said = (): Promise<string> =>
  page.$$eval('>>> [role="status"]', (all) => all.map((one) => one.textContent).join(' '));

describe('without a mouse', () => {
  beforeAll(async () => {
    const scene = drawScene({ seed: 35, width: 640, height: 560, people: 2, framing: 'full' });
    const picture = new Uint8Array(await renderScene(scene));
    session = await startSession();
    const server = await session.serve((path) =>
      path === '/' ? { body: PAGE, type: 'text/html; charset=utf-8' } : { body: picture, type: 'image/jpeg' },
    );
    page = await session.open(server.origin);
    await page.bringToFront();
    await waitForDots(page, PATIENCE);
    await page.focus('#link');
  });
  afterAll(async () => session?.close());

  it('the browser gives every key that the manifest asks for: some it keeps for itself', async () => {
    const options = await session.open(session.url('manifest.json'));
    const keys = await until('keys are given', async () => {
      const all = await options.evaluate(() => chrome.commands.getAll());
      return all.some(({ shortcut: key }) => key) && all;
    });
    const without = keys.filter(({ name, shortcut: key }) => name !== '_execute_action' && !key);
    expect(without).toEqual([]);
    expect(keys.length).toBeGreaterThanOrEqual(4);
    await options.close();
    await page.bringToFront();
  });

  it('a shortcut leads to the dots, arrows from one to the next, wearer by wearer', async () => {
    await shortcut('dots');
    await until('a dot has the focus', async () => (await focused()).name === 'dot');
    await until('how to go on is told', async () => /Arrow keys|Enter opens/.test(await said()));
    await page.keyboard.press('Home');
    const wearers: (string | undefined)[] = [];
    const count = (await page.$$('>>> button.dot:not([hidden])')).length;
    for (let at = 0; at < count; at++) {
      wearers.push((await focused()).wearer);
      await page.keyboard.press(at % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
    }
    expect(count).toBeGreaterThan(2);
    // Nobody's dots lie between another's: every wearer comes once.
    expect(wearers.filter((one, at) => one !== wearers[at - 1])).toEqual([...new Set(wearers)]);
  });

  it('Tab goes round inside of the popover, a look is saved, and the focus is never lost', async () => {
    await page.keyboard.press('Enter');
    await page.waitForSelector(POPOVER, { visible: true, timeout: PATIENCE });
    await until('the popover has the focus', async () => (await focused()).name.startsWith('popover'));
    const seen: string[] = [];
    for (let times = 0; times < MANY; times++) {
      await page.keyboard.press('Tab');
      const now = await focused();
      expect(now.inside).toBe(true);
      if (now.text === 'Save look') break;
      seen.push(now.text);
    }
    expect((await focused()).text).toBe('Save look');
    expect(seen.length).toBeGreaterThan(2);
    await page.keyboard.press('Tab');
    expect((await focused()).name).toContain('icon-button'); // the first control: "Close"
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    expect((await focused()).text).toBe('Save look');
    await page.keyboard.press('Enter');
    await until('it is told', async () => /Look saved/.test(await said()));
    await until('the button says so', async () => (await focused()).text === 'Look saved');
    await page.keyboard.press('Tab');
    expect((await focused()).text).toBe('Show saved looks');
  });

  it('Escape leads back to the dot, and once more to where one was', async () => {
    await page.keyboard.press('Escape');
    await page.waitForSelector(POPOVER, { hidden: true, timeout: PATIENCE });
    expect((await focused()).name).toBe('dot');
    await page.keyboard.press('Escape');
    expect((await focused()).name).toBe('link');
  });

  it('the look is found again in the side panel', async () => {
    const panel = await session.open(session.url('sidepanel.html'));
    await panel.bringToFront();
    await panel.waitForSelector('.look', { visible: true, timeout: PATIENCE });
    for (let times = 0; times < MANY; times++) {
      await panel.keyboard.press('Tab');
      if (await panel.evaluate(() => !!document.activeElement?.closest('.look'))) break;
    }
    expect(await panel.evaluate(() => document.activeElement?.closest('.look')?.textContent)).toContain(
      'Two at the crossing',
    );
    await panel.keyboard.press('Enter');
    await panel.waitForSelector('.look-view', { visible: true, timeout: PATIENCE });
    await panel.close();
  });

  it('it is deleted and brought back, and the focus goes along', async () => {
    const panel = await session.open(session.url('sidepanel.html'));
    await panel.bringToFront();
    await panel.waitForSelector('.look', { visible: true, timeout: PATIENCE });
    const focusedWord = () => panel.evaluate(() => document.activeElement?.textContent ?? '');
    await panel.focus('.look .icon-button');
    await panel.keyboard.press('Enter');
    await until('the way back has the focus', async () => (await focusedWord()) === 'Undo');
    await panel.keyboard.press('Enter');
    await until('the look has it again', async () => (await focusedWord()).includes('Two at the crossing'));
    await panel.close();
  });

  it('made no console complain', () => session.expectQuiet());
});
