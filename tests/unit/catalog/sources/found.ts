import { gzipSync } from 'node:zlib';
import type { CatalogSource, Found, RawProduct } from '../../../../catalog/source';

/** Everything a source yields, at most `limit` of it, and the error that ended it. */
export interface Drained {
  readonly found: readonly Found[];
  readonly raws: readonly RawProduct[];
  readonly refused: readonly string[];
  readonly error: string | undefined;
}

/** Reads a source to its end or error. */
export async function drain(source: CatalogSource, limit = 100_000, signal?: AbortSignal): Promise<Drained> {
  const found: Found[] = [];
  let error: string | undefined;
  try {
    for await (const one of source.products(signal)) {
      found.push(one);
      if (found.length >= limit) break;
    }
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const raws = found.flatMap(({ raw }) => (raw ? [raw] : []));
  const refused = found.flatMap(({ where, reason }) => (reason === undefined ? [] : [`${where}: ${reason}`]));
  return { found, raws, refused, error };
}

/** Bytes in parts of `size`, so that characters, line ends and tags are cut. */
export function streamOf(bytes: Uint8Array, size = 7): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(sink) {
      if (at >= bytes.length) return sink.close();
      sink.enqueue(new Uint8Array(bytes.subarray(at, at + size)));
      at += size;
    },
  });
}

/** Text in an encoding as bytes. */
export function encoded(text: string, encoding: 'utf8' | 'utf16le' | 'utf16be' | 'latin1' | 'gzip'): Uint8Array {
  if (encoding === 'gzip') return gzipSync(text);
  if (encoding !== 'utf16be') return Buffer.from(text, encoding);
  return Buffer.from(text, 'utf16le').swap16();
}
