import { uniqueId } from './unique-id';

/** Why the extension asks the network for something; the interface has words for each under `why_…`. */
export const REASONS = ['picture', 'look', 'card', 'shop', 'product'] as const;

/** One of the reasons: a picture of a page, a look's picture, a card's, a shop's list, the picture of a shop's product. */
export type Reason = (typeof REASONS)[number];

/** One request as the user can look it up. */
export interface LedgerEntry {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What was asked for; '' in a private window. */
  readonly address: string;
  /** The address to which redirects led, where that is another; none in a private window. */
  readonly landed?: string;
  readonly why: Reason;
  /** HTTP status; 0 where no answer came, undefined while it is awaited. */
  readonly status?: number;
  /** Bytes of the answer's body that were read. */
  readonly bytes: number;
}

/** What is needed of an answer. `body` can be read once, also by `blob`. */
export interface RequestAnswer {
  /** The address after redirects. */
  readonly url: string;
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
  blob(): Promise<Blob>;
}

/** How to ask. Every request ends: a signal is a must. */
export type RequestWish = Omit<RequestInit, 'signal'> & { readonly signal: AbortSignal; readonly inPrivate?: boolean };

const LONGEST_ADDRESS = 500;

let write: (entry: LedgerEntry) => void = () => {};

/** Names who keeps the ledger in this context; an entry is handed over again when more is known of it. */
export function keepLedger(keep: (entry: LedgerEntry) => void): void {
  write = keep;
}

/**
 * The one door to the network: asks, and has the ledger note what, when, why and how many bytes. Rejects as `fetch` does.
 * Addresses that are not of the web (`data:`, `blob:`) ask nobody and are not noted.
 */
export async function request(address: string | URL, why: Reason, wish: RequestWish): Promise<RequestAnswer> {
  const { inPrivate = false, ...init } = wish;
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol)) return answered(await fetch(url, init), () => {});
  let entry: LedgerEntry = {
    id: uniqueId(),
    at: Date.now(),
    address: inPrivate ? '' : url.href.slice(0, LONGEST_ADDRESS),
    why,
    bytes: 0,
  };
  const note = (more: Partial<LedgerEntry>): void => {
    entry = { ...entry, ...more };
    write(entry);
  };
  note({});
  try {
    const response = await fetch(url, init);
    const landed = response.url.slice(0, LONGEST_ADDRESS);
    const isElsewhere = entry.address !== '' && response.redirected && landed !== entry.address;
    note({ status: response.status, ...(isElsewhere ? { landed } : {}) });
    return answered(response, (bytes) => note({ bytes }));
  } catch (error) {
    note({ status: 0 });
    throw error;
  }
}

/** Reads what asks nobody: a file of the extension's own package, a `data:` or `blob:` address. */
export async function readLocal(address: string, signal: AbortSignal): Promise<RequestAnswer> {
  return answered(await openLocal(address, signal), () => {});
}

/** The same as the browser's own answer: only from one does it compile WebAssembly, and remember what it compiled. */
export async function openLocal(address: string, signal: AbortSignal): Promise<Response> {
  if (/^\s*(https?|ftp|wss?):|^\s*\/\//i.test(address)) throw new TypeError('This address is not local.');
  return await fetch(address, { signal });
}

function answered(response: Response, onEnd: (bytes: number) => void): RequestAnswer {
  const body = response.body && counted(response.body, onEnd);
  const { url, status, ok, headers } = response;
  const type = headers.get('content-type') ?? '';
  return {
    url,
    status,
    ok,
    headers,
    body,
    blob: async () => new Blob([await new Response(body).blob()], { type }),
  };
}

/** The same bytes; `onEnd` hears how many were read, also when the reader stops early or the connection breaks. */
function counted(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onEnd: (bytes: number) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          bytes += value?.byteLength ?? 0;
          if (value) controller.enqueue(value);
          if (!done) return;
          onEnd(bytes);
          controller.close();
        } catch (error) {
          onEnd(bytes);
          throw error;
        }
      },
      async cancel(reason) {
        onEnd(bytes);
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
