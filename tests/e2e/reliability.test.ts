import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { waitForDots } from '../browser/overlay';
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
  session = await startSession('allsites', [
    `--host-resolver-rules=MAP ${PLAIN} 127.0.0.1`,
    `--proxy-bypass-list=${PLAIN}`,
  ]);
  server = await session.serve((path) => {
    if (path === '/') return { body: PAGE, type: 'text/html; charset=utf-8' };
    return path === '/walk.jpg' ? { body: walk, type: 'image/jpeg' } : undefined;
  });
  await warmEngine(session);
}, WARM_UP);
afterAll(async () => {
  await session?.close();
  await rm(folder, { recursive: true, force: true });
});

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
});

describe('without a network', () => {
  it('what is on this computer still works, and what is not is said', async () => {
    const panel = await openPanel('picture');
    const gone = await session.serve(() => undefined);
    await gone.close();
    await panel.evaluate((src) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', src);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, `${gone.origin}/walk.jpg`);
    await until('it is said', async () => /does not give the picture away|offline/.test(await alertOf(panel)));
    await panel.setOfflineMode(true);
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

describe('all of it', () => {
  // The browser's own word for a server that is gone.
  it('made no console complain', () => session.expectQuiet(/ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED/));
});
