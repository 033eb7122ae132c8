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
  const size = uprightSize(new Uint8Array(await blob.arrayBuffer()));
  const target = decodedSize(size);
  const bitmap = await bitmapOf(blob, target.width === size.width ? undefined : target);
  try {
    const { width, height } = bitmap;
    const canvas = onWhite(bitmap, width, height);
    return { ...size, pixels: { width, height, data: canvas.getImageData(0, 0, width, height).data } };
  } finally {
    bitmap.close();
  }
}

/** The picture as WebP with a long side of at most `longSide` pixels; throws as `readPicture` does. */
export async function shrinkPicture(blob: Blob, longSide: number): Promise<Blob> {
  const size = uprightSize(new Uint8Array(await blob.arrayBuffer()));
  const scale = Math.min(1, longSide / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const bitmap = await bitmapOf(blob, { width, height });
  try {
    return await onWhite(bitmap, width, height).canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
  } finally {
    bitmap.close();
  }
}

async function bitmapOf(blob: Blob, target?: UprightSize): Promise<ImageBitmap> {
  const options: ImageBitmapOptions = { imageOrientation: 'from-image', premultiplyAlpha: 'none' };
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

/** A software canvas with the bitmap on white: read-back from a GPU canvas would cost more than it saves. */
function onWhite(bitmap: ImageBitmap, width: number, height: number): OffscreenCanvasRenderingContext2D {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, colorSpace: 'srgb', willReadFrequently: true });
  if (!context) throw unreadable(new Error('no 2d context'));
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  return context;
}
