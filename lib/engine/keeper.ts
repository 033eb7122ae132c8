import { ERROR_NAMES, UserError } from '../errors';
import type { ImageSource, ShopOptions, ShopResult } from '../types';
import { createCache } from './cache';
import type { WorkerCalls } from './worker-api';
import { type Answer, type Arguments, type Caller, callWorker } from './worker-bridge';

/** A worker without work is ended after five minutes; one that answers no picture for a minute is stuck. */
const PATIENCE = { idle: 300_000, shop: 60_000 } as const;
const REMEMBERED = { answers: 32, badPictures: 200 } as const;

/** The engine's worker with its life taken care of. */
export interface Keeper {
  /** Calls the worker; starts it when there is none. */
  call<N extends Exclude<keyof WorkerCalls & string, 'shop'>>(
    name: N,
    ...args: Arguments<WorkerCalls[N]>
  ): Promise<Answer<WorkerCalls[N]>>;
  /** Shops a picture. The same id gets the same answer; a picture that crashed the engine is refused. */
  shop(id: string, source: ImageSource, options: Omit<ShopOptions, 'signal'>): Promise<ShopResult>;
  /** Drops a picture that still waits. */
  cancel(id: string): void;
}

/** Keeps one worker: started on demand, ended when idle, stuck or crashed. */
export function createKeeper(start: () => Worker): Keeper {
  let caller: Caller<WorkerCalls> | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const answers = createCache<Promise<ShopResult>>(REMEMBERED.answers);
  const bad = createCache<true>(REMEMBERED.badPictures);

  const end = (): void => {
    caller?.end();
    caller = undefined;
  };
  const crash = (): void => {
    if (caller?.turn) bad.set(caller.turn, true);
    end();
  };
  const use = async <T>(work: (worker: Caller<WorkerCalls>) => Promise<T>): Promise<T> => {
    caller ??= callWorker<WorkerCalls>(start(), crash);
    clearTimeout(idle);
    try {
      return await work(caller);
    } finally {
      clearTimeout(idle);
      if (caller?.pending === 0) idle = setTimeout(end, PATIENCE.idle);
    }
  };
  const ask = (id: string, source: ImageSource, options: Omit<ShopOptions, 'signal'>): Promise<ShopResult> =>
    use(async (worker) => {
      // Whoever shares the worker with a long import waits longer, and an import is never killed for a picture.
      const stuck = setTimeout(() => worker.pending === 1 && crash(), PATIENCE.shop);
      try {
        return await worker.call('shop', id, source, options);
      } catch (error) {
        // An error without a name of ours came from the runtime, whose memory cannot be trusted any more.
        if (!isKnown(error)) crash();
        throw error;
      } finally {
        clearTimeout(stuck);
      }
    });

  return {
    call: (name, ...args) => use((worker) => worker.call(name, ...args)),
    shop(id, source, options) {
      if (source.kind === 'url' && bad.get(source.url)) return Promise.reject(refused());
      const known = answers.get(id);
      if (known) return known;
      const answer = ask(id, source, options);
      answers.set(id, answer);
      answer.catch(() => answers.delete(id));
      return answer;
    },
    // Without a worker nothing waits: none is started to cancel.
    cancel: (id) => void caller?.call('cancelShop', id).catch(() => undefined),
  };
}

function isKnown(error: unknown): boolean {
  return error instanceof Error && (ERROR_NAMES as readonly string[]).includes(error.name);
}

function refused(): UserError {
  return new UserError('PictureUnreadable', 'This picture cannot be read.');
}
