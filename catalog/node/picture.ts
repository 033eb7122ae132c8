import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { isWebAddress } from '../../lib/store/pack-format';

const MAX_BYTES = 20_000_000;
const TIMEOUT_MS = 20_000;
const THUMBNAIL = 160;

async function download(address: string): Promise<Buffer> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok || !answer.body) throw new Error(`answer ${answer.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MAX_BYTES) throw new Error('larger than 20 MB');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function readLocal(file: string): Promise<Buffer> {
  if ((await stat(file)).size > MAX_BYTES) throw new Error('larger than 20 MB');
  return readFile(file);
}

/** The bytes of a picture: http(s) (20 s, 20 MB, tried twice), `file:` or a path relative to `folder`. */
export async function loadPicture(address: string, folder: string): Promise<Buffer> {
  if (isWebAddress(address)) return download(address).catch(() => download(address));
  if (address.startsWith('file:')) return readLocal(fileURLToPath(address));
  if (/^[a-z][a-z0-9+.-]+:/i.test(address)) throw new Error('neither a path nor an http(s) or file: address');
  return readLocal(resolve(folder, address));
}

/** A small WebP of a local picture as `data:` address, so that the pack can show it anywhere. */
export async function thumbnail(bytes: Buffer): Promise<string> {
  for (const quality of [70, 40, 15]) {
    const image = sharp(bytes).rotate().resize(THUMBNAIL, THUMBNAIL, { fit: 'inside' });
    const webp = await image.flatten({ background: '#fff' }).webp({ quality }).toBuffer();
    const address = `data:image/webp;base64,${webp.toString('base64')}`;
    if (address.length <= 16_384) return address;
  }
  return '';
}
