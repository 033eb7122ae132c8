import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import type { Browser, Page } from 'puppeteer';
import { launch } from '../browser/launch';
import { CARDS, waitForDots, waitForPopover } from '../browser/overlay';
import { serve } from '../browser/servers';
import { drawnPictures, folderPictures } from './pictures';
import { demoSite } from './site';

interface Wishes {
  readonly headless?: boolean;
  readonly shot: string;
  readonly photos?: string;
  readonly url?: string;
  readonly feed?: boolean;
  readonly build: boolean;
}

const FIRST_DOTS_MS = 60_000;
const POPOVER_MS = 15_000;

const wishes = new Command('demo')
  .description('Opens a news page and a photo feed in a browser with the extension, every site allowed.')
  .option('--headless', 'take a screenshot with dots and an open popover instead of opening a window')
  .option('--shot <file>', 'where the screenshot goes', 'shots/demo.png')
  .option('--photos <folder>', 'show the photos of a folder instead of drawn pictures')
  .option('--url <address>', 'open this page instead')
  .option('--feed', 'start with the photo feed')
  .option('--no-build', 'use the extension as it was built last')
  .parse()
  .opts<Wishes>();

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const address = wishes.url ? webAddress(wishes.url) : undefined;
  const pictures = wishes.photos ? await folderPictures(wishes.photos) : drawnPictures();
  if (wishes.build) build();
  const site = await serve(demoSite(pictures));
  const headless = wishes.headless === true || !hasDisplay();
  try {
    const { browser } = await launch({ build: 'allsites', headless, height: 900, say: (line) => console.log(line) });
    const start = address ?? `${site.origin}/${wishes.feed ? 'feed' : ''}`;
    await (headless ? shoot(browser, start) : stay(browser, start));
  } finally {
    await site.close();
  }
}

function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href;
  throw new Error(`--url wants an address that starts with http:// or https://, not "${text}".`);
}

function build(): void {
  console.log('Building the extension …');
  execFileSync(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build', '--mode', 'allsites'], {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
  });
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Opens the page, hovers the first dot with products and saves what a person would see. */
async function shoot(browser: Browser, address: string): Promise<void> {
  try {
    const page = await open(browser, address);
    await page.bringToFront();
    const lead = await page.$('figure, article');
    await lead?.scrollIntoView();
    await waitForDots(page, FIRST_DOTS_MS);
    await new Promise((done) => setTimeout(done, 1500));
    await hoverOne(page);
    await waitForPopover(page, POPOVER_MS);
    await page.waitForNetworkIdle({ idleTime: 300, timeout: 5000 }).catch(() => {});
    const file = resolve(wishes.shot);
    mkdirSync(dirname(file), { recursive: true });
    await page.screenshot({ path: file as `${string}.png` });
    console.log(`Saved ${file}`);
  } finally {
    await browser.close();
  }
}

/** Hovers one dot after the other, from the middle on, until one opens products: some garments have nothing close. */
async function hoverOne(page: Page): Promise<void> {
  const dots = await waitForDots(page, POPOVER_MS);
  const middle = dots.length >> 1;
  for (const dot of [...dots.slice(middle), ...dots.slice(0, middle)].slice(0, 12)) {
    await dot.hover().catch(() => undefined);
    await new Promise((done) => setTimeout(done, 700));
    if (await page.$(CARDS)) return;
  }
}

async function open(browser: Browser, address: string): Promise<Page> {
  const [page = await browser.newPage()] = await browser.pages();
  await page.goto(address, { waitUntil: 'domcontentloaded', timeout: 30_000 });
  return page;
}

/** Keeps the window open until it is closed or Ctrl-C is pressed. */
async function stay(browser: Browser, address: string): Promise<void> {
  const gone = new Promise<void>((done) => {
    browser.once('disconnected', done);
  });
  process.once('SIGINT', () => void browser.close());
  process.once('SIGTERM', () => void browser.close());
  const page = await open(browser, address);
  console.log(`Showing ${address}. Hover a dot; close the window or press Ctrl-C to end.`);
  await waitForDots(page, FIRST_DOTS_MS).catch((error: unknown) => {
    if (browser.connected) console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = browser.connected ? 1 : 0;
  });
  await gone;
}
