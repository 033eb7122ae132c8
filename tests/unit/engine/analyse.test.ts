import { describe, expect, it } from 'vitest';
import { analyse } from '../../../lib/engine/analyse';
import type { Detection } from '../../../lib/types';
import type { Models } from '../../../lib/vision/models';
import type { Picture } from '../../../lib/vision/pixels';

const PICTURE: Picture = { width: 8, height: 8, pixels: { width: 8, height: 8, data: new Uint8Array(256) } };

/** Models that see so many shirts side by side, and give the one at `x` the vector that begins with `x`. */
function seeing(shirts: number, batches: number[] = []): Models {
  const detections = Array.from({ length: shirts }, (_, i): Detection => {
    return { category: 'topwear', score: 0.9, box: { x: i / shirts, y: 0, width: 1 / shirts, height: 1 } };
  });
  const models: Partial<Models> = {
    detect: async () => detections,
    describe: async () => [],
    embed: async (_image, items) => {
      batches.push(items.length);
      return items.map(({ box }) => new Float32Array(128).fill(box.x, 0, 1));
    },
  };
  return models as Models;
}

describe('a picture of a crowd', () => {
  it('has a vector for every garment that it names, each its own', async () => {
    const batches: number[] = [];
    const { garments } = await analyse(PICTURE, seeing(60, batches));
    expect(garments).toHaveLength(60);
    for (const { box, embedding } of garments) expect(embedding?.[0]).toBeCloseTo(box.x, 6);
    expect(batches).toEqual([24, 24, 12]);
    const most = (await analyse(PICTURE, seeing(300))).garments;
    expect(most.filter(({ embedding }) => !embedding)).toEqual([]);
  });

  it('stops between two batches once it is no longer needed', async () => {
    const stop = new AbortController();
    const models = seeing(60);
    const embed: Models['embed'] = async (image, items) => {
      stop.abort();
      return await models.embed(image, items);
    };
    await expect(analyse(PICTURE, { ...models, embed }, { signal: stop.signal })).rejects.toMatchObject({
      name: 'Cancelled',
    });
  });
});
