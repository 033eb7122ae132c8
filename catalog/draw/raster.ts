import sharp from 'sharp';
import { random } from './random.ts';

/** Camera grain: the same 256×256 grey noise every time, laid over pictures so that flat tones look photographed. */
const GRAIN = ((): Uint8Array => {
  const rnd = random(20);
  return Uint8Array.from({ length: 256 * 256 }, () => Math.max(0, Math.min(255, Math.round(rnd.bell(128, 3.2)))));
})();

/** Rasterises an SVG document to interleaved RGB bytes. The only use of sharp in the drawing code is this file. */
export async function pixels(svg: string): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: '#ffffff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** SVG → JPEG with fine grain (strength 0 = none). */
export async function toJpeg(svg: string, grain = 1, quality = 86): Promise<Buffer> {
  const { data, width, height } = await pixels(svg);
  if (grain > 0) addGrain(data, width, grain);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}

/** SVG → WebP, small enough to pack hundreds. */
export async function toWebp(svg: string, quality = 72): Promise<Buffer> {
  const { data, width, height } = await pixels(svg);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .webp({ quality, effort: 5 })
    .toBuffer();
}

function addGrain(data: Buffer, width: number, strength: number): void {
  const height = data.length / 3 / width;
  for (let y = 0, i = 0; y < height; y++) {
    const row = (y & 255) << 8;
    for (let x = 0; x < width; x++) {
      const noise = ((GRAIN[row | (x & 255)] ?? 128) - 128) * strength;
      for (let c = 0; c < 3; c++, i++) {
        const v = (data[i] ?? 0) + noise;
        data[i] = Math.max(0, Math.min(255, v));
      }
    }
  }
}
