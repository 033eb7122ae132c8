import { imageSize } from 'image-size';
import { UserError } from '../errors';

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
  return SIGNATURES.some(([at, text]) => [...text].every((c, i) => head[at + i] === c.charCodeAt(0)));
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

function measure(bytes: Uint8Array): { width: number; height: number; orientation?: number | undefined } {
  try {
    return imageSize(bytes);
  } catch (error) {
    throw unreadable(error);
  }
}

/** Size at which a picture is decoded: its own, or its long side at `DECODED_SIDE`. */
export function decodedSize({ width, height }: UprightSize): UprightSize {
  const scale = Math.min(1, DECODED_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
