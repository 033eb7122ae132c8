import { UserError } from '../errors';

/** Tasks one after another, with a limit; a failed task harms nobody but its caller. */
export interface Queue {
  /** Runs `task` when its turn comes. Rejects with `Cancelled` if the signal fires first, `EngineUnavailable` if full. */
  add<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Tasks that wait, without the one that runs. */
  readonly waiting: number;
}

/** A serial queue in which at most `limit` tasks wait. */
export function createQueue(limit: number): Queue {
  const line: (() => Promise<void>)[] = [];
  let busy = false;
  const turn = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let next = line.shift(); next; next = line.shift()) await next();
    busy = false;
  };
  return {
    get waiting() {
      return line.length;
    },
    add<T>(task: () => Promise<T>, signal?: AbortSignal) {
      if (signal?.aborted) return Promise.reject(cancelled());
      if (line.length >= limit) return Promise.reject(full());
      return new Promise<T>((resolve, reject) => {
        const drop = (): void => {
          line.splice(line.indexOf(step), 1);
          reject(cancelled());
        };
        const step = async (): Promise<void> => {
          signal?.removeEventListener('abort', drop);
          await (async () => await task())().then(resolve, reject);
        };
        signal?.addEventListener('abort', drop, { once: true });
        line.push(step);
        void turn();
      });
    },
  };
}

function cancelled(): UserError {
  return new UserError('Cancelled', 'The picture is no longer needed.');
}

function full(): UserError {
  return new UserError('EngineUnavailable', 'Too many pictures at once. Try again in a moment.');
}
