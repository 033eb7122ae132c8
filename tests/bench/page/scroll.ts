import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'puppeteer';

/** A page while it is scrolled. */
export interface Reader {
  readonly page: Page;
  /** Scrolls for so many milliseconds. */
  read(ms: number): Promise<Spent>;
  /** Counts after garbage was collected. */
  counts(): Promise<Counts>;
  shift(): Promise<number>;
}

/** Seconds of reading, seconds of the main thread's own time in it, and frames drawn. */
export interface Spent {
  readonly wall: number;
  readonly thread: number;
  readonly frames: number;
}

/** What must not grow. Bytes of the page's heap, the extension's part of it included. */
export interface Counts {
  readonly listeners: number;
  readonly nodes: number;
  readonly heap: number;
}

const metricsOf = async (session: CDPSession): Promise<Record<string, number>> => {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
};

/** Opens the endless page. Time is the main thread's own, so that a loaded machine does not count. */
export async function openReader(page: Page, address: string): Promise<Reader> {
  const session = await page.createCDPSession();
  await page.goto(address, { waitUntil: 'load' });
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    page,
    async read(ms) {
      await page.bringToFront();
      const before = await metricsOf(session);
      const start = performance.now();
      await page.evaluate('scrollOn(true)');
      await new Promise((resolve) => setTimeout(resolve, ms));
      await page.evaluate('scrollOn(false)');
      const after = await metricsOf(session);
      return {
        wall: (performance.now() - start) / 1_000,
        thread: (after.TaskDuration ?? 0) - (before.TaskDuration ?? 0),
        frames: Number(await page.evaluate('framesDrawn()')),
      };
    },
    async counts() {
      for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
      const { JSEventListeners = 0, Nodes = 0, JSHeapUsedSize = 0 } = await metricsOf(session);
      return { listeners: JSEventListeners, nodes: Nodes, heap: JSHeapUsedSize };
    },
    shift: async () => Number(await page.evaluate('shift')),
  };
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

/** Time of the extension's own functions on the page's main thread. */
export interface OwnTime {
  /** Share of the traced time, 0–1. */
  readonly share: number;
  /** The longest stretch of one task that was the extension's, milliseconds of the thread's own time. */
  readonly longest: number;
  /** Tasks of which more than 50 ms were the extension's. */
  readonly longTasks: number;
}

const LONG_MS = 50;

/** Traces a page while it is read and adds up what functions of the extension took, task by task. */
export async function traceOwnTime(reader: Reader, extensionId: string, ms: number): Promise<OwnTime> {
  const path = join(tmpdir(), `page-trace-${process.pid}.json`);
  await reader.page.tracing.start({ path, categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await reader.read(ms);
  await reader.page.tracing.stop();
  const { traceEvents } = JSON.parse(await readFile(path, 'utf8')) as { traceEvents: TraceEvent[] };
  await rm(path, { force: true });
  return ownTimeOf(traceEvents, `chrome-extension://${extensionId}/content-scripts/`, ms);
}

/** Outermost calls of the extension, each in the task around it. */
function ownTimeOf(events: readonly TraceEvent[], own: string, ms: number): OwnTime {
  const calls = events.filter(({ name, ph, args }) => {
    return ph === 'X' && name === 'FunctionCall' && args?.data?.url?.startsWith(own);
  });
  const threads = new Set(calls.map(({ pid, tid }) => `${pid} ${tid}`));
  const spans = events.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && /RunTask$/.test(name) && threads.has(`${pid} ${tid}`),
  );
  const tasks = spans.sort((a, b) => a.ts - b.ts);
  const taken = new Map<TraceEvent | undefined, number>();
  let [end, at] = [0, 0];
  for (const call of [...calls].sort((a, b) => a.ts - b.ts)) {
    if (call.ts < end) continue; // inside of the call before
    end = call.ts + (call.dur ?? 0);
    while (at + 1 < tasks.length && (tasks[at + 1]?.ts ?? 0) <= call.ts) at += 1;
    taken.set(tasks[at], (taken.get(tasks[at]) ?? 0) + (call.tdur ?? call.dur ?? 0) / 1_000);
  }
  const sums = [...taken.values()];
  return {
    share: sums.reduce((sum, one) => sum + one, 0) / ms,
    longest: Math.max(0, ...sums),
    longTasks: sums.filter((one) => one > LONG_MS).length,
  };
}
