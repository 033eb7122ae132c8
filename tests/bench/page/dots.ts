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

/** Runs in the page: shows a picture and gives the milliseconds from its being drawn to its first dot. */
async function waitForDotsOf(at: number, patience: number): Promise<number | null> {
  // No function here may have a name: the transpiler's mark for it does not exist in the page.
  let image: HTMLImageElement | undefined;
  while (!image) {
    image = document.querySelectorAll<HTMLImageElement>('.photo img')[at];
    if (!image) {
      scrollTo(0, document.body.scrollHeight);
      await new Promise<number>(requestAnimationFrame);
    }
  }
  image.scrollIntoView({ block: 'center', behavior: 'instant' });
  while (!image.complete || image.naturalWidth === 0) await new Promise<number>(requestAnimationFrame);
  const start = await new Promise<number>(requestAnimationFrame);
  const box = image.getBoundingClientRect();
  for (let now = start; now - start < patience; now = await new Promise<number>(requestAnimationFrame)) {
    const root = document.querySelector('buy-me-that-look')?.shadowRoot;
    for (const dot of root?.querySelectorAll('button.dot:not([hidden])') ?? []) {
      const { x, y } = dot.getBoundingClientRect();
      if (x > box.left - 16 && x < box.right && y > box.top - 16 && y < box.bottom) return now - start;
    }
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
