import { isError, UserError } from '../errors';
import { isLost, unlessRestored } from '../lost';
import { sendMessage } from '../messages';
import type { Engine, ImageSource, ShopOptions, ShopResult } from '../types';
import { uniqueId } from '../unique-id';

const PATIENCE_MS = 90_000;

/** The engine in another document. `readAhead` is a hint: nobody hears of its failure. */
export interface RemoteEngine extends Engine<ImageSource> {
  readAhead(source: ImageSource, options: Omit<ShopOptions, 'signal'>): void;
}

/** The engine behind messages: wakes it through the service worker, then asks the offscreen document directly. */
export function createRemoteEngine(): RemoteEngine {
  return { shop, readAhead };
}

function readAhead(source: ImageSource, options: Omit<ShopOptions, 'signal'>): void {
  void askEngine(() => sendMessage('readAhead', { id: uniqueId(), source, options })).catch(() => {});
}

async function shop(source: ImageSource, { signal, ...options }: ShopOptions = {}): Promise<ShopResult> {
  const id = uniqueId();
  const drop = (): void => void sendMessage('cancelShop', id).catch(() => {});
  signal?.throwIfAborted();
  signal?.addEventListener('abort', drop, { once: true });
  let given = false;
  const ask = async (): Promise<ShopResult> => {
    // The document may open after its time: it never heard that the picture was dropped.
    if (given) throw late();
    return await sendMessage('shop', { id, source, options });
  };
  try {
    return await withTimeout(askEngine(ask), signal);
  } catch (error) {
    given = true;
    // Nobody waits any more: the engine need not either. Dropping one that it is done with harms nothing.
    if (!signal?.aborted && isError(error, 'EngineUnavailable')) drop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', drop);
  }
}

/** How often a question is asked that nobody hears. */
const MOST_TIMES = 3;
/** Whoever answered this short a while ago is still there, and so is the service worker, which ends after 30 s. */
const FRESH_MS = 10_000;
let heard = Number.NEGATIVE_INFINITY;

/**
 * Has the engine's document opened, asks it and, where it went away meanwhile, opens it and asks anew. Without the first
 * step a question is lost for good when the service worker ends in that moment. Requests are idempotent.
 */
export async function askEngine<T>(ask: () => Promise<T>): Promise<T> {
  for (let times = 1; ; times++) {
    try {
      if (performance.now() - heard > FRESH_MS) await unlessRestored(sendMessage('ensureEngine', undefined));
      const answer = await unlessRestored(ask());
      heard = performance.now();
      return answer;
    } catch (error) {
      heard = Number.NEGATIVE_INFINITY;
      if (!isLost(error)) throw error;
      // A document that died while it opened: whoever can wait a little asks again.
      if (times === MOST_TIMES) throw new UserError('EngineUnavailable', 'The picture engine stopped. Try again.');
    }
  }
}

function late(): UserError {
  return new UserError('EngineUnavailable', 'The picture took too long. Try again.');
}

function withTimeout<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), PATIENCE_MS);
    const stop = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    });
  });
}
