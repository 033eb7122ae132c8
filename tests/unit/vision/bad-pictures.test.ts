import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPictureNode } from '../../../catalog/node/pixels';
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

  it('decodes a large picture smaller and states its own size', async () => {
    const large = { create: { width: 5000, height: 2500, channels: 3 as const, background: '#123456' } };
    const picture = await readPictureNode(await sharp(large).jpeg().toBuffer());
    expect(picture).toMatchObject({ width: 5000, height: 2500, pixels: { width: 2048, height: 1024 } });
  });
});
