import { UserError } from '../errors';
import { sendMessage } from '../messages';
import type { Engine, ImageSource, ShopOptions, ShopResult } from '../types';
import { uniqueId } from '../unique-id';

const PATIENCE_MS = 90_000;

/** The engine behind messages: wakes it through the service worker, then asks the offscreen document directly. */
export function createRemoteEngine(): Engine<ImageSource> {
  return { shop };
}

async function shop(source: ImageSource, { signal, ...options }: ShopOptions = {}): Promise<ShopResult> {
  const id = uniqueId();
  const drop = (): void => void sendMessage('cancelShop', id).catch(() => {});
  signal?.throwIfAborted();
  signal?.addEventListener('abort', drop, { once: true });
  try {
    return await withTimeout(
      askEngine(() => sendMessage('shop', { id, source, options })),
      signal,
    );
  } finally {
    signal?.removeEventListener('abort', drop);
  }
}

/** How often a question is asked anew that nobody heard. */
const MOST_TIMES = 2;

/**
 * Asks the engine and, where its document was not there or went away, has it opened and asks anew. Most often it is
 * there: nobody waits for the service worker to say so. Requests are idempotent.
 */
export async function askEngine<T>(ask: () => Promise<T>): Promise<T> {
  for (let times = 0; ; times++) {
    try {
      return await ask();
    } catch (error) {
      if (!isLost(error) || times === MOST_TIMES) throw error;
      await sendMessage('ensureEngine', undefined);
    }
  }
}

function isLost(error: unknown): boolean {
  return error instanceof Error && /No response|Receiving end|message (channel|port) closed/i.test(error.message);
}

function withTimeout<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = new UserError('EngineUnavailable', 'The picture took too long. Try again.');
    const timer = setTimeout(() => reject(late), PATIENCE_MS);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
