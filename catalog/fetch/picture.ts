import type { Validators } from '../../lib/store/ingest-store';
import { isPassing, SourceError } from '../source';
import { isPassingStatus, type PoliteFetcher } from './polite';

/** Most bytes of a product picture. */
export const MOST_PICTURE_BYTES = 20_000_000;

/** A picture as it was sent, and how to ask whether it changed. */
export interface PictureBytes extends Validators {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Gives a picture's bytes; undefined where `known` still holds. Throws an Error whose message says why not. */
export type ReadPicture = (
  address: string,
  signal?: AbortSignal,
  known?: Validators,
) => Promise<PictureBytes | undefined>;

/** All bytes of a body. */
export async function readAll(body: ReadableStream<Uint8Array<ArrayBuffer>> | null): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) parts.push(part.value);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Reads product pictures from the web; one whose connection breaks off is asked for once more. */
export function pictureReader(fetcher: PoliteFetcher): ReadPicture {
  const read = readerOnce(fetcher);
  return (address, signal, known) =>
    read(address, signal, known).catch((error: unknown) => {
      // Where a server answered, or nobody did several times, the fetcher has been patient already.
      if (signal?.aborted || !(error instanceof BrokenPicture)) throw error;
      return read(address, signal, known);
    });
}

/** Part of a picture came. */
class BrokenPicture extends SourceError {}

function readerOnce(fetcher: PoliteFetcher): ReadPicture {
  return async (address, signal, known) => {
    const accept = 'image/avif,image/webp,image/*;q=0.9';
    const answer = await fetcher(address, { signal, known, accept, whole: true, limit: MOST_PICTURE_BYTES });
    // Some caches answer so to whom nothing is known: that is no picture, and no old one either.
    if (answer.status === 304 && (known?.etag || known?.lastModified)) return undefined;
    if (answer.status !== 200) {
      await answer.body?.cancel();
      // A whole shop may stand still for this one: then the user reads it alone.
      if (isPassingStatus(answer.status)) {
        const { status } = answer;
        throw new SourceError(`${new URL(answer.url).host} answers ${status}.`, { passing: true, status });
      }
      throw new SourceError(`answer ${answer.status}`);
    }
    const etag = answer.headers.get('etag');
    const lastModified = answer.headers.get('last-modified');
    const bytes = await readAll(answer.body).catch((error: unknown) => {
      throw isPassing(error) ? new BrokenPicture(error.message, { cause: error, passing: true }) : error;
    });
    return { bytes, ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) };
  };
}
