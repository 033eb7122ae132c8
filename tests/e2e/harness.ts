import type { Browser, Page, Target, WebWorker } from 'puppeteer';
import { expect } from 'vitest';
import { ask } from '../browser/ask';
import { type Build, launch } from '../browser/launch';
import { type LoopbackServer, type Route, serve, serveWall } from '../browser/servers';
import { type Complaint, watchConsoles } from '../browser/witness';

/** Hosts Chromium itself talks to whatever its switches say; the extension has no business with any of them. */
const BROWSERS_OWN =
  /^(https?:\/\/)?(update\.googleapis|clients2\.google|accounts\.google|www\.google|redirector\.gvt1)\.com[:/]/;

/** How long anything may take on a loaded machine before a test gives up, milliseconds; a slow one may say more. */
export const PATIENCE = Number(process.env.PATIENCE_MS) || 45_000;

/** How long the models may take to load for the first time on such a machine, milliseconds: for `beforeAll`. */
export const WARM_UP = 400_000;

/** A real browser with the extension, its consoles listened to and its way out closed. */
export interface Session {
  readonly browser: Browser;
  readonly extensionId: string;
  /** Address of a page of the extension, for example `url('sidepanel.html')`. */
  url(path: string): string;
  /** Starts a loopback server that closes with the session. */
  serve(route: Route): Promise<LoopbackServer>;
  /** Opens a page and waits until it is parsed. */
  open(url: string): Promise<Page>;
  /** The extension's service worker, started if it sleeps. */
  serviceWorker(): Promise<WebWorker>;
  /** Ends the service worker, as the browser does to an idle one. Answers once it is gone. */
  stopServiceWorker(): Promise<void>;
  /** Clicks the toolbar button while `page` is in front: the page gets the one-time grant. */
  clickToolbar(page: Page): Promise<void>;
  /** The offscreen document, or undefined while none is open. */
  offscreen(): Promise<Page | undefined>;
  /** Everything a console complained about so far. */
  readonly complaints: readonly Complaint[];
  /** Requests that wanted to leave loopback, without the browser's own. */
  escaped(): readonly string[];
  /** Fails when a console complained (other than `allowed`) or a request wanted to leave. */
  expectQuiet(allowed?: RegExp): void;
  close(): Promise<void>;
}

/** Starts a headless browser with one build of the extension, or a copy of it in `dir`. A missing browser or build is an error, never a skip. */
export async function startSession(
  build: Build = 'allsites',
  args: readonly string[] = [],
  dir?: string,
): Promise<Session> {
  const wall = await serveWall();
  const { browser, extensionId } = await launch({
    build,
    ...(dir ? { dir } : {}),
    headless: true,
    args: [`--proxy-server=${wall.origin}`, ...args],
  });
  const witness = watchConsoles(browser);
  const servers: LoopbackServer[] = [wall];
  const url = (path: string): string => `chrome-extension://${extensionId}/${path}`;
  const escaped = (): string[] => wall.requests.map((seen) => seen.url).filter((to) => !BROWSERS_OWN.test(to));
  return {
    browser,
    extensionId,
    url,
    async serve(route) {
      const server = await serve(route);
      servers.push(server);
      return server;
    },
    async open(address) {
      const page = await browser.newPage();
      await page.goto(address, { waitUntil: 'domcontentloaded', timeout: PATIENCE });
      return page;
    },
    serviceWorker: () => serviceWorkerOf(browser, extensionId),
    async stopServiceWorker() {
      const target = browser.targets().find(isWorkerOf(extensionId));
      if (!target) return;
      await witness.release((one) => one === target);
      await (await target.worker())?.close();
      // An event may start another one at once: this one is gone.
      await until('the service worker is gone', () => !browser.targets().includes(target));
    },
    async clickToolbar(page) {
      await page.bringToFront();
      const extension = (await browser.extensions()).get(extensionId);
      if (!extension) throw new Error('The extension is not loaded.');
      await extension.triggerAction(page);
    },
    offscreen: async () => await offscreenTarget(browser, extensionId)?.asPage(),
    complaints: witness.complaints,
    escaped,
    expectQuiet(allowed) {
      const loud = witness.complaints.filter(({ text }) => !allowed?.test(text));
      expect(loud.map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
      expect(escaped()).toEqual([]);
    },
    async close() {
      witness.stop();
      await browser.close();
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

function belongsTo(target: Target, extensionId: string): boolean {
  return target.url().startsWith(`chrome-extension://${extensionId}/`);
}

function offscreenTarget(browser: Browser, extensionId: string): Target | undefined {
  return browser.targets().find((target) => target.type() === 'background_page' && belongsTo(target, extensionId));
}

function isWorkerOf(extensionId: string): (target: Target) => boolean {
  return (target) => target.type() === 'service_worker' && belongsTo(target, extensionId);
}

/** A sleeping service worker wakes when a page of its extension sends it a message. */
async function serviceWorkerOf(browser: Browser, extensionId: string): Promise<WebWorker> {
  const target = await browser.waitForTarget(isWorkerOf(extensionId), { timeout: PATIENCE });
  const worker = await target.worker();
  if (!worker) throw new Error('The service worker went away while the test attached to it.');
  return worker;
}

/** Polls `read` until it gives something; undefined, null, false and an empty list mean not yet. */
export async function until<T>(
  what: string,
  read: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  patience = PATIENCE,
): Promise<T> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const value = await read();
    if (value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0)) {
      return value;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited ${patience / 1000} s in vain: ${what}.`);
}

/** Loads models and catalogue, so that a test measures nothing but its own patience. The welcome page, which asks too, is closed. */
export async function warmEngine({ browser, open, url }: Session): Promise<void> {
  const welcome = browser.targets().find((target) => target.url() === url('welcome.html'));
  await (await welcome?.page())?.close();
  const page = await open(url('manifest.json'));
  await ask(page, 'ensureEngine');
  await until(
    'the engine is warm',
    () =>
      ask(page, 'prepare').then(
        () => true,
        () => false,
      ),
    WARM_UP,
  );
  await page.close();
}
