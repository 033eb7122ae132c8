import type { PixelImage } from '../types';
import { decodedSize, type UprightSize, unreadable, uprightSize } from './header';

/** A decoded picture; `width` and `height` are those of the upright source, `pixels` may be smaller. */
export interface Picture extends UprightSize {
  readonly pixels: PixelImage;
}

/**
 * Decodes an encoded picture in a browser: first frame, upright, sRGB, transparency on white.
 * Throws `PictureUnreadable` or `PictureTooLarge`.
 */
export async function readPicture(blob: Blob): Promise<Picture> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const size = uprightSize(bytes);
  const bitmap = await bitmapOf(blob, decodedSize(size), isJpeg(bytes));
  try {
    const { width, height } = bitmap;
    return { ...size, pixels: { width, height, data: readWhite(bitmap, width, height) } };
  } finally {
    bitmap.close();
  }
}

/** Without transparency there is nothing to keep apart from it, and the bitmap is there sooner. */
function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

let sheet: OffscreenCanvasRenderingContext2D | undefined;

/** RGBA of the bitmap on white. The canvas is kept and grows: a new one for every picture takes longer than all the rest. */
function readWhite(bitmap: ImageBitmap, width: number, height: number): Uint8ClampedArray {
  if (!sheet || sheet.canvas.width < width || sheet.canvas.height < height) {
    const { width: w = 0, height: h = 0 } = sheet?.canvas ?? {};
    sheet = newSheet(Math.max(w, width), Math.max(h, height));
  }
  return paint(sheet, bitmap).getImageData(0, 0, width, height).data;
}

/** The picture as WebP with a long side of at most `longSide` pixels; throws as `readPicture` does. */
export async function shrinkPicture(blob: Blob, longSide: number): Promise<Blob> {
  const size = uprightSize(new Uint8Array(await blob.arrayBuffer()));
  const scale = Math.min(1, longSide / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const bitmap = await bitmapOf(blob, { width, height });
  try {
    return await paint(newSheet(width, height), bitmap).canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
  } finally {
    bitmap.close();
  }
}

async function bitmapOf(blob: Blob, target?: UprightSize, opaque = false): Promise<ImageBitmap> {
  const premultiplyAlpha = opaque ? 'default' : 'none';
  const options: ImageBitmapOptions = { imageOrientation: 'from-image', premultiplyAlpha };
  if (target) {
    options.resizeWidth = target.width;
    options.resizeHeight = target.height;
    options.resizeQuality = 'high';
  }
  try {
    return await createImageBitmap(blob, options);
  } catch (error) {
    throw unreadable(error);
  }
}

/** A software canvas: read-back from one of the GPU would cost more than it saves. */
function newSheet(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, colorSpace: 'srgb', willReadFrequently: true });
  if (!context) throw unreadable(new Error('no 2d context'));
  return context;
}

/** The bitmap on white. */
function paint(sheet: OffscreenCanvasRenderingContext2D, bitmap: ImageBitmap): OffscreenCanvasRenderingContext2D {
  sheet.fillStyle = '#fff';
  sheet.fillRect(0, 0, bitmap.width, bitmap.height);
  sheet.drawImage(bitmap, 0, 0);
  return sheet;
}
