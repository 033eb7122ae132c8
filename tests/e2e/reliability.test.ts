import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { BUILDS } from '../browser/launch';
import { CARDS, waitForDots, waitForPopover } from '../browser/overlay';
import type { LoopbackServer } from '../browser/servers';
import { PATIENCE, type Session, startSession, until, WARM_UP, warmEngine } from './harness';

/** A host without https that is not loopback: pages there are no secure context, as much of the web. */
const PLAIN = 'plain.test';
const PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Walk</title></head><body><img src="/walk.jpg" alt="A walk" width="480" height="600"><p style="height:2000px"></p></body></html>';

let folder: string;
let session: Session;
let server: LoopbackServer;
let walk: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reliability-'));
  const scene = drawScene({ seed: 11, width: 480, height: 600, people: 1, framing: 'full' });
  walk = new Uint8Array(await renderScene(scene));
  const switches = [`--host-resolver-rules=MAP ${PLAIN} 127.0.0.1`, `--proxy-bypass-list=${PLAIN}`];
  session = await startSession('allsites', switches, await limited(folder));
  server = await session.serve((path) => {
    if (path === '/' || path === '/?other') return { body: PAGE, type: 'text/html; charset=utf-8' };
    if (path === '/hard') return { body: PAGE.replace('walk.jpg', 'hard.jpg'), type: 'text/html; charset=utf-8' };
    return path === '/walk.jpg' || path === '/hard.jpg' ? { body: walk, type: 'image/jpeg' } : undefined;
  });
  await warmEngine(session);
}, WARM_UP);
afterAll(async () => {
  await session?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The extension as it is, but the browser may say that its disk is full: as shipped only the disk itself limits it. */
async function limited(into: string): Promise<string> {
  const dir = join(into, 'extension');
  await cp(BUILDS.allsites, dir, { recursive: true });
  const file = join(dir, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { permissions: string[] };
  manifest.permissions = manifest.permissions.filter((one) => one !== 'unlimitedStorage');
  await writeFile(file, JSON.stringify(manifest));
  return dir;
}

const textOf = (page: Page, selector: string): Promise<string> =>
  page.$$eval(selector, (found) => found.map(({ textContent }) => textContent).join('\n'));
const alertOf = (page: Page): Promise<string> => textOf(page, '.toasts [role="alert"]');

async function openPanel(tab: 'page' | 'picture' | 'looks'): Promise<Page> {
  const panel = await session.open(session.url('sidepanel.html'));
  await (await panel.waitForSelector(`#tab-${tab}`, { timeout: PATIENCE }))?.click();
  return panel;
}

describe('a page without https', () => {
  it('gets its dots like any other', async () => {
    const page = await session.open(`http://${PLAIN}:${new URL(server.origin).port}/`);
    await page.bringToFront();
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await waitForDots(page, 2 * PATIENCE);
    await page.close();
  });

  it('copies a product’s address, though it has no clipboard of its own', async () => {
    const page = await session.open(`http://${PLAIN}:${new URL(server.origin).port}/`);
    await page.bringToFront();
    const [dot] = await waitForDots(page, 2 * PATIENCE);
    await dot?.focus();
    await page.keyboard.press('Enter');
    await waitForPopover(page, PATIENCE);
    await (await page.$('>>> .nearest'))?.click();
    const address = await (await page.waitForSelector(CARDS, { timeout: PATIENCE }))?.evaluate(
      (one) => (one as HTMLAnchorElement).href,
    );
    await (await page.$('>>> .actions [aria-label^="Copy link"]'))?.evaluate((one) => (one as HTMLElement).focus());
    await page.keyboard.press('Enter');
    await until('it is told', async () =>
      (await page.$$eval('>>> [role="status"]', (all) => all.map((one) => one.textContent))).includes('Link copied.'),
    );
    const field = await page.evaluateHandle(() => document.body.appendChild(document.createElement('textarea')));
    await field.focus();
    await page.keyboard.down('Control');
    await page.keyboard.press('KeyV', { commands: ['Paste'] });
    await page.keyboard.up('Control');
    expect(await field.evaluate(({ value }) => value)).toBe(address);
    await page.close();
  });
});

describe('without a network', () => {
  it('what is on this computer still works, and what is not is said', async () => {
    const panel = await openPanel('picture');
    const gone = await session.serve(() => undefined);
    await gone.close();
    const drop = (): Promise<void> =>
      panel.evaluate((src) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.setData('text/uri-list', src);
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      }, `${gone.origin}/walk.jpg`);
    await drop();
    await until('the site is blamed', async () => /does not give the picture away/.test(await alertOf(panel)));
    // All of the extension's process believes it, the engine's worker too.
    await panel.setOfflineMode(true);
    await drop();
    await until('the network is blamed', async () => /You are offline/.test(await alertOf(panel)));
    const file = join(folder, 'walk.jpg');
    await writeFile(file, walk);
    await ((await panel.waitForSelector('#own-picture')) as ElementHandle<HTMLInputElement>).uploadFile(file);
    await until('garments are found', () => panel.$('.own-picture .garment .card'), 2 * PATIENCE);
    await panel.click('::-p-aria([name="Save look"][role="button"])');
    await until('it is saved', async () => /Look saved/.test(await textOf(panel, '.toasts')));
    await panel.click('#tab-looks');
    await panel.waitForSelector('.look .open', { timeout: PATIENCE });
    await panel.close();
  });
});

describe('a database of another version', () => {
  const hold = (page: Page, version: number): Promise<void> =>
    page.evaluate(
      (wanted) =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('buy-me-that-look', wanted);
          opening.onerror = () => reject(opening.error);
          opening.onblocked = () => reject(new Error('An open connection blocks a newer version.'));
          opening.onsuccess = () => {
            Object.assign(globalThis, { held: opening.result });
            resolve();
          };
        }),
      version,
    );

  it('is let in at once by every open page, and the screens go on', async () => {
    const panel = await openPanel('looks');
    await panel.waitForSelector('.look .open', { timeout: PATIENCE });
    const newer = await session.open(session.url('manifest.json'));
    await hold(newer, 100_000);
    await newer.close();
    await panel.reload();
    await panel.waitForSelector('.look .open', { timeout: PATIENCE });
    expect(await alertOf(panel)).toBe('');
    await panel.close();
  });
});

/** The browser believes its last look at the disk for half a minute. */
const BELIEF_MS = 31_000;

describe('a full disk', () => {
  it('is said, what is stored stays, and with room again all goes on', async () => {
    const blank = await session.open(session.url('manifest.json'));
    const protocol = await blank.createCDPSession();
    const origin = `chrome-extension://${session.extensionId}`;
    await protocol.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000 });
    await new Promise((resolve) => setTimeout(resolve, BELIEF_MS));
    const panel = await openPanel('picture');
    const file = join(folder, 'again.jpg');
    await writeFile(file, walk);
    await ((await panel.waitForSelector('#own-picture')) as ElementHandle<HTMLInputElement>).uploadFile(file);
    await until('garments are found', () => panel.$('.own-picture .garment .card'), 2 * PATIENCE);
    await panel.click('::-p-aria([name="Save look"][role="button"])');
    await until('it is said', async () => /no room left on this disk/.test(await alertOf(panel)));
    await protocol.send('Storage.overrideQuotaForOrigin', { origin });
    await panel.click('::-p-aria([name="Save look"][role="button"])');
    await until('it is saved', async () => /Look saved/.test(await textOf(panel, '.toasts')));
    await panel.click('#tab-looks');
    await until('both looks are there', async () => (await panel.$$('.look .open')).length === 2);
    await panel.close();
    await blank.close();
  });
});

describe('a picture that ends the engine', () => {
  const readByUs = (path: string): number =>
    server.requests.filter(({ url, headers }) => url === path && headers['sec-fetch-site'] === 'none').length;

  it('is not tried again, and others get their dots', async () => {
    const engine = await until('the engine runs', async () => (await session.offscreen())?.workers()[0]);
    // No file is known that crashes this browser's codec: the worker dies as it would.
    await engine.evaluate(() => {
      self.createImageBitmap = () => {
        setTimeout(() => {
          throw new Error('The codec crashed.');
        });
        return new Promise(() => {});
      };
    });
    const page = await session.open(`${server.origin}/hard`);
    await page.bringToFront();
    const workers = async () => (await session.offscreen())?.workers();
    await until('the engine is given up', async () => (await workers())?.includes(engine) === false);
    const tried = readByUs('/hard.jpg');
    expect(tried).toBe(1);
    await page.goto(`${server.origin}/?other`, { timeout: PATIENCE });
    await waitForDots(page, 2 * PATIENCE);
    await page.goto(`${server.origin}/hard`, { timeout: PATIENCE });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await page.$('>>> button.dot')).toBeNull();
    expect(readByUs('/hard.jpg')).toBe(tried);
    await page.close();
  });
});

describe('all of it', () => {
  // The browser's own word for a server that is gone, and the crash above.
  const KNOWN = /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|The codec crashed/;
  it('made no console complain', () => session.expectQuiet(KNOWN));
});
