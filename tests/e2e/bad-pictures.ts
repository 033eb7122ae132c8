import sharp from 'sharp';
import type { Answer } from '../browser/servers';

/** Pictures that a careless or hostile page may hold, by name. */
export async function badPictures(good: Uint8Array): Promise<Readonly<Record<string, Answer>>> {
  const jpeg = (body: Uint8Array): Answer => ({ body, type: 'image/jpeg' });
  const noise = Uint8Array.from(good, (byte, at) => (at < 400 ? byte : (byte * 31 + at * 17) & 255));
  return {
    'corrupt.jpg': jpeg(noise),
    'truncated.jpg': jpeg(good.slice(0, 300)),
    'empty.jpg': jpeg(new Uint8Array(0)),
    'page.jpg': jpeg(new TextEncoder().encode('<!doctype html><title>Not a picture</title>')),
    'huge.png': { body: await hugePng(), type: 'image/png' },
    'missing.jpg': { body: 'Gone', type: 'text/plain', status: 404 },
  };
}

/** Unusual pictures that are nevertheless pictures. */
export async function oddPictures(good: Uint8Array): Promise<Readonly<Record<string, Answer>>> {
  const frames = await sharp(good).resize(400).toBuffer();
  const { width = 1, height = 1 } = await sharp(frames).metadata();
  const strip = await sharp({ create: { width, height: height * 2, channels: 3, background: '#888' } })
    .composite([
      { input: frames, top: 0, left: 0 },
      { input: frames, top: height, left: 0 },
    ])
    .raw()
    .toBuffer();
  const film = sharp(strip, { raw: { width, height: height * 2, channels: 3, pageHeight: height } });
  return {
    'animated.gif': { body: await film.gif({ loop: 0, delay: [80, 80] }).toBuffer(), type: 'image/gif' },
    'cmyk.jpg': { body: await sharp(good).toColourspace('cmyk').jpeg().toBuffer(), type: 'image/jpeg' },
    'pixel.png': { body: await sharp(good).resize(1, 1, { fit: 'fill' }).png().toBuffer(), type: 'image/png' },
  };
}

/** 100 megapixels in a few kilobytes. */
async function hugePng(): Promise<Buffer> {
  return await sharp({
    create: { width: 10_000, height: 10_000, channels: 3, background: '#a33' },
    limitInputPixels: false,
  })
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer();
}
