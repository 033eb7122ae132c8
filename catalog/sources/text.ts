import { type FetchedResponse, SourceError } from '../source';
import { collected, feedIn, isZip, startsPack } from './archive';
import { decoderOf, encodingOf } from './encoding';
import { gunzipped } from './gunzip';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** How many bytes are looked at before an encoding is chosen. */
const HEAD = 65_536;
/** Most characters of one source; a small packed file may unpack to anything. */
const MOST_TEXT = 4_000_000_000;

/** The first bytes of a stream (at least `HEAD` of them unless it is shorter) and a stream of everything. */
async function peek(bytes: Bytes): Promise<{ head: Uint8Array<ArrayBuffer>; all: Bytes }> {
  const reader = bytes.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let failure: unknown;
  let ended = false;
  while (size < HEAD && !ended && failure === undefined) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      failure = error ?? new SourceError('The source stopped.');
      return { done: true as const, value: undefined };
    });
    ended = done;
    if (value) {
      parts.push(value);
      size += value.byteLength;
    }
  }
  const head = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    head.set(part, at);
    at += part.byteLength;
  }
  const all = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (sink) => {
        const first = parts.shift();
        if (first) return sink.enqueue(first);
        if (failure !== undefined) throw failure;
        const { done, value } = ended ? { done: true as const, value: undefined } : await reader.read();
        if (done) sink.close();
        else sink.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { head, all };
}

interface Unpacked {
  readonly head: Uint8Array<ArrayBuffer>;
  readonly all: Bytes;
  readonly isPack?: boolean;
}

/** Unpacks gzip; whatever is not gzip passes. Servers name `.gz` files in every way, so the bytes decide. */
function ungzipped(first: Unpacked): Unpacked | Promise<Unpacked> {
  return first.head[0] === 0x1f && first.head[1] === 0x8b ? peek(gunzipped(first.all)) : first;
}

/** Unpacks gzip or the feed in a zip archive (which may be packed with gzip in it); a pack passes. */
async function unpacked(bytes: Bytes): Promise<Unpacked> {
  const first = await peek(bytes);
  if (!isZip(first.head)) return ungzipped(first);
  if (startsPack(first.head)) return { ...first, isPack: true };
  const archive = await collected(first.all);
  const feed = await feedIn(archive);
  return feed ? ungzipped(await peek(feed)) : { ...(await peek(archive.stream())), isPack: true };
}

/** A source as text: its first characters, and all of it in parts, in constant memory. */
export interface SourceText {
  readonly start: string;
  /** It is a pack and no text at all. */
  readonly isPack: boolean;
  parts(signal?: AbortSignal): AsyncGenerator<string>;
  /** Lets go of a text that nobody reads on. */
  close(): Promise<void>;
}

/**
 * Decodes a stream: gzip and zip by their first bytes, UTF-8, UTF-16, Latin-1 and what the source states. Bytes that do not fit
 * become U+FFFD, never an error.
 * @throws SourceError when nothing can be read, or an archive holds no feed.
 */
export async function textOf(bytes: Bytes, contentType?: string): Promise<SourceText> {
  return decoded(await unpacked(bytes), contentType);
}

function decoded({ head, all, isPack = false }: Unpacked, contentType?: string): SourceText {
  const start = new TextDecoder(encodingOf(head, contentType)).decode(head, { stream: true });
  async function* parts(signal?: AbortSignal): AsyncGenerator<string> {
    const decode = decoderOf(head, contentType);
    const reader = all.getReader();
    let length = 0;
    try {
      for (;;) {
        signal?.throwIfAborted();
        const { done, value } = await reader.read();
        const text = decode(done ? undefined : value);
        length += text.length;
        if (length > MOST_TEXT) throw new SourceError('The source is too long.');
        if (text) yield text;
        if (done) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SourceError) throw error;
      throw new SourceError('The source ended in the middle.', { cause: error });
    } finally {
      // An error of a stream that is no longer wanted is nobody's.
      reader.cancel().catch(() => {});
    }
  }
  return { start, isPack, parts, close: () => all.cancel().catch(() => {}) };
}

async function bodyOf({ status, url, body }: FetchedResponse): Promise<Bytes> {
  if (status === 200 && body) return body;
  await body?.cancel();
  throw new SourceError(`${new URL(url).host} answers ${status}.`, { status });
}

const typeOf = ({ headers }: FetchedResponse) => headers.get('content-type') ?? '';

/**
 * The text of an answer that is no feed: zip archives stay closed, for they would be read whole before any bound is met.
 * @throws SourceError for an error status or no body, naming the address.
 */
export async function answerText(answer: FetchedResponse): Promise<SourceText> {
  return decoded(await ungzipped(await peek(await bodyOf(answer))), typeOf(answer));
}

/** The text of an answer that may be a feed, also in a zip archive. @throws SourceError as `answerText` and `textOf` do. */
export async function answerFeed(answer: FetchedResponse): Promise<SourceText> {
  return textOf(await bodyOf(answer), typeOf(answer));
}

/** A whole short text, at most `limit` characters. */
export async function shortText(text: SourceText, limit: number, signal?: AbortSignal): Promise<string> {
  let all = '';
  for await (const part of text.parts(signal)) {
    all += part;
    if (all.length > limit) throw new SourceError(`A page is longer than ${limit} characters.`);
  }
  return all;
}
