import sharp from 'sharp';
import { decodedSize, MOST_PIXELS, unreadable, uprightSize } from '../../lib/vision/header.ts';
import type { Picture } from '../../lib/vision/pixels.ts';

/**
 * Decodes an encoded picture as the browser does: first frame, upright, sRGB, transparency on white, the same limits.
 * Throws `PictureUnreadable` or `PictureTooLarge`.
 */
export async function readPictureNode(bytes: Uint8Array): Promise<Picture> {
  const size = uprightSize(bytes);
  const target = decodedSize(size);
  try {
    let image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 });
    // Chrome heeds no EXIF of a WebP.
    if (!isWebp(bytes)) image = image.autoOrient();
    if (target) image = image.resize(target.width, target.height, { fit: 'fill' });
    const { data, info } = await image
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    return { ...size, pixels: { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) } };
  } catch (error) {
    throw unreadable(error);
  }
}

function isWebp(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(8, 12)) === 'WEBP';
}
