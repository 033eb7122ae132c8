import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../../catalog/draw/scene';
import { createNodeModels } from '../../../catalog/node/engine';
import { readPictureNode } from '../../../catalog/node/pixels';
import { type Analysis, analyse } from '../../../lib/engine/analyse';
import { createAnalyses } from '../../../lib/engine/analyses';
import type { ImageSource } from '../../../lib/types';
import { fingerprint, isSamePicture } from '../../../lib/vision/fingerprint';
import type { Picture } from '../../../lib/vision/pixels';

const PICTURES = 'public/catalog/starter/pictures';
const at = (url: string): ImageSource => ({ kind: 'url', url, pageUrl: 'http://page.test/' });
const scene = async (seed: number): Promise<Uint8Array> =>
  new Uint8Array(await renderScene(drawScene({ seed, width: 640, height: 800, people: 1, framing: 'full' })));
const sized = async (bytes: Uint8Array, width: number, quality: number): Promise<Picture> =>
  await readPictureNode(new Uint8Array(await sharp(bytes).resize({ width }).jpeg({ quality }).toBuffer()));

describe('fingerprints', () => {
  it('are one for a picture in other sizes and qualities, and another for every other picture', async () => {
    const names = readdirSync(PICTURES).filter((name) => name.startsWith('topwear-w-'));
    const pictures = await Promise.all(names.map((name) => readPictureNode(readFileSync(`${PICTURES}/${name}`))));
    const prints = pictures.map(({ pixels }) => fingerprint(pixels));
    expect(prints.length).toBeGreaterThan(15);
    for (const [i, print] of prints.entries()) {
      // The same cut in another colour is another picture.
      expect(prints.filter((other) => isSamePicture(print, other)).length, names[i]).toBe(1);
    }
    for (const seed of [1, 2, 3]) {
      const whole = await scene(seed);
      const original = fingerprint((await readPictureNode(whole)).pixels);
      for (const [width, quality] of [
        [240, 60],
        [500, 90],
        [1000, 75],
      ] as const) {
        expect(isSamePicture(original, fingerprint((await sized(whole, width, quality)).pixels))).toBe(true);
      }
      expect(isSamePicture(original, fingerprint((await sized(await scene(seed + 10), 640, 90)).pixels))).toBe(false);
    }
  });

  it('differ when another section is shown', async () => {
    const whole = await scene(4);
    const cut = await sharp(whole).extract({ left: 0, top: 100, width: 640, height: 700 }).jpeg().toBuffer();
    const [a, b] = [await readPictureNode(whole), await readPictureNode(new Uint8Array(cut))];
    expect(isSamePicture(fingerprint(a.pixels), fingerprint(b.pixels))).toBe(false);
  });
});

describe('what was seen', () => {
  let bytes: Uint8Array;
  let large: Picture;
  let analysis: Analysis;

  beforeAll(async () => {
    bytes = await scene(11);
    large = await readPictureNode(bytes);
    const models = createNodeModels('public/models', 1);
    analysis = await analyse(large, models);
    await models.release();
  }, 60_000);

  it('is found by address, for the same wish only', () => {
    const seen = createAnalyses();
    seen.add(analysis, large, at('https://x.test/1.jpg'), {});
    expect(seen.at(at('https://x.test/1.jpg'), { top: 3, genderFilter: 'off' })).toBe(analysis);
    expect(seen.at(at('https://x.test/1.jpg'), { sensitivity: 'many' })).toBeUndefined();
    expect(seen.at(at('https://x.test/2.jpg'), {})).toBeUndefined();
  });

  it('is found in another size under another address, which is an address of it from then on', async () => {
    const seen = createAnalyses();
    seen.add(analysis, large, at('https://x.test/large.jpg'), {});
    const small = await sized(bytes, 320, 80);
    const found = seen.like(small, at('https://cdn.test/320.jpg'), {});
    expect(found).toEqual({ ...analysis, width: 320, height: 400 });
    expect(found?.garments.some(({ embedding }) => embedding?.length === 128)).toBe(true);
    expect(seen.at(at('https://cdn.test/320.jpg'), {})).toEqual(found);
    expect(seen.like(small, at('https://cdn.test/320.jpg'), { sensitivity: 'few' })).toBeUndefined();
  });

  it('of a thumbnail is not taken for what a large copy shows', async () => {
    const seen = createAnalyses();
    const small = await sized(bytes, 240, 80);
    seen.add(analysis, small, at('https://x.test/240.jpg'), {});
    expect(seen.like(large, at('https://x.test/large.jpg'), {})).toBeUndefined();
  });

  it('is forgotten in the order in which nobody asked any more', async () => {
    const seen = createAnalyses();
    const tiny = await sized(bytes, 48, 80);
    for (let i = 0; i < 401; i += 1) {
      seen.add(analysis, tiny, at(`https://x.test/${i}.jpg`), {});
      if (i === 300) seen.at(at('https://x.test/0.jpg'), {});
    }
    expect(seen.at(at('https://x.test/0.jpg'), {})).toBe(analysis);
    expect(seen.at(at('https://x.test/1.jpg'), {})).toBeUndefined();
  });
});
