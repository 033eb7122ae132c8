import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { isWebAddress } from '../../lib/store/pack-format';
import { MOST_PICTURE_BYTES, type ReadPicture } from '../fetch/picture';

const THUMBNAIL = 160;

/** Where pictures on this computer are: paths are relative to `folder`, and nothing outside of `within` is read. */
export interface PictureFolders {
  readonly folder: string | undefined;
  readonly within?: string | undefined;
}

function fileOf(address: string, { folder, within = folder }: PictureFolders): string {
  if (folder === undefined || within === undefined) throw new Error('not an http(s) address');
  const isFileAddress = address.startsWith('file:');
  if (!isFileAddress && /^[a-z][a-z0-9+.-]+:/i.test(address)) {
    throw new Error('neither a path nor an http(s) or file: address');
  }
  const file = isFileAddress ? fileURLToPath(address) : resolve(folder, address);
  // A feed is written by others: what it names elsewhere would travel as a thumbnail.
  const inside = relative(within, file);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw new Error('outside of the folder of pictures (--pictures-folder)'); // biome-ignore format: one thought
  return file;
}

/**
 * Reads pictures from the web and, where the source is a file itself, from its folder or below, or from another one
 * that was named, by path or `file:`. A source from the web has no folder: it may not name files of this computer.
 */
export function nodePictureReader(web: ReadPicture, folders: PictureFolders): ReadPicture {
  return async (address, signal, known) => {
    if (isWebAddress(address)) return web(address, signal, known);
    const file = fileOf(address, folders);
    const facts = await stat(file);
    // A device or a pipe never ends.
    if (!facts.isFile()) throw new Error('no file');
    const { size, mtimeMs } = facts;
    if (size > MOST_PICTURE_BYTES) throw new Error('larger than 20 MB');
    const lastModified = new Date(mtimeMs).toISOString();
    if (known?.lastModified === lastModified) return undefined;
    return { bytes: new Uint8Array(await readFile(file)), lastModified };
  };
}

/** A small WebP of a local picture as `data:` address, so that the pack can show it anywhere. */
export async function thumbnail(bytes: Uint8Array): Promise<string> {
  for (const quality of [70, 40, 15]) {
    const image = sharp(bytes).rotate().resize(THUMBNAIL, THUMBNAIL, { fit: 'inside' });
    const webp = await image.flatten({ background: '#fff' }).webp({ quality }).toBuffer();
    const address = `data:image/webp;base64,${webp.toString('base64')}`;
    if (address.length <= 16_384) return address;
  }
  return '';
}
