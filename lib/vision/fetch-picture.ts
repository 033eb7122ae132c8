import { UserError } from '../errors';
import { type Reason, readLocal, request } from '../request';
import { looksLikePicture, unreadable } from './header';

const TIME_OUT = 10_000;
const MOST_BYTES = 40_000_000;
/** What a picture is fetched for, and whether for a page in a private window. */
export interface PictureWish {
  readonly why?: Reason;
  readonly inPrivate?: boolean;
}

const SCHEMES = new Set(['http:', 'https:', 'data:', 'blob:']);

/**
 * Fetches a picture without cookies; the ledger notes `why`, and no address in a private window. Throws `PictureForbidden` when the site does not give it (the caller may have
 * another way to the pixels), `PictureUnreadable` for something that is no picture, `PictureTooLarge` above 40 MB, `Cancelled` when the signal fires.
 */
export async function fetchPicture(
  address: string,
  signal?: AbortSignal,
  { why = 'picture', inPrivate = false }: PictureWish = {},
): Promise<Blob> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !SCHEMES.has(url.protocol)) throw forbidden();
  const limit = AbortSignal.timeout(TIME_OUT);
  const stop = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    const response = await request(url, why, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: stop,
      inPrivate,
    });
    if (!response.ok || !response.body) throw forbidden();
    const chunks = await collect(response.body);
    const head = headOf(chunks);
    if (!looksLikePicture(head)) throw isMarkup(head) ? forbidden() : unreadable();
    return new Blob(chunks);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (signal?.aborted) throw new UserError('Cancelled', 'The picture is no longer needed.');
    throw forbidden(error);
  }
}

/** A picture of the extension's own package; throws `PictureForbidden` when it has none of that path. */
export async function readPackaged(path: string): Promise<Blob> {
  const response = await readLocal(path, AbortSignal.timeout(TIME_OUT)).catch(() => null);
  if (!response?.ok) throw forbidden();
  return await response.blob();
}

/** The first bytes: asking a Blob for them takes a way to another process and back. */
function headOf(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(32);
  let size = 0;
  for (const chunk of chunks) {
    if (size === head.length) break;
    head.set(chunk.subarray(0, head.length - size), size);
    size = Math.min(head.length, size + chunk.length);
  }
  return head.subarray(0, size);
}

/**
 * Markup: an SVG, which a worker cannot decode, or the page that a site gives to whoever comes without its cookies. A
 * page that shows the picture can hand its pixels over.
 */
function isMarkup(head: Uint8Array): boolean {
  return /^\s*</.test(new TextDecoder().decode(head));
}

async function collect(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new UserError('PictureTooLarge', 'This picture is too large to look at.');
    chunks.push(chunk);
  }
  return chunks;
}

function forbidden(cause?: unknown): UserError {
  if (globalThis.navigator?.onLine === false) {
    return new UserError('PictureForbidden', 'You are offline. The picture can be read once you are back.', { cause });
  }
  return new UserError('PictureForbidden', 'This site does not give the picture away.', { cause });
}
