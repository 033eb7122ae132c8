import probe, { type Probed } from 'probe-image-size/sync.js';
import { UserError } from '../errors';
import { orientationOfPng } from './png';

/** Most pixels a picture may have; more would take gigabytes to decode. */
export const MOST_PIXELS = 50_000_000;

/** Long side above which a picture is decoded smaller; detections and crops need no more. */
export const DECODED_SIDE = 2048;

/** Size of the upright picture in pixels. */
export interface UprightSize {
  readonly width: number;
  readonly height: number;
}

/** The raster formats that Chrome and sharp both decode, by their first bytes. */
const SIGNATURES: readonly (readonly [number, string])[] = [
  [0, '\xff\xd8\xff'],
  [0, '\x89PNG\r\n\x1a\n'],
  [0, 'GIF8'],
  [8, 'WEBP'],
  [4, 'ftypavif'],
  [4, 'ftypavis'],
  [4, 'ftypmif1'],
  [0, 'BM'],
];

/** Whether the bytes begin like a picture; servers' content types are not believed. */
export function looksLikePicture(head: Uint8Array): boolean {
  return SIGNATURES.some((one) => begins(head, one));
}

function begins(head: Uint8Array, [at, text]: readonly [number, string]): boolean {
  return [...text].every((c, i) => head[at + i] === c.charCodeAt(0));
}

/** The error for something that is no picture or a damaged one. */
export function unreadable(cause?: unknown): UserError {
  return new UserError('PictureUnreadable', 'This picture cannot be read.', { cause });
}

/**
 * Upright size from the header alone, before anything is decoded (EXIF orientations 5–8 swap the sides).
 * Throws `PictureUnreadable` for what is no picture, `PictureTooLarge` above `MOST_PIXELS`.
 */
export function uprightSize(bytes: Uint8Array): UprightSize {
  if (!looksLikePicture(bytes)) throw unreadable();
  const { width, height, orientation = 1 } = measure(bytes);
  if (!(width > 0 && height > 0)) throw unreadable();
  if (width * height > MOST_PIXELS) {
    throw new UserError('PictureTooLarge', 'This picture is too large to look at.');
  }
  return orientation >= 5 && orientation <= 8 ? { width: height, height: width } : { width, height };
}

function measure(bytes: Uint8Array): Probed {
  try {
    const size = probe(bytes);
    if (size) return size.type === 'png' ? { ...size, orientation: pngOrientation(bytes) } : size;
  } catch (error) {
    throw unreadable(error);
  }
  throw unreadable();
}

/** A PNG whose EXIF is cut short lies as Chrome lays it: as if it had none. */
function pngOrientation(bytes: Uint8Array): number | undefined {
  try {
    return orientationOfPng(bytes);
  } catch {
    return undefined;
  }
}

/** Size at which a picture is decoded: its long side at `DECODED_SIDE`; undefined where it is not larger. */
export function decodedSize({ width, height }: UprightSize): UprightSize | undefined {
  const scale = DECODED_SIDE / Math.max(width, height);
  if (scale >= 1) return undefined;
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
