import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { createNodeEngine, type NodeEngine } from '../../catalog/node/engine';
import { ask } from '../browser/ask';
import { launch } from '../browser/launch';
import { serve } from '../browser/servers';
import { clock, type Times, timesOf } from './figures';
import { keepPicture, shopKept } from './kept-picture';
import { extensionMemory } from './memory';
import { type BenchPicture, benchPictures } from './picture';

const WARM_UP = 3;
const ROUNDS = 20;
const MODELS = join(import.meta.dirname, '../../public/models');

/** One way to run the engine, measured. `stages` are medians in milliseconds. */
export interface ShopFigures {
  /** Garments found in all measured pictures, and how many were drawn. */
  readonly found: number;
  readonly drawn: number;
  readonly browser: Times;
  readonly native: Times;
  /** Browser time over native time, medians of the same rounds. */
  readonly ratio: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly memoryMiB: number | null;
  /** A picture seen before, under its address: milliseconds inside the engine. */
  readonly secondView: Times;
}

/**
 * Picture → matches in the extension against the same models on onnxruntime-node, round about in the same run. The
 * engine's page is opened as a tab, so that its thread count can be chosen.
 */
export async function measureShop(threads: number): Promise<ShopFigures> {
  const pictures = await benchPictures(WARM_UP + ROUNDS);
  const site = await serve((path) => {
    const body = pictures[Number(path.slice(1))]?.bytes;
    return body && { body, type: 'image/jpeg' };
  });
  const { browser, extensionId } = await launch({ build: 'allsites', headless: true });
  const native = createNodeEngine({ modelsDir: MODELS, search: { search: async () => [] }, threads });
  try {
    await closePrepared(browser);
    const host = await browser.newPage();
    await host.goto(`chrome-extension://${extensionId}/offscreen.html?threads=${threads}`);
    const asker = await browser.newPage();
    await asker.goto(`chrome-extension://${extensionId}/manifest.json`);
    const figures = await rounds(asker, native, pictures, site.origin);
    return { ...figures, secondView: await viewAgain(asker, `${site.origin}/0`) };
  } finally {
    await native.release();
    await browser.close();
    await site.close();
  }
}

const PREPARE_MS = 60_000;

/** The installation opens the welcome page and prepares an engine, which would answer beside the measured one. */
async function closePrepared(browser: Browser): Promise<void> {
  const welcome = await browser.waitForTarget((target) => target.url().endsWith('/welcome.html'), {
    timeout: PREPARE_MS,
  });
  await (await welcome.page())?.close();
  const offscreen = await browser.waitForTarget((target) => target.type() === 'background_page', {
    timeout: PREPARE_MS,
  });
  await (await offscreen.asPage()).close();
}

async function rounds(
  asker: Page,
  native: NodeEngine,
  pictures: readonly BenchPicture[],
  origin: string,
): Promise<Omit<ShopFigures, 'secondView'>> {
  const [here, there]: [number[], number[]] = [[], []];
  const stages = new Map<string, number[]>();
  let [found, drawn] = [0, 0];
  for (const [round, { bytes, scene }] of pictures.entries()) {
    const near = await clock(() => native.shop(bytes));
    await keepPicture(asker, `${origin}/${round}`);
    const { milliseconds, result } = await shopKept(asker);
    if (round < WARM_UP) continue;
    there.push(near);
    here.push(milliseconds);
    found += result.garments.length;
    drawn += scene.boxes.length;
    const { timings = {} } = await ask(asker, 'engineInfo');
    for (const [stage, took] of Object.entries(timings)) stages.set(stage, [...(stages.get(stage) ?? []), took]);
  }
  const [browser, nativeTimes] = [timesOf(here), timesOf(there)];
  return {
    found,
    drawn,
    browser,
    native: nativeTimes,
    ratio: browser.p50 / nativeTimes.p50,
    stages: Object.fromEntries([...stages].map(([stage, all]) => [stage, timesOf(all).p50])),
    memoryMiB: extensionMemory(asker.browser().process()?.pid),
  };
}

/** The same address again and again: what is left is the search. */
async function viewAgain(asker: Page, url: string): Promise<Times> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    await ask(asker, 'shop', { id: crypto.randomUUID(), source: { kind: 'url', url, pageUrl: url }, options: {} });
    const { timings = {} } = await ask(asker, 'engineInfo');
    if (round >= 0) times.push(timings.search ?? 0);
  }
  return timesOf(times);
}
