import { createCache } from '../cache';
import { isNamed, UserError } from '../errors';
import { type ShopRequest, shopRequest } from '../similar';
import type { ImageSource, ShopOptions, ShopResult } from '../types';
import { type BadPictures, createBadPictures, type Notebook } from './bad-pictures';
import { isOver } from './turn';
import type { WorkerCalls } from './worker-api';
import { type Answer, type Arguments, type Caller, callWorker } from './worker-bridge';

/** Looks in a row that find a worker silent before it is given up. */
const SURE = 2;
/** A worker without work is ended after five minutes; one that says nothing for a minute while it should is stuck. */
const PATIENCE = { idle: 300_000, stuck: 60_000 } as const;
/** Calls that take their turn among pictures: one that waits for a stuck picture must not pass for a long one. */
const BRIEF: ReadonlySet<string> = new Set(['prepare', 'matchGarments']);
/** Calls that work for hours in small steps, between which pictures have their turn: they keep no stuck worker alive. */
const BESIDE: ReadonlySet<string> = new Set(['workOnShops', 'addPages']);
const MOST_ANSWERS = 32;
/** Names of pictures that were asked about and may still have their turn. */
const MOST_NAMES = 256;

/** The engine's worker with its life taken care of. */
export interface Keeper {
  /** Starts the worker, so that the first call need not wait for it. */
  start(): void;
  /** Calls the worker; starts it when there is none. */
  call<N extends Exclude<keyof WorkerCalls & string, 'shop' | 'readAhead'>>(
    name: N,
    ...args: Arguments<WorkerCalls[N]>
  ): Promise<Answer<WorkerCalls[N]>>;
  /** Shops a picture. The same id gets the same answer; a picture that crashed the engine is refused. */
  shop(id: string, source: ImageSource, options: Omit<ShopOptions, 'signal'>): Promise<ShopResult>;
  /** Reads a picture that will be asked about soon; one that crashed the engine is not read. */
  readAhead(id: string, source: ImageSource, options: Omit<ShopOptions, 'signal'>): Promise<void>;
  /** Drops a picture that still waits. */
  cancel(id: string): void;
}

/** Keeps one worker: started on demand, ended when idle, stuck or crashed. `notebook` outlives the document. */
export function createKeeper(start: () => Worker, notebook: Notebook): Keeper {
  let caller: Caller<WorkerCalls> | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const answers = createCache<Promise<ShopResult>>(MOST_ANSWERS);
  const names = createCache<{ readonly name: string; readonly inPrivate: boolean }>(MOST_NAMES);
  const dropped = createCache<true>(MOST_NAMES);
  const bad: BadPictures = createBadPictures(notebook);
  const onTurn = (id: string | null): void => {
    const turn = id === null ? undefined : names.get(id);
    // Of a private window nothing is kept on the disk, not even a digest.
    bad.take(turn && !turn.inPrivate ? turn.name : null);
  };

  const end = (): void => {
    caller?.end();
    caller = undefined;
    proven = false;
    bad.take(null);
  };
  const crash = (): void => {
    const turn = caller?.turn ? names.get(caller.turn) : undefined;
    if (turn) bad.add(turn.name, turn.inPrivate);
    end();
  };
  const rest = (): void => {
    clearTimeout(idle);
    if (caller?.pending === 0) idle = setTimeout(end, PATIENCE.idle);
  };
  const running = (): Caller<WorkerCalls> => {
    caller ??= callWorker<WorkerCalls>(start(), crash, onTurn);
    return caller;
  };
  /** Pictures and starts that the worker has in hand: of these it says something every few seconds. */
  let brief = 0;
  /** Calls in hand that go on beside pictures. */
  let beside = 0;
  /** Whether the worker has done one of these: a start that hangs is no picture's fault. */
  let proven = false;
  const timely = async <T>(worker: Caller<WorkerCalls>, work: () => Promise<T>, proves = true): Promise<T> => {
    // Whoever shares the worker with a long import waits longer, and an import is never killed for a picture.
    const isStuck = (): boolean => worker.pending <= brief + beside && worker.silent >= PATIENCE.stuck;
    let looked = performance.now();
    let doubts = 0;
    const look = (): void => {
      const gap = performance.now() - looked;
      looked += gap;
      // The machine slept, on some systems while the clock went on: the worker could say nothing.
      if (gap > 2 * PATIENCE.stuck) return;
      // A short sleep looks like silence once: an awake worker speaks before the next look.
      doubts = isStuck() ? doubts + 1 : 0;
      if (caller === worker && doubts >= SURE) proven ? crash() : end();
    };
    const watch = setInterval(look, PATIENCE.stuck / 4);
    brief += 1;
    try {
      const answer = await work();
      if (proves) proven = true;
      return answer;
    } finally {
      brief -= 1;
      clearInterval(watch);
    }
  };
  const use = async <T>(work: (worker: Caller<WorkerCalls>) => Promise<T>): Promise<T> => {
    clearTimeout(idle);
    try {
      return await work(running());
    } finally {
      rest();
    }
  };
  const ask = async (request: ShopRequest): Promise<ShopResult> => {
    // Before the worker sees it: what it stumbles over without a name of ours would end it for every page.
    const { id, source, options } = shopRequest(request);
    const name = await bad.nameOf(source);
    if (bad.has(name)) throw new UserError('PictureUnreadable', 'This picture cannot be read.');
    if (dropped.get(id)) throw new UserError('Cancelled', 'The picture is no longer needed.');
    names.set(id, { name, inPrivate: options.inPrivate === true });
    return await use(async (worker) => {
      try {
        return await timely(worker, () => worker.call('shop', id, source, options));
      } catch (error) {
        const doubted = proven && isOver(error);
        if (doubted) bad.doubt(name, options.inPrivate);
        // An error without a name of ours came from the runtime, whose memory cannot be trusted any more.
        if (!isNamed(error)) end();
        // A graphics card that went away may be back: pages ask again, and the second time it is the picture.
        throw doubted ? new UserError('EngineUnavailable', 'The picture engine stopped. Try again.') : error;
      }
    });
  };

  return {
    start() {
      running();
      rest();
    },
    call: (name, ...args) =>
      use(async (worker) => {
        const work = (): Promise<Answer<WorkerCalls[typeof name]>> => worker.call(name, ...args);
        const steps = BESIDE.has(name) ? 1 : 0;
        beside += steps;
        try {
          return await (BRIEF.has(name) ? timely(worker, work) : work());
        } catch (error) {
          if (isOver(error)) end();
          throw error;
        } finally {
          beside -= steps;
        }
      }),
    shop(id, source, options) {
      const known = answers.get(id);
      if (known) return known;
      const answer = ask({ id, source, options });
      answers.set(id, answer);
      answer.catch(() => answers.delete(id));
      return answer;
    },
    async readAhead(id, source, options) {
      shopRequest({ id, source, options });
      const name = await bad.nameOf(source);
      if (bad.has(name)) return;
      names.set(id, { name, inPrivate: options.inPrivate === true });
      // It asks no model: that those have started it does not prove.
      await use((worker) => timely(worker, () => worker.call('readAhead', id, source, options), false));
    },
    cancel(id) {
      dropped.set(id, true);
      // Without a worker nothing waits: none is started to cancel.
      void caller?.call('cancelShop', id).catch(() => undefined);
    },
  };
}
