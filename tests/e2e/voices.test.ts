import type { Page, Protocol } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../browser/ask';
import type { LoopbackServer } from '../browser/servers';
import { wholePage } from '../pages/page';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';

/** What only the extension's own pages have a use for. */
const OWN = [
  ['removeSource', 'sample'],
  ['exportPack', undefined],
  ['importPack', undefined],
  ['listSources', undefined],
  ['listShops', undefined],
  ['probeShop', 'http://127.0.0.1:1'],
  ['addShop', { name: 'Mine', spec: { kind: 'csv', address: 'http://127.0.0.1:1' } }],
  ['pauseShop', { id: 'mine', paused: true }],
  ['refreshShop', 'mine'],
  ['rejectedOfShop', 'mine'],
  ['findProducts', []],
  ['engineInfo', undefined],
  ['selfTest', undefined],
  ['resumeShops', undefined],
] as const;

describe('a content script, as a site would use it that took over its page’s process', () => {
  let session: Session;
  let server: LoopbackServer;

  beforeAll(async () => {
    session = await startSession('allsites');
    server = await session.serve(() => ({ body: wholePage('Page', '<p>Nothing.</p>'), type: 'text/html' }));
    await warmEngine(session);
  }, WARM_UP);
  afterAll(() => session?.close());

  /** Sends a message with the voice of the page's content script; answers the name of what comes back. */
  async function say(page: Page, type: string, data: unknown): Promise<string> {
    const tab = await page.createCDPSession();
    const worlds: Protocol.Runtime.ExecutionContextDescription[] = [];
    tab.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
    await tab.send('Runtime.enable');
    const world = await until('the content script is there', async () =>
      worlds.find(({ origin }) => origin === session.url('').replace(/\/$/, '')),
    );
    const message = JSON.stringify({ id: 1, type, data, timestamp: 0 });
    const { result } = await tab.send('Runtime.evaluate', {
      contextId: world?.id ?? 0,
      expression: `chrome.runtime.sendMessage(${message}).then((answer) => (answer?.err ? 'refused' : 'answered'))`,
      awaitPromise: true,
      returnByValue: true,
    });
    await tab.detach();
    return String(result.value);
  }

  it('is not obeyed where only the extension’s own pages ask', async () => {
    const page = await session.open(server.origin);
    await page.waitForFunction(() => document.readyState === 'complete', { timeout: PATIENCE });
    expect(await say(page, 'ensureEngine', undefined)).toBe('answered');
    expect(await say(page, 'prepare', undefined)).toBe('answered');
    const heard: [string, string][] = [];
    for (const [type, data] of OWN) heard.push([type, await say(page, type, data)]);
    expect(heard.filter(([, answer]) => answer !== 'refused')).toEqual([]);
    const own = await session.open(session.url('manifest.json'));
    expect(await ask(own, 'listSources')).toMatchObject([{ id: 'sample' }]);
    await page.close();
    await own.close();
  });

  it('is another than the service worker, which wakes the shops', async () => {
    const worker = await session.serviceWorker();
    const message = { id: 1, type: 'resumeShops', timestamp: 0 };
    expect(await worker.evaluate((sent) => chrome.runtime.sendMessage(sent), message)).toEqual({ res: 0 });
  });
});
