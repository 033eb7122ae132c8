import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForDots } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { runShortcut } from '../browser/shortcut';
import { wholePage } from '../pages/page';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';
import { walk } from './walks';

/** Long enough for a picture that nothing holds back to be read, milliseconds. */
const TRIED_MS = 3_000;
/** What the server lets the engine wait for a picture, milliseconds. */
const SLOW_MS = 700;
const MANY = 6;

const page = (body: string, head = ''): string => wholePage('Walk', body, { head });
const image = (name: string): string => `<img src="/${name}.jpg" alt="" width="200" height="250">`;
const NOPIN = '<meta name="Pinterest" content="nopin">';
const PAGES: Readonly<Record<string, string>> = {
  '/many': page(Array.from({ length: MANY }, (_, at) => image(`slow-${at}`)).join(' ')),
  '/behind': page(image('behind')),
  '/empty': page('<main></main>'),
  '/forbidden': page(`<iframe src="/framed" width="300" height="300"></iframe>${image('around')}`, NOPIN),
  '/framed': page(image('framed')),
  '/spared': page(
    `<div data-pin-nopin>${image('spared')}</div>${image('beside')}`,
    '<style>body { margin: 0 }</style>',
  ),
};

let session: Session;
let server: LoopbackServer;
let open = 0;
let most = 0;

const isOurs = (headers: Readonly<Record<string, unknown>>): boolean => headers['sec-fetch-site'] === 'none';
/** Pictures that the engine asked for. */
const read = (): string[] =>
  server.requests
    .filter(({ url, headers }) => url.endsWith('.jpg') && isOurs(headers))
    .map(({ url }) => url.slice(1, -4));
const tried = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, TRIED_MS));

async function show(path: string): Promise<Page> {
  const shown = await session.open(`${server.origin}${path}`);
  await shown.bringToFront();
  return shown;
}

/** Adds a picture to a page that has none. */
const add = (shown: Page, html: string): Promise<void> =>
  shown.evaluate((markup) => {
    const holder = document.createElement('div');
    holder.innerHTML = markup;
    document.querySelector('main')?.replaceChildren(...holder.children);
  }, html);

beforeAll(async () => {
  const pictures = await Promise.all(Array.from({ length: MANY }, (_, at) => walk(31 + at)));
  session = await startSession('allsites');
  server = await session.serve(async (path, headers) => {
    const html = PAGES[path];
    if (html) return { body: html, type: 'text/html; charset=utf-8' };
    const [, kind, number = '0'] = /^\/([a-z]+)-?(\d*)\.jpg$/.exec(path) ?? [];
    if (!kind) return undefined;
    if (kind === 'slow' && isOurs(headers)) {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      open -= 1;
    }
    return { body: pictures[Number(number)] as Uint8Array, type: 'image/jpeg' };
  });
  await warmEngine(session);
}, WARM_UP);
afterAll(() => session?.close());

describe('pictures wait', () => {
  it('for their turn: two at once, and in the end each of them once', async () => {
    const shown = await show('/many');
    await until('all are read', () => read().length >= MANY);
    await tried();
    expect(read().sort()).toEqual(Array.from({ length: MANY }, (_, at) => `slow-${at}`));
    expect(most).toBe(2);
    await shown.close();
  });

  it('for their tab to be looked at', async () => {
    const shown = await session.open('about:blank');
    const other = await show('/empty');
    await shown.goto(`${server.origin}/behind`, { timeout: PATIENCE });
    expect(await shown.evaluate(() => document.visibilityState)).toBe('hidden');
    await tried();
    expect(read()).not.toContain('behind');
    await shown.bringToFront();
    await waitForDots(shown, PATIENCE);
    await shown.close();
    await other.close();
  });

  it('for power, where the battery is low', async () => {
    const shown = await show('/empty');
    const battery = await batteryOf(shown);
    await battery({ charging: false, level: 0.1 });
    await add(shown, image('low'));
    await tried();
    expect(read()).not.toContain('low');
    await battery({ charging: true, level: 0.1 });
    await waitForDots(shown, PATIENCE);
    await shown.close();
  });
});

describe('a page whose owner says nopin', () => {
  it('is left alone, and so are frames in it', async () => {
    const shown = await show('/forbidden');
    await tried();
    expect(read().filter((name) => name === 'around' || name === 'framed')).toEqual([]);
    await shown.close();
  });

  it('is so from when it says it until it does no more, without being loaded anew', async () => {
    const shown = await show('/empty');
    await add(shown, image('before'));
    await waitForDots(shown, PATIENCE);
    await shown.evaluate((meta) => document.head.insertAdjacentHTML('beforeend', meta), NOPIN);
    await add(shown, image('meanwhile'));
    await tried();
    expect(read()).not.toContain('meanwhile');
    await shown.evaluate(() => document.querySelector('meta[name="Pinterest"]')?.remove());
    await add(shown, image('after'));
    await until('what came afterwards is read', () => read().includes('after'));
    await shown.close();
  });
});

describe('an area of what its owner says nopin of', () => {
  const notice = (shown: Page): Promise<string | null> =>
    shown.evaluate(
      () => document.querySelector('buy-me-that-look')?.shadowRoot?.querySelector('.notice')?.textContent ?? null,
    );
  const choose = async (): Promise<void> => await runShortcut(await session.serviceWorker(), 'shop-area');
  const drag = async ({ mouse }: Page, top: number, bottom: number): Promise<void> => {
    await mouse.move(5, top);
    await mouse.down();
    await mouse.move(100, bottom - 20, { steps: 2 });
    await mouse.move(195, bottom, { steps: 2 });
    await mouse.up();
  };

  it('is not asked for on such a page', async () => {
    const shown = await show('/forbidden');
    await until('a sentence', async () => {
      await choose();
      return /left alone/.test((await notice(shown)) ?? '');
    });
    expect(await shown.$('>>> .veil')).toBeNull();
    await shown.close();
  });

  it('is not looked at where it shows such a picture, and is beside it', async () => {
    const shown = await show('/spared');
    await waitForDots(shown, PATIENCE);
    const before = (await shown.$$('>>> button.dot')).length;
    await choose();
    await shown.waitForSelector('>>> .veil', { visible: true, timeout: PATIENCE });
    // Its middle lies on the other picture.
    await drag(shown, 100, 490);
    expect(await until('a sentence', () => notice(shown))).toMatch(/left alone/);
    expect((await shown.$$('>>> button.dot')).length).toBe(before);
    await choose();
    await shown.waitForSelector('>>> .veil', { visible: true, timeout: PATIENCE });
    await drag(shown, 270, 490);
    // Nobody clicked the toolbar, which alone allows a look at the tab: another sentence says so.
    await until('another sentence', async () => !/left alone/.test((await notice(shown)) ?? 'left alone'));
    await shown.close();
  });
});

it('made no console complain', () => session.expectQuiet());

/**
 * Sets what the extension sees of the battery: no protocol can drain one. Only the two values are ours, the object, its
 * events and whoever listens are the browser's and the extension's own.
 */
async function batteryOf(shown: Page): Promise<(state: { charging: boolean; level: number }) => Promise<void>> {
  const tab = await shown.createCDPSession();
  const worlds = new Map<number, string>();
  tab.on('Runtime.executionContextCreated', ({ context }) => worlds.set(context.id, context.origin));
  await tab.send('Runtime.enable');
  const contextId = await until(
    'the overlay’s world is there',
    () => [...worlds].find(([, origin]) => origin === `chrome-extension://${session.extensionId}`)?.[0],
  );
  return async (state) => {
    const expression = `navigator.getBattery().then((battery) => {
      for (const [name, value] of Object.entries(${JSON.stringify(state)})) Object.defineProperty(battery, name, { value, configurable: true });
      battery.dispatchEvent(new Event('levelchange'));
      return true;
    })`;
    const { result } = await tab.send('Runtime.evaluate', { expression, contextId, awaitPromise: true });
    expect(result.value).toBe(true);
  };
}
