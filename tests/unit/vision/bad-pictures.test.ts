import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPictureNode } from '../../../catalog/node/pixels';
import { uprightSize } from '../../../lib/vision/header';
import { noise } from './pictures';

function raw(width: number, height: number): Sharp {
  return sharp(noise(width, height).data, { raw: { width, height, channels: 4 } });
}

async function errorOf(bytes: Uint8Array): Promise<string> {
  return readPictureNode(bytes).then(
    () => 'read',
    (error: unknown) => (error instanceof Error ? error.name : 'other'),
  );
}

function errorName(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.name : 'other';
  }
}

/** A box of an AVIF. */
function box(name: string, ...parts: readonly (readonly number[] | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4);
  return Buffer.concat([head, body]);
}

/** The header of an AVIF of 900 × 700 in tiles of 512 × 512, turned by so many quarters. */
function tiledAvif(brand: string, quarters: number): Uint8Array {
  const sized = (width: number, height: number): Buffer => {
    const body = Buffer.alloc(12);
    body.writeUInt32BE(width, 4);
    body.writeUInt32BE(height, 8);
    return box('ispe', body);
  };
  const ipco = box('ipco', sized(512, 512), sized(900, 700), box('irot', [quarters]));
  const ipma = box('ipma', [0, 0, 0, 0], [0, 0, 0, 2], [0, 1, 1, 1], [0, 7, 2, 2, 0x83]);
  const meta = box('meta', [0, 0, 0, 0], box('pitm', [0, 0, 0, 0], [0, 7]), box('iprp', ipco, ipma));
  return new Uint8Array(Buffer.concat([box('ftyp', Buffer.from(`${brand}\0\0\0\0avifmif1`)), meta]));
}

/** A PNG whose header promises 10,000 × 10,000 pixels. */
async function hugePng(): Promise<Uint8Array> {
  const bytes = new Uint8Array(await raw(4, 4).png().toBuffer());
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(16, 10_000);
  view.setUint32(20, 10_000);
  return bytes;
}

describe('pictures that are none', () => {
  it('refuses HTML, nothing, and a corrupt picture in a sentence', async () => {
    expect(await errorOf(new TextEncoder().encode('<!doctype html><title>Log in</title>'))).toBe('PictureUnreadable');
    expect(await errorOf(new Uint8Array(0))).toBe('PictureUnreadable');
    const png = new Uint8Array(await raw(60, 60).png().toBuffer());
    expect(await errorOf(png.fill(7, 60))).toBe('PictureUnreadable');
  });

  it('refuses 100 megapixels by the header alone', async () => {
    expect(await errorOf(await hugePng())).toBe('PictureTooLarge');
  });

  it('refuses a truncated JPEG, as Chrome does', async () => {
    const jpeg = await raw(200, 200).jpeg().toBuffer();
    expect(await errorOf(jpeg.subarray(0, jpeg.length / 2))).toBe('PictureUnreadable');
    expect(await errorOf(jpeg.subarray(0, 20))).toBe('PictureUnreadable');
  });
});

describe('unusual pictures', () => {
  it('reads one pixel, CMYK, and the first frame of an animation', async () => {
    expect(await readPictureNode(await raw(1, 1).png().toBuffer())).toMatchObject({ width: 1, height: 1 });
    const cmyk = await raw(20, 10).removeAlpha().toColourspace('cmyk').jpeg().toBuffer();
    expect((await readPictureNode(cmyk)).pixels.data).toHaveLength(20 * 10 * 4);
    const frames = { raw: { width: 8, height: 12, channels: 4, pageHeight: 6 } } as const;
    for (const format of ['gif', 'webp'] as const) {
      const moving = await sharp(noise(8, 12).data, frames)
        .toFormat(format, { loop: 0, delay: [50, 50] })
        .toBuffer();
      expect(await readPictureNode(moving)).toMatchObject({ width: 8, height: 6, pixels: { height: 6 } });
    }
  });

  it('turns a picture upright and puts transparency on white', async () => {
    const turned = await raw(30, 20).removeAlpha().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await readPictureNode(turned)).toMatchObject({ width: 20, height: 30, pixels: { width: 20, height: 30 } });
    const clear = sharp({ create: { width: 3, height: 3, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } });
    expect(new Set((await readPictureNode(await clear.png().toBuffer())).pixels.data)).toEqual(new Set([255]));
  });

  it.each(['png', 'avif'] as const)('knows which way up a %s is, small and large', async (format) => {
    for (const [width, height] of [
      [300, 200],
      [3000, 1500],
    ] as const) {
      const plain = sharp({ create: { width, height, channels: 3, background: '#a33' } }).toFormat(format, {
        effort: 1,
      });
      for (const orientation of [1, 3, 6]) {
        const turned = orientation >= 5;
        const size = turned ? { width: height, height: width } : { width, height };
        const scale = Math.min(1, 2048 / width);
        const pixels = { width: size.width * scale, height: size.height * scale };
        const bytes = await plain.clone().withMetadata({ orientation }).toBuffer();
        expect(uprightSize(bytes), `${orientation}`).toEqual(size);
        expect(await readPictureNode(bytes), `${orientation}`).toMatchObject({ ...size, pixels });
      }
    }
  });

  it('reads a JPEG with fill bytes before its markers', async () => {
    const turned = await raw(30, 20).removeAlpha().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    for (const fill of [1, 5]) {
      let filled = turned;
      for (const marker of [0xdb, 0xc0, 0xc4]) {
        const at = filled.indexOf(Buffer.from([0xff, marker, 0x00]));
        filled = Buffer.concat([filled.subarray(0, at), Buffer.alloc(fill, 0xff), filled.subarray(at)]);
      }
      expect(await readPictureNode(filled)).toMatchObject({ width: 20, height: 30, pixels: { width: 20, height: 30 } });
      expect(await errorOf(filled.subarray(0, 200))).toBe('PictureUnreadable');
    }
  });

  it('leaves a WebP as it lies, whatever its EXIF says, as Chrome does', async () => {
    const turned = await raw(30, 20).webp({ lossless: true }).withMetadata({ orientation: 6 }).toBuffer();
    expect(turned.includes('EXIF')).toBe(true);
    expect(await readPictureNode(turned)).toMatchObject({ width: 30, height: 20, pixels: { width: 30, height: 20 } });
  });

  it('takes what an animated AVIF calls its picture, and the whole for one of its tiles', () => {
    for (const brand of ['avif', 'avis']) {
      expect(uprightSize(tiledAvif(brand, 0)), brand).toEqual({ width: 900, height: 700 });
      expect(uprightSize(tiledAvif(brand, 1)), brand).toEqual({ width: 700, height: 900 });
    }
    expect(errorName(() => uprightSize(tiledAvif('avis', 0).subarray(0, 60)))).toBe('PictureUnreadable');
  });

  it('reads a PNG whose EXIF is cut short', async () => {
    const turned = await raw(30, 20).png().withMetadata({ orientation: 6 }).toBuffer();
    const at = turned.indexOf('eXIf');
    const damaged = new Uint8Array(turned);
    new DataView(damaged.buffer).setUint32(at + 8, 0xffff_fff0);
    expect(at).toBeGreaterThan(0);
    expect(uprightSize(damaged)).toEqual({ width: 30, height: 20 });
  });

  it('decodes a thin line smaller too, whichever way it runs', async () => {
    for (const [width, height] of [
      [1, 9000],
      [9000, 1],
    ] as const) {
      const line = { create: { width, height, channels: 3 as const, background: '#123456' } };
      const pixels = { width: Math.min(width, 2048), height: Math.min(height, 2048) };
      expect(await readPictureNode(await sharp(line).png().toBuffer())).toMatchObject({ width, height, pixels });
    }
  });

  it('decodes a large picture smaller and states its own size', async () => {
    const large = { create: { width: 5000, height: 2500, channels: 3 as const, background: '#123456' } };
    const picture = await readPictureNode(await sharp(large).jpeg().toBuffer());
    expect(picture).toMatchObject({ width: 5000, height: 2500, pixels: { width: 2048, height: 1024 } });
  });
});
