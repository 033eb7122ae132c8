import type { Page } from 'puppeteer';
import { ask } from '../browser/ask';
import { CARDS, DOTS } from '../browser/overlay';
import { runShortcut } from '../browser/shortcut';

/** How long a screen may take to be complete, milliseconds. */
export const PATIENCE = 120_000;

/** One screen: its address, the window, and what has to happen before the picture is taken. */
export interface Screen {
  readonly name: string;
  /** A page of the extension, or a path of the demo site when it starts with `/`. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly whole?: boolean;
  /** Shown as the browser's side panel, beside this path of the demo site. */
  readonly beside?: string;
  readonly ready: (page: Page, origin: string) => Promise<unknown>;
}

const seen = (selector: string) => (page: Page) => page.waitForSelector(selector, { visible: true, timeout: PATIENCE });

/** Hovers dots, from the middle on, until one opens what is wanted. */
async function openPopover(page: Page, wanted = CARDS): Promise<void> {
  await seen(DOTS)(page);
  await pause(1_500);
  const dots = await page.$$(DOTS);
  for (const dot of [...dots.slice(dots.length >> 1), ...dots].slice(0, 12)) {
    await dot.hover().catch(() => undefined);
    await pause(700);
    if (await page.$(wanted)) break;
  }
  await pause(1_000);
}

/** A garment that nothing in the shops resembles: one that is said to be of another kind. */
async function openFar(page: Page): Promise<void> {
  await openPopover(page, '>>> .nearest');
  for (let at = -1; at > -7 && !(await page.$('>>> .nearest')); at--) {
    await (await page.$('>>> .kinds [aria-expanded]'))?.click();
    await (await page.$$('>>> .kinds button')).at(at)?.click();
    await pause(1_500);
  }
}

/** Takes every shop away, then opens a popover that can only say so. It stays so: the last screen. */
async function openWithoutShops(page: Page): Promise<void> {
  const id = await page.browser().waitForTarget((target) => target.type() === 'service_worker');
  const own = await page.browser().newPage();
  await own.goto(new URL('/manifest.json', id.url()).href);
  for (const source of await ask(own, 'listSources')) await ask(own, 'removeSource', source.id);
  await own.close();
  await page.reload({ waitUntil: 'domcontentloaded' });
  await page.bringToFront();
  await openPopover(page, '>>> .popover .more');
}

/** From a product of the popover to what resembles it. */
async function openAlike(page: Page): Promise<void> {
  await openPopover(page);
  await (await page.$('>>> .nearest'))?.click();
  await (await seen('>>> .actions [aria-label]:last-child')(page))?.click();
  await seen('>>> .way-back')(page);
  await pause(1_500);
}

async function chooseArea(page: Page): Promise<void> {
  await seen(DOTS)(page);
  const target = await page.browser().waitForTarget((one) => one.type() === 'service_worker');
  const worker = await target.worker();
  if (worker) await runShortcut(worker, 'shop-area');
  await seen('>>> .veil')(page);
  await pause(500);
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** Every screen, in the order in which they are taken: the empty side panel comes before the looks. */
export const SCREENS: readonly Screen[] = [
  { name: 'panel-empty', path: 'sidepanel.html', width: 380, height: 760, ready: seen('.empty') },
  { name: 'panel-off', path: 'sidepanel.html', width: 380, height: 760, ready: openTab('page', '.empty') },
  { name: 'panel-picture', path: 'sidepanel.html', width: 380, height: 760, ready: openTab('picture', '.drop') },
  { name: 'panel', path: 'sidepanel.html', width: 380, height: 760, ready: loaded('.look img') },
  { name: 'look', path: 'sidepanel.html', width: 380, height: 760, whole: true, ready: openLook },
  { name: 'look-compared', path: 'sidepanel.html', width: 380, height: 760, whole: true, ready: compareLook },
  { name: 'panel-found', path: 'sidepanel.html', width: 380, height: 900, whole: true, ready: findOwn },
  { name: 'panel-page', path: 'sidepanel.html', width: 380, height: 760, beside: '/', ready: unfold },
  { name: 'ledger', path: 'ledger.html', width: 900, height: 900, ready: loaded('.requests li') },
  { name: 'ledger-narrow', path: 'ledger.html', width: 360, height: 800, ready: loaded('.requests li') },
  { name: 'options', path: 'options.html', width: 900, height: 900, whole: true, ready: seen('.sources') },
  { name: 'options-narrow', path: 'options.html', width: 360, height: 800, whole: true, ready: seen('.sources') },
  { name: 'welcome', path: 'welcome.html', width: 1100, height: 900, whole: true, ready: (page) => openPopover(page) },
  { name: 'overlay', path: '/', width: 1280, height: 900, ready: (page) => openPopover(page) },
  { name: 'overlay-alike', path: '/', width: 1280, height: 900, ready: openAlike },
  { name: 'area', path: '/', width: 1280, height: 900, ready: chooseArea },
  { name: 'overlay-phone', path: '/feed', width: 390, height: 800, ready: (page) => openPopover(page) },
  { name: 'overlay-far', path: '/', width: 1280, height: 900, ready: openFar },
  { name: 'options-suggested', path: 'options.html', width: 900, height: 900, whole: true, ready: openSuggested },
  { name: 'overlay-no-shop', path: '/', width: 1280, height: 900, ready: openWithoutShops },
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

function openTab(id: string, selector: string): Screen['ready'] {
  return async (page) => {
    await (await seen(`#tab-${id}`)(page))?.click();
    await seen(selector)(page);
    await pause(400);
  };
}

async function compareLook(page: Page): Promise<void> {
  await openLook(page);
  for (const at of [0, 4])
    await page.$$eval('.pick', (buttons, which) => (buttons[which] as HTMLElement | undefined)?.click(), at);
  await page.click('.compare .button');
  await seen('.compare .soft')(page);
  await pause(1_500);
}

async function findOwn(page: Page, origin: string): Promise<void> {
  await openTab('picture', '.drop')(page, origin);
  await page.evaluate(async (address) => {
    const file = new File([await (await fetch(address)).blob()], 'walk.jpg', { type: 'image/jpeg' });
    const clipboardData = new DataTransfer();
    clipboardData.items.add(file);
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
  }, `${origin}/58.jpg`);
  await seen('.own-picture .card')(page);
  await pause(1_500);
}

async function openSuggested(page: Page): Promise<void> {
  await (await seen('.suggested summary')(page))?.click();
  await seen('.suggested[open] li')(page);
  await pause(400);
}

async function unfold(page: Page): Promise<void> {
  await (await seen('#tab-page')(page))?.click();
  await (await seen('.fold summary')(page))?.click();
  await seen('.fold[open] .card')(page);
  await pause(1_500);
}
