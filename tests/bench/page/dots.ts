import type { Page } from 'puppeteer';
import { ask } from '../../browser/ask';
import { type Times, timesOf } from '../figures';

/** How soon dots and popovers come, milliseconds. */
export interface DotFigures {
  /** From a picture in view to its dots. */
  readonly firstDots: Times;
  /** Of that, what was not spent in the models. */
  readonly outside: Times;
  /** Opening of the popover after the pointer rested as long as intent takes. */
  readonly popover: Times;
  readonly withoutDots: number;
}

const INTENT_MS = 120;
const DOTS_MS = 8_000;
const REST_MS = 600;
const MODELS = ['detect', 'attributes', 'embed'];

/** Opens the feed with a watch on its pictures. */
export async function openFeed(page: Page, address: string): Promise<void> {
  await page.evaluateOnNewDocument(watchPictures);
  await page.goto(address, { waitUntil: 'load' });
  await page.bringToFront();
}

/** Scrolls from picture to picture of the feed, waits for the dots of each, and opens one popover. */
export async function measureDots(page: Page, asker: Page, pictures: number): Promise<DotFigures> {
  const [dots, outside, popovers]: [number[], number[], number[]] = [[], [], []];
  let withoutDots = 0;
  for (let at = 0; at < pictures; at++) {
    const took = await page.evaluate(waitForDotsOf, at, DOTS_MS);
    if (took === null) {
      withoutDots += 1;
      continue;
    }
    const { timings = {} } = await ask(asker, 'engineInfo');
    // The first pictures also wait for the engine to load.
    if (at >= 3) {
      dots.push(took);
      outside.push(took - MODELS.reduce((sum, stage) => sum + (timings[stage] ?? 0), 0));
    }
    const opened = await openPopover(page);
    if (opened !== null) popovers.push(opened - INTENT_MS);
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  }
  return { firstDots: timesOf(dots), outside: timesOf(outside), popover: timesOf(popovers), withoutDots };
}

/** Runs in the page from its start: notes when half of a picture is in view and drawn, and when its first dot is there. */
function watchPictures(): void {
  const times = new Map<Element, { seen: number; dotted?: number }>();
  Object.assign(globalThis, { times });
  setInterval(() => {
    const root = document.querySelector('buy-me-that-look')?.shadowRoot;
    const dots = [...(root?.querySelectorAll('button.dot:not([hidden])') ?? [])].map((dot) =>
      dot.getBoundingClientRect(),
    );
    for (const image of document.querySelectorAll<HTMLImageElement>('.photo img')) {
      const box = image.getBoundingClientRect();
      const shown = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
      if (!image.complete || image.naturalWidth === 0 || shown < box.height / 2) continue;
      const known = times.get(image) ?? { seen: performance.now() };
      times.set(image, known);
      const dotted = dots.some(({ x, y }) => x > box.left - 16 && x < box.right && y > box.top - 16 && y < box.bottom);
      if (dotted) known.dotted ??= performance.now();
    }
  }, 8);
}

/** Runs in the page: scrolls to a picture and gives the milliseconds from its being in view to its first dot. */
async function waitForDotsOf(at: number, patience: number): Promise<number | null> {
  const { times } = globalThis as unknown as { times: Map<Element, { seen: number; dotted?: number }> };
  let image: HTMLImageElement | undefined;
  while (!image) {
    image = document.querySelectorAll<HTMLImageElement>('.photo img')[at];
    if (!image) {
      scrollTo(0, document.body.scrollHeight);
      await new Promise<number>(requestAnimationFrame);
    }
  }
  image.scrollIntoView({ block: 'center', behavior: 'instant' });
  const end = performance.now() + patience;
  while (performance.now() < end) {
    const { seen, dotted } = times.get(image) ?? {};
    if (seen !== undefined && dotted !== undefined) return dotted - seen;
    await new Promise<number>(requestAnimationFrame);
  }
  return null;
}

/** Moves the real pointer onto a dot in view; milliseconds from its arrival to the popover, null without a dot. */
async function openPopover(page: Page): Promise<number | null> {
  await page.mouse.move(5, 5);
  await new Promise((resolve) => setTimeout(resolve, 400));
  const spot = await page.evaluate(watchForPopover);
  if (!spot) return null;
  await page.mouse.move(spot.x, spot.y);
  const opened = await page.evaluate(async () => {
    const { popoverAfter } = globalThis as unknown as { popoverAfter: Promise<number | null> };
    return await popoverAfter;
  });
  await page.mouse.move(5, 5);
  return opened;
}

/** Runs in the page: the middle of a dot in view, and a promise of the time between pointer and popover. */
function watchForPopover(): { x: number; y: number } | null {
  const root = document.querySelector('buy-me-that-look')?.shadowRoot;
  const boxes = [...(root?.querySelectorAll('button.dot:not([hidden])') ?? [])].map((dot) =>
    dot.getBoundingClientRect(),
  );
  const box = boxes.find(({ y }) => y > 100 && y < innerHeight - 100);
  if (!root || !box) return null;
  const popoverAfter = new Promise<number | null>((resolve) => {
    let begin = 0;
    root.addEventListener(
      'pointerover',
      () => {
        begin ||= performance.now();
      },
      { once: true, capture: true },
    );
    const changes = new MutationObserver(() => {
      if (!root.querySelector('[role="dialog"]')) return;
      changes.disconnect();
      resolve(performance.now() - begin);
    });
    changes.observe(root, { childList: true, subtree: true });
    setTimeout(() => resolve(null), 3_000);
  });
  Object.assign(globalThis, { popoverAfter });
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
