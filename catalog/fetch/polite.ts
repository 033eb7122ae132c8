import { request } from '../../lib/request';
import type { Validators } from '../../lib/store/ingest-store';
import { type FetchedResponse, type FetchOptions, SourceError } from '../source';
import { createPace, type PaceLimits } from './pace';
import { isPrivateAddress } from './private-network';

/** What may be asked besides what adapters ask. */
export interface PoliteOptions extends FetchOptions {
  /** Validators of the version that is known already. */
  readonly known?: Validators | undefined;
  /** Keeps the host's turn until the body is read: for pictures, not for feeds that are read for hours. */
  readonly whole?: boolean;
}

/** A `Fetcher` that also asks conditionally. */
export type PoliteFetcher = (address: string, options?: PoliteOptions) => Promise<FetchedResponse>;

/** Manners; the defaults are those of the product. All times in milliseconds. */
export interface Manners extends PaceLimits {
  /** Until the head of an answer, and between two parts of a body. */
  readonly patience: number;
  /** Until the end of a body that is read whole; others may take longer as long as `slowest` is kept. */
  readonly longest: number;
  /** Fewest bytes a second after that. */
  readonly slowest: number;
  /** Tries after the first. */
  readonly retries: number;
  /** Pause before the first retry; doubled each time, with jitter. */
  readonly pause: number;
  /** Longest pause that a server's Retry-After is granted. */
  readonly longestPause: number;
  /** Most bytes of a body where the caller names no limit. */
  readonly limit: number;
  /** Whether an address on a private network may be asked: only where the user typed that host. */
  readonly mayAsk: (url: URL) => boolean;
  readonly userAgent?: string;
}

/** The product's manners: four at once, one a host, a quarter of a second between two starts at a host. */
export const MANNERS: Manners = {
  atOnce: 4,
  perHost: 1,
  gap: 250,
  patience: 20_000,
  longest: 90_000,
  slowest: 1_000,
  retries: 3,
  pause: 1_000,
  longestPause: 120_000,
  limit: 2_000_000_000,
  mayAsk: (url) => !isPrivateAddress(url),
};

/** Status codes that a later try may turn into an answer. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Hosts that asked for a long pause and are remembered. */
const MOST_AWAY = 1_000;
/** Nobody waits longer than until the next day, whatever a server says: some say thirty years. */
const LONGEST_AWAY = 86_400_000;

/** Whether an answer of that status may be another one later. */
export const isPassingStatus = (status: number): boolean => PASSING.has(status);

function checked(address: string, mayAsk: Manners['mayAsk']): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new SourceError('Only http and https addresses can be fetched.');
  if (url.username || url.password) throw new SourceError('Addresses with a password in them are not fetched.');
  if (!mayAsk(url)) throw new SourceError(`${url.host} is in a private network, so it was not asked.`);
  return url;
}

/** Milliseconds that a Retry-After header asks for (seconds or a date), undefined without one. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (!header) return undefined;
  const asked = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(asked) ? undefined : Math.min(Math.max(0, asked), LONGEST_AWAY);
}

function headersOf({ accept, known }: PoliteOptions, userAgent: string | undefined): Record<string, string> {
  return {
    ...(accept ? { accept } : {}),
    ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
    // A page cannot name itself; the command line does.
    ...(userAgent ? { 'user-agent': userAgent } : {}),
  };
}

const waited = (milliseconds: number, signal: AbortSignal | undefined) =>
  new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
  });

/** How a body may come: at most so many bytes, with no longer pause, and in all within what `granted` says of its size. */
interface Guard {
  readonly limit: number;
  readonly patience: number;
  readonly granted: (size: number) => number;
}

/** A body that fails where it breaks the rules. Only the server's time counts, not its reader's: lists are read slowly. */
function guarded(body: ReadableStream<Uint8Array<ArrayBuffer>>, rules: Guard, end: () => void) {
  const { limit, patience, granted } = rules;
  const reader = body.getReader();
  let [size, taken] = [0, 0];
  const fail = (reason: unknown): never => {
    end();
    void reader.cancel().catch(() => undefined);
    throw reason;
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const began = Date.now();
        const most = Math.min(patience, granted(size) - taken);
        const late = new Promise<never>((_, reject) => {
          const stopped = () => reject(new SourceError('The server stopped answering.', { passing: true }));
          timer = setTimeout(stopped, most);
        });
        const part = await Promise.race([reader.read(), late])
          .catch((reason: unknown) => fail(reason instanceof TypeError ? broken(reason) : reason))
          .finally(() => clearTimeout(timer));
        taken += Date.now() - began;
        size += part.value?.byteLength ?? 0;
        if (size > limit) fail(new SourceError(`The answer is larger than ${Math.round(limit / 1e6)} MB.`));
        if (part.value) controller.enqueue(part.value);
        if (!part.done) return;
        end();
        controller.close();
      },
      async cancel(reason) {
        end();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

const broken = (cause: unknown) => new SourceError('The connection broke off.', { cause, passing: true });

/** Whichever status the pause came with, it says that too much was asked for. */
const awayError = (host: string, pause: number) =>
  new SourceError(`${host} asks to come back in ${Math.ceil(pause / 60_000)} minutes.`, { passing: true, status: 429 });

class Politeness {
  readonly #manners: Manners;
  readonly #pace: ReturnType<typeof createPace>;
  /** Host → until when it asked to be left alone. */
  readonly #away = new Map<string, number>();

  constructor(manners: Manners) {
    this.#manners = manners;
    this.#pace = createPace(manners);
  }

  async fetch(address: string, options: PoliteOptions = {}): Promise<FetchedResponse> {
    const url = checked(address, this.#manners.mayAsk);
    const { retries, pause } = this.#manners;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.#once(url, options).catch((error: unknown) => {
        options.signal?.throwIfAborted();
        if (error instanceof SourceError || attempt >= retries) throw error;
        return undefined;
      });
      if (answer && !PASSING.has(answer.status)) return answer;
      const asked = retryAfter(answer?.headers.get('retry-after') ?? null);
      if (asked !== undefined && asked > this.#manners.longestPause) {
        void answer?.body?.cancel().catch(() => undefined);
        this.#sentAway(url.host, asked);
      }
      if (answer && attempt >= retries) return answer;
      void answer?.body?.cancel().catch(() => undefined);
      // Full jitter on top of a floor: many pictures of one host do not come back together.
      const rest = Math.max(asked ?? 0, pause * 2 ** attempt * (0.5 + Math.random()));
      if (answer) this.#pace.hold(url.host, Date.now() + rest);
      await waited(rest, options.signal);
    }
  }

  /** Remembers that a host asks for a pause longer than anybody waits, and throws. */
  #sentAway(host: string, pause: number): never {
    if (this.#away.size >= MOST_AWAY) this.#away.clear();
    this.#away.set(host, Date.now() + pause);
    throw awayError(host, pause);
  }

  /** Throws while a host wants to be left alone. */
  #respect(host: string): void {
    const left = (this.#away.get(host) ?? 0) - Date.now();
    if (left > 0) throw awayError(host, left);
  }

  #rulesFor({ whole, limit = this.#manners.limit }: PoliteOptions): Guard {
    const { patience, longest, slowest } = this.#manners;
    return { limit, patience, granted: (size) => longest + (whole ? 0 : (1_000 * size) / slowest) };
  }

  async #once(url: URL, options: PoliteOptions): Promise<FetchedResponse> {
    const { patience, userAgent, mayAsk } = this.#manners;
    this.#respect(url.host);
    const leave = await this.#pace.enter(url.host, options.signal);
    const stop = new AbortController();
    const abort = () => stop.abort(options.signal?.reason);
    options.signal?.addEventListener('abort', abort, { once: true });
    const end = () => {
      options.signal?.removeEventListener('abort', abort);
      leave();
    };
    const timer = setTimeout(() => stop.abort(new SourceError(`${url.host} did not answer.`)), patience);
    try {
      // Whoever stood in the line before may have been sent away.
      this.#respect(url.host);
      const headers = headersOf(options, userAgent);
      const answer = await request(url, options.whole ? 'product' : 'shop', {
        headers,
        signal: stop.signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
      });
      // A redirect may have led into the private network: what it answered is dropped unread.
      if (answer.url) checked(answer.url, mayAsk);
      const body = answer.body && guarded(answer.body, this.#rulesFor(options), end);
      if (!body) end();
      return { url: answer.url || url.href, status: answer.status, headers: answer.headers, body };
    } catch (error) {
      end();
      options.signal?.throwIfAborted();
      if (stop.signal.aborted) throw new TypeError('timed out', { cause: stop.signal.reason });
      throw error;
    } finally {
      clearTimeout(timer);
      // A feed's turn ends with its head: it is read for hours while pictures of the same host are fetched.
      if (!options.whole) leave();
    }
  }
}

/** A fetcher with manners, the same in Node and in the extension. Every catalogue task shares one. */
export function createFetcher(manners: Partial<Manners> = {}): PoliteFetcher {
  const politeness = new Politeness({ ...MANNERS, ...manners });
  return async (address, options) => {
    try {
      return await politeness.fetch(address, options);
    } catch (error) {
      options?.signal?.throwIfAborted();
      if (error instanceof SourceError) throw error;
      const host = URL.canParse(address) ? new URL(address).host : address.slice(0, 100);
      throw new SourceError(`${host} did not answer.`, { cause: error, passing: true });
    }
  };
}
