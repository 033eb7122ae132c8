import type { ReadPicture } from '../fetch/picture';

/** Reads what a page handed over, by address, before anything is fetched. */
export function handedFirst(handed: ReadonlyMap<string, Blob> | undefined, read: ReadPicture): ReadPicture {
  return async (address, signal, known) => {
    const picture = handed?.get(address);
    return picture ? { bytes: new Uint8Array(await picture.arrayBuffer()) } : await read(address, signal, known);
  };
}
