import type { Page } from 'puppeteer';
import type { Protocol } from '../../lib/messages';

/** The protocol's own names of requests. */
export type Question = keyof Protocol;

/** What a question answers. */
export type Reply<Q extends Question> = Awaited<ReturnType<Protocol[Q]>>;

/** An error that came back over the wire. */
export interface WireError {
  readonly name?: string;
  readonly message?: string;
}

interface WireAnswer {
  readonly res?: unknown;
  readonly err?: WireError;
}

/**
 * Sends one message of the extension from one of its own pages, in @webext-core/messaging's format. Throws an Error
 * named as the extension's. Blobs cannot pass between Node and a page: see {@link askAbout}.
 */
export async function ask<Q extends Question>(
  page: Page,
  type: Q,
  data?: Parameters<Protocol[Q]>[0],
): Promise<Reply<Q>> {
  const answer = await page.evaluate(
    async (kind, payload) =>
      (await chrome.runtime.sendMessage({
        id: Date.now(),
        type: kind,
        data: payload,
        timestamp: Date.now(),
      })) as unknown,
    type,
    data as unknown,
  );
  return unwrap(answer) as Reply<Q>;
}

/** Fetches `address` in the page and asks about its bytes: `shop` as a blob source, or `importPack`. */
export async function askAbout<Q extends 'shop' | 'importPack'>(
  page: Page,
  type: Q,
  address: string,
): Promise<Reply<Q>> {
  const answer = await page.evaluate(
    async (kind, url) => {
      const blob = await (await fetch(url)).blob();
      const id = crypto.randomUUID();
      const data = kind === 'shop' ? { id, source: { kind: 'blob', blob, pageUrl: url }, options: {} } : blob;
      return (await chrome.runtime.sendMessage({ id: Date.now(), type: kind, data, timestamp: Date.now() })) as unknown;
    },
    type,
    address,
  );
  return unwrap(answer) as Reply<Q>;
}

function unwrap(answer: unknown): unknown {
  const { res, err } = (answer ?? { err: { name: 'Error', message: 'No response' } }) as WireAnswer;
  if (!err) return res;
  throw Object.assign(new Error(err.message), { name: err.name ?? 'Error' });
}
