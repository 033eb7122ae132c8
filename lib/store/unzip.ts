import { BlobReader, configure, type FileEntry, ZipReader } from '@zip.js/zip.js';
import { packInvalid } from './pack-format';

configure({ useWebWorkers: false });

const MAX_ENTRIES = 12;
const MAX_TOTAL = 1_000_000_000;
const MAX_RATIO = 100;
const BOMB = 'This catalogue file unpacks to far more than it should, so it was not opened.';

/** Sink that refuses more bytes than the archive declared, whatever the compressed data really hold. */
function collect(limit: number): { sink: WritableStream<Uint8Array>; bytes: () => Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(limit);
  let length = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      if (length + chunk.length > limit) throw packInvalid(BOMB);
      bytes.set(chunk, length);
      length += chunk.length;
    },
  });
  return { sink, bytes: () => bytes.subarray(0, length) };
}

function checkSizes(entries: readonly FileEntry[], most: number): void {
  if (entries.length > MAX_ENTRIES) throw packInvalid('This catalogue file holds more than a catalogue.');
  let total = 0;
  for (const { compressedSize, uncompressedSize } of entries) {
    total += uncompressedSize;
    if (uncompressedSize > MAX_RATIO * compressedSize + 100_000 || total > most) throw packInvalid(BOMB);
  }
}

/**
 * All files of a zip archive by name, `most` bytes together. Throws `PackInvalid` when it is damaged, too many files or a
 * bomb.
 */
export async function unzip(archive: Blob, most = MAX_TOTAL): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const reader = new ZipReader(new BlobReader(archive), { checkSignature: true });
  try {
    const entries = (await reader.getEntries()).filter((entry): entry is FileEntry => !entry.directory);
    checkSizes(entries, most);
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const entry of entries) {
      const { sink, bytes } = collect(entry.uncompressedSize);
      await entry.getData(sink);
      files.set(entry.filename, bytes());
    }
    return files;
  } catch (error) {
    if (error instanceof Error && error.name === 'PackInvalid') throw error;
    throw packInvalid('This file is not a complete catalogue file. Download or export it again.', error);
  } finally {
    await reader.close();
  }
}
