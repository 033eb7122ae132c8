import type { Browser, Page } from 'puppeteer';
import { ask } from '../browser/ask';
import { launch } from '../browser/launch';
import { serve } from '../browser/servers';
import { clock, type Times, timesOf } from './figures';
import { keepPicture, shopKept } from './kept-picture';

const RUNS = 5;
/** What the browser keeps of compiled code it writes a little after the code was made. */
const BETWEEN_MS = 4_000;
const READY_MS = 60_000;

/** First message → answer, milliseconds. `stages` are medians of when a stage began and how long it took. */
export interface ColdFigures {
  /** With an empty profile, while the installation prepares itself. */
  readonly firstEver: number;
  /** With models checked and the starter catalogue in place. */
  readonly later: Times;
  readonly stages: readonly { readonly name: string; readonly begin: number; readonly took: number }[];
}

interface Stage {
  readonly name: string;
  readonly begin: number;
  readonly took: number;
}

/** Starts the engine's document again and again and has it answer one picture each time. */
export async function measureColdStart(picture: Uint8Array): Promise<ColdFigures> {
  const site = await serve(() => ({ body: picture, type: 'image/jpeg' }));
  const { browser, extensionId } = await launch({ build: 'allsites', headless: true });
  try {
    const asker = await browser.newPage();
    await asker.goto(`chrome-extension://${extensionId}/manifest.json`);
    await keepPicture(asker, `${site.origin}/picture.jpg`);
    const firstEver = await clock(() => answerOnce(asker));
    await closeWelcome(browser);
    const times: number[] = [];
    const runs: Stage[][] = [];
    for (let run = 0; run < RUNS; run++) {
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      await (await engineOf(browser)).close();
      const begin = Date.now();
      times.push(await clock(() => answerOnce(asker)));
      runs.push(await stagesOf(browser, begin));
    }
    return { firstEver, later: timesOf(times), stages: medians(runs) };
  } finally {
    await browser.close();
    await site.close();
  }
}

async function answerOnce(asker: Page): Promise<void> {
  await ask(asker, 'ensureEngine');
  await shopKept(asker);
}

/** Its picture to try would be shopped beside the measured one. */
export async function closeWelcome(browser: Browser): Promise<void> {
  const welcome = await browser.waitForTarget((one) => one.url().endsWith('/welcome.html'), { timeout: READY_MS });
  await (await welcome.page())?.close();
}

async function engineOf(browser: Browser): Promise<Page> {
  const target = await browser.waitForTarget((one) => one.type() === 'background_page', { timeout: READY_MS });
  return await target.asPage();
}

/** What the worker noted in its performance timeline, milliseconds after the first message. */
async function stagesOf(browser: Browser, begin: number): Promise<Stage[]> {
  const [worker] = (await engineOf(browser)).workers();
  const noted = await worker?.evaluate(() =>
    performance.getEntriesByType('measure').map(({ name, startTime, duration }) => {
      return { name, begin: performance.timeOrigin + startTime, took: duration };
    }),
  );
  return (noted ?? []).map((stage) => ({ ...stage, begin: stage.begin - begin }));
}

function medians(runs: readonly (readonly Stage[])[]): Stage[] {
  const names = new Set(runs.flatMap((stages) => stages.map(({ name }) => name)));
  const middle = (name: string, of: 'begin' | 'took'): number =>
    timesOf(runs.flatMap((stages) => stages.filter((one) => one.name === name).map((one) => one[of]))).p50;
  return [...names]
    .map((name) => ({ name, begin: middle(name, 'begin'), took: middle(name, 'took') }))
    .sort((a, b) => a.begin - b.begin);
}
