import { BlobReader, type FileEntry, ZipReader } from '@zip.js/zip.js';
import { SourceError } from '../source';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Most bytes of an archive: it is opened whole, for its list of files is its end. */
export const MOST_PACK = 500_000_000;
/** Files that are looked at, most bytes of a feed, and how many times its packed size that may be. */
const [MOST_FILES, MOST_FEED, MOST_RATIO] = [1_000, 4_000_000_000, 200];
/** Bytes that any file may unpack to, however small it is packed. */
const SMALL = 10_000_000;

/** What only packs hold, and what they begin with. */
const VECTORS = /(^|\/)(products\.ndjson|embeddings\.npy|[\w-]+\.hnsw)$/;
const FIRST = /(^|\/)manifest\.json$/;
/** What feeds are called; networks leave the ending away now and then. */
const FEED = /(^|\/)[^/.][^/]*\.(csv|tsv|tab|txt|xml|rss|json|jsonl|ndjson|gz)$|(^|\/)[^/.]+$/i;
const BESIDE =
  /(^|\/)(__MACOSX\/|(read.?me|licen[cs]e|terms|conditions|legal|copyright|changelog)[^/.]*(\.\d+)*(\.txt)?$)/i;
/** What would write elsewhere on a terminal, or turn a sentence round. */
const UNSEEN = /\p{C}/gu;

/** Whether bytes begin as a zip archive does, also an empty one. */
export function isZip(head: Uint8Array): boolean {
  const [p, k, a, b] = head;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6) || (a === 7 && b === 8));
}

/** Whether an archive is a pack, whole or not, by the name of its first file. */
export function startsPack(head: Uint8Array<ArrayBuffer>): boolean {
  if (!isZip(head) || head.length < 30) return false;
  const length = new DataView(head.buffer, head.byteOffset).getUint16(26, true);
  const name = new TextDecoder().decode(head.subarray(30, 30 + length));
  return FIRST.test(name) || VECTORS.test(name);
}

/** All bytes of an archive. @throws SourceError where they are too many. */
export async function collected(bytes: Bytes): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.byteLength;
    if (size > MOST_PACK) throw new SourceError('This catalogue file is too large.');
    parts.push(part);
  }
  return new Blob(parts);
}

/** The one file that is a feed, by its name and what stands beside it. */
function feedOf(files: readonly FileEntry[]): FileEntry {
  const feeds = files.filter(({ filename }) => FEED.test(filename) && !BESIDE.test(filename));
  const [feed, other] = feeds;
  if (!feed) throw new SourceError('This zip file holds no product feed.');
  if (other) {
    const names = feeds.slice(0, 3).map(({ filename }) => filename.replace(UNSEEN, '').slice(0, 100));
    throw new SourceError(`This zip file holds several feeds: ${names.join(', ')}. Take one of them out of it.`);
  }
  if (feed.encrypted) throw new SourceError('This zip file has a password, so it cannot be read.');
  const { compressedSize, uncompressedSize } = feed;
  if (uncompressedSize > MOST_FEED || uncompressedSize > SMALL + MOST_RATIO * compressedSize) {
    throw new SourceError('This zip file unpacks to far more than it should, so it was not opened.');
  }
  return feed;
}

/** What a file of an archive holds, unpacked while it is read; `done` is told when nobody reads on. */
function unpacked(file: FileEntry, done: () => void): Bytes {
  let left = file.uncompressedSize;
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, sink) {
      left -= part.byteLength;
      // Whatever an archive states of it.
      if (left < 0) throw new SourceError('This zip file unpacks to far more than it should, so it was not opened.');
      sink.enqueue(part);
    },
  });
  file
    .getData(writable, { checkSignature: true, useWebWorkers: false })
    .catch((error: unknown) => writable.abort(error).catch(() => undefined))
    .finally(done);
  return readable;
}

/**
 * The feed in a zip archive, as affiliate networks send it; undefined where the archive is a pack.
 * @throws SourceError with a sentence where there is not one feed in it, or it cannot be opened.
 */
export async function feedIn(archive: Blob): Promise<Bytes | undefined> {
  const reader = new ZipReader(new BlobReader(archive), { useWebWorkers: false });
  const close = () => void reader.close().catch(() => undefined);
  try {
    const files: FileEntry[] = [];
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory) continue;
      if (VECTORS.test(entry.filename)) {
        close();
        return undefined;
      }
      files.push(entry);
      if (files.length >= MOST_FILES) break;
    }
    return unpacked(feedOf(files), close);
  } catch (error) {
    close();
    if (error instanceof SourceError) throw error;
    throw new SourceError('This zip file is damaged, or packed in a way that cannot be read.', { cause: error });
  }
}
