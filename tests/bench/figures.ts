import { cpus, loadavg, totalmem } from 'node:os';

/** Middle and slow end of a set of times, milliseconds. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
  readonly runs: number;
}

/** Nearest-rank percentiles. Throws when there is nothing to rank. */
export function timesOf(milliseconds: readonly number[]): Times {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const rank = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    if (value === undefined) throw new Error('Nothing was measured.');
    return value;
  };
  return { p50: rank(0.5), p95: rank(0.95), runs: sorted.length };
}

/** Milliseconds that `work` takes. */
export async function clock(work: () => Promise<unknown> | unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What a figure is worth depends on where it was taken; `load` is what else wants the cores (last minute, 0 = idle). */
export function machine(browser: string): Readonly<Record<string, string | number>> {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    node: process.version,
    browser,
  };
}
