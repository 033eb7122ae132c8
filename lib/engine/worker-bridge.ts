import { UserError } from '../errors';

/** Functions of a worker that the other side calls; arguments and answers are cloned. */
export type Calls = { readonly [name: string]: (...args: never[]) => unknown };

/** The answer type of one call. */
export type Answer<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never;

/** The argument types of one call. */
export type Arguments<F> = F extends (...args: infer A) => unknown ? A : never;

interface Question {
  readonly call: number;
  readonly name: string;
  readonly args: never[];
}

type Reply =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly error: { readonly name: string; readonly message: string } }
  | { readonly turn: string | null };

/** What `answerCalls` needs of a worker's global scope. */
export interface Port {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/**
 * Worker side: answers calls, those that `calls` lacks by `more`, which is loaded with the first of them. Errors travel
 * with name and message. Returns `turn`, which tells whose turn it is.
 */
export function answerCalls(port: Port, calls: Calls, more?: () => Promise<Calls>): (turn: string | null) => void {
  const send = (reply: Reply): void => port.postMessage(reply);
  let rest: Promise<Calls> | undefined;
  const find = async (name: string): Promise<Calls[string] | undefined> => {
    if (Object.hasOwn(calls, name) || !more) return calls[name];
    rest ??= more();
    return (await rest)[name];
  };
  port.addEventListener('message', ({ data }: MessageEvent<Question>) => {
    const { call, name, args } = data;
    const work = async (): Promise<unknown> => await (await find(name))?.(...args);
    work().then(
      (value) => send({ call, value }),
      (error: unknown) => {
        const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
        send({ call, error: { name: kind, message } });
      },
    );
  });
  return (turn) => send({ turn });
}

/** Calls a worker without waiting for an answer. */
export function tellWorker(
  worker: Worker,
  name: string,
  args: readonly unknown[],
  transfer: Transferable[] = [],
): void {
  worker.postMessage({ call: -1, name, args }, transfer);
}

/** The other side of a worker: calls it and notices its end. */
export interface Caller<C extends Calls> {
  call<N extends keyof C & string>(name: N, ...args: Arguments<C[N]>): Promise<Answer<C[N]>>;
  /** What the worker said it is busy with, or null. */
  readonly turn: string | null;
  /** Calls without an answer yet. */
  readonly pending: number;
  /** Milliseconds since the worker said anything, or began; they do not count while the machine sleeps. */
  readonly silent: number;
  /** Ends the worker; calls without an answer reject with `EngineUnavailable`. */
  end(): void;
}

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

/** Wraps a worker. `onCrash` runs when the worker fails outside of a call, `onTurn` when it says whose turn it is. */
export function callWorker<C extends Calls>(
  worker: Worker,
  onCrash: () => void,
  onTurn: (turn: string | null) => void = () => {},
): Caller<C> {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let turn: string | null = null;
  let heard = performance.now();
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    heard = performance.now();
    if ('turn' in data) {
      turn = data.turn;
      onTurn(turn);
    } else settle(waiting, data);
  });
  worker.addEventListener('error', onCrash);
  worker.addEventListener('messageerror', onCrash);
  return {
    get turn() {
      return turn;
    },
    get pending() {
      return waiting.size;
    },
    get silent() {
      return performance.now() - heard;
    },
    call(name, ...args) {
      return new Promise((resolve, reject) => {
        const call = next++;
        waiting.set(call, { resolve, reject });
        worker.postMessage({ call, name, args });
      });
    },
    end() {
      worker.terminate();
      const error = new UserError('EngineUnavailable', 'The picture engine stopped. Try again.');
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}

function settle(waiting: Map<number, Waiting>, reply: Exclude<Reply, { turn: string | null }>): void {
  const one = waiting.get(reply.call);
  waiting.delete(reply.call);
  if (!('error' in reply)) one?.resolve(reply.value as never);
  else one?.reject(Object.assign(new Error(reply.error.message), { name: reply.error.name }));
}
