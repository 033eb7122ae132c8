/** Idle time is waited for no longer than this: dots are expected at once. */
const IDLE_MS = 50;

/** Runs `work` once, in idle time `ms` after the first call of several. */
export function once(work: () => void, ms: number, signal: AbortSignal): () => void {
  let waiting = false;
  return () => {
    if (waiting || signal.aborted) return;
    waiting = true;
    const run = (): void => {
      waiting = false;
      if (!signal.aborted) work();
    };
    const rest = (): void => void requestIdleCallback(run, { timeout: IDLE_MS });
    if (ms > 0) setTimeout(rest, ms);
    else rest();
  };
}
