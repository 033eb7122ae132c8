import { existsSync } from 'node:fs';
import puppeteer, { type Page } from 'puppeteer';
import type { SeenPage } from './read-listing';

const PATIENCE_MS = 30_000;
const MOST_STATE = 20_000_000;
const USUAL = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']; // biome-ignore format: a list
/** What a listing is not made of. */
const UNREAD = new Set(['image', 'media', 'font', 'stylesheet']);

/** An answer of the site: a page, or a status with how long it asks to wait. */
export interface Visit {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly page: SeenPage;
}

/** A browser that reads one page after the other. */
export interface Visitor {
  /** Visits an address; `variable` is what to read of the page. Throws where nothing answers. */
  visit(address: string, variable: string | undefined): Promise<Visit>;
  /** As what it introduces itself. */
  readonly userAgent: string;
  close(): Promise<void>;
}

/** A variable of the page as data; undefined where it holds none, or more than a listing would. */
async function readState(page: Page, variable: string): Promise<unknown> {
  const text = await page
    .evaluate((name) => JSON.stringify((window as unknown as Record<string, unknown>)[name]), variable)
    .catch(() => undefined);
  return text === undefined || text.length > MOST_STATE ? undefined : JSON.parse(text);
}

/** Starts an installed browser without a window: CHROME_PATH, else one in a usual place, else puppeteer's own. */
export async function openVisitor(): Promise<Visitor> {
  const path = process.env.CHROME_PATH ?? USUAL.find((file) => existsSync(file));
  const browser = await puppeteer.launch({
    headless: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    handleSIGINT: false,
    handleSIGTERM: false,
    ...(path ? { executablePath: path } : {}),
  });
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    void (UNREAD.has(request.resourceType()) ? request.abort() : request.continue()).catch(() => undefined);
  });
  return {
    userAgent: await browser.userAgent(),
    async visit(address, variable) {
      const answer = await page.goto(address, { waitUntil: 'domcontentloaded', timeout: PATIENCE_MS });
      if (!answer) throw new Error('no answer');
      const seen = { url: page.url(), html: await page.content() };
      const state = variable === undefined ? undefined : await readState(page, variable);
      return { status: answer.status(), retryAfter: answer.headers()['retry-after'] ?? null, page: { ...seen, state } };
    },
    close: () => browser.close(),
  };
}
