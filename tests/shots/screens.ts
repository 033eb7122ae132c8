import type { Page } from 'puppeteer';
import { CARDS, DOTS } from '../browser/overlay';

/** How long a screen may take to be complete, milliseconds. */
const PATIENCE = 60_000;

/** One screen: its address, the window, and what has to happen before the picture is taken. */
export interface Screen {
  readonly name: string;
  /** A page of the extension, or a path of the demo site when it starts with `/`. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly whole?: boolean;
  readonly ready: (page: Page) => Promise<unknown>;
}

const seen = (selector: string) => (page: Page) => page.waitForSelector(selector, { visible: true, timeout: PATIENCE });

/** Hovers dots, from the middle on, until one opens products. */
async function openPopover(page: Page): Promise<void> {
  await seen(DOTS)(page);
  await pause(1_500);
  const dots = await page.$$(DOTS);
  for (const dot of [...dots.slice(dots.length >> 1), ...dots].slice(0, 8)) {
    await dot.hover().catch(() => undefined);
    await pause(700);
    if (await page.$(CARDS)) break;
  }
  await pause(1_000);
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** Every screen, in the order in which they are taken: the empty side panel comes before the looks. */
export const SCREENS: readonly Screen[] = [
  { name: 'panel-empty', path: 'sidepanel.html', width: 380, height: 760, ready: seen('.empty') },
  { name: 'panel', path: 'sidepanel.html', width: 380, height: 760, ready: loaded('.look img') },
  { name: 'look', path: 'sidepanel.html', width: 380, height: 760, whole: true, ready: openLook },
  { name: 'options', path: 'options.html', width: 900, height: 900, whole: true, ready: seen('.sources') },
  { name: 'options-narrow', path: 'options.html', width: 360, height: 800, whole: true, ready: seen('.sources') },
  { name: 'welcome', path: 'welcome.html', width: 1100, height: 900, whole: true, ready: openPopover },
  { name: 'overlay', path: '/', width: 1280, height: 900, ready: openPopover },
  { name: 'overlay-phone', path: '/feed', width: 390, height: 800, ready: openPopover },
];

function loaded(selector: string): Screen['ready'] {
  return async (page) => {
    await seen(selector)(page);
    await pause(400);
  };
}

async function openLook(page: Page): Promise<void> {
  const look = await seen('.look .open')(page);
  await look?.click();
  await seen('.look-view .card')(page);
  await pause(1_500);
}
