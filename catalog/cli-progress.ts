import { SingleBar } from 'cli-progress';
import type { OnProgress } from './build';

/** Prints a line for people on standard error: standard output is for answers. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Progress that ends with `stop`. */
export interface Progress {
  readonly report: OnProgress;
  stop(): void;
}

const PLAIN_EVERY_MS = 5_000;

function plainProgress(): Progress {
  let last = 0;
  return {
    report: (stage, done, total) => {
      if (Date.now() - last < PLAIN_EVERY_MS) return;
      last = Date.now();
      say(`${stage}: ${done}${total === undefined ? '' : ` of ${total}`}`);
    },
    stop: () => undefined,
  };
}

/** A bar with rate and time left on a terminal, a plain line every 5 seconds otherwise. */
export function showProgress(): Progress {
  if (!process.stderr.isTTY) return plainProgress();
  const format = '{stage} {bar} {value}/{total} · {rate}/s · {eta_formatted}';
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true });
  let current = '';
  let started = Date.now();
  return {
    report: (stage, done, total) => {
      if (stage !== current) {
        if (current) bar.stop();
        current = stage;
        started = Date.now();
        bar.start(total ?? done, done, { stage, rate: '–' });
      }
      if (total === undefined) bar.setTotal(done);
      const seconds = (Date.now() - started) / 1000;
      bar.update(done, { stage, rate: seconds > 1 ? (done / seconds).toFixed(1) : '–' });
    },
    stop: () => bar.stop(),
  };
}

/** Exit code of an interrupted command. */
export const INTERRUPTED = 130;

/**
 * Runs `work` until Ctrl-C: the first stops it between two batches and answers 130, the second ends at once. `goesOn`
 * where the same command keeps what it has done.
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<number>, goesOn = true): Promise<number> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  try {
    return await work(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    say(goesOn ? 'Interrupted. The same command goes on from here.' : 'Interrupted.');
    return INTERRUPTED;
  } finally {
    process.removeListener('SIGINT', abort);
    process.removeListener('SIGTERM', abort);
  }
}

/** One JSON document on standard output. */
export const printJson = (answer: unknown): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
