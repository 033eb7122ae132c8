import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import {
  type Correction,
  correctionFor,
  keepCorrections,
  MOST_PICTURES,
  pictureKey,
  readCorrections,
} from '../../lib/corrections';

const box = { x: 0.2, y: 0.3, width: 0.4, height: 0.2 };
const correction: Correction = { box, was: 'topwear', category: 'dress', gender: 'women' };
const address = (path: string) => pictureKey({ kind: 'url', url: `https://a.example/${path}`, pageUrl: '' });
const bytes = (fill: number, size = 9_000) =>
  pictureKey({ kind: 'blob', blob: new Blob([new Uint8Array(size).fill(fill)]), pageUrl: '' });

beforeEach(() => fakeBrowser.reset());

describe('what a person said of a picture', () => {
  it('is kept for that picture and forgotten when taken back', async () => {
    const key = await address('walk.jpg');
    await keepCorrections(key, [correction]);
    expect(await readCorrections(key)).toEqual([correction]);
    expect(await readCorrections(await address('run.jpg'))).toEqual([]);
    await keepCorrections(key, []);
    expect(await fakeBrowser.storage.local.get(null)).toEqual({});
  });

  it('does not say where the picture was seen', async () => {
    await keepCorrections(await address('walk.jpg'), [correction]);
    expect(JSON.stringify(await fakeBrowser.storage.local.get(null))).not.toMatch(/example|walk/);
  });

  it('is kept for a limited number of pictures, the latest', async () => {
    await fakeBrowser.storage.local.set({ preferences: { dots: 'hover' } });
    for (let number = 0; number < MOST_PICTURES + 3; number++) {
      await fakeBrowser.storage.local.set({
        [await address(`${number}`)]: { at: number, garments: [correction] },
      });
    }
    await keepCorrections(await address('last'), [correction]);
    const stored = await fakeBrowser.storage.local.get(null);
    expect(Object.keys(stored)).toHaveLength(MOST_PICTURES + 1);
    expect(stored.preferences).toEqual({ dots: 'hover' });
    expect(await readCorrections(await address('0'))).toEqual([]);
    expect(await readCorrections(await address('last'))).toEqual([correction]);
  });

  it.each([
    [[{ ...correction, category: 'person' }]],
    [[{ ...correction, box: { x: 0, y: 0, width: 1 } }]],
    [[{ ...correction, gender: 'kids' }]],
    ['nonsense'],
    [null],
  ])('is left aside where it is damaged: %j', async (garments) => {
    const key = await address('walk.jpg');
    await fakeBrowser.storage.local.set({ [key]: { at: 1, garments } });
    expect(await readCorrections(key)).toEqual([]);
  });

  it('belongs to the garment of that kind at that place, as another detector may see it', () => {
    const near = { x: 0.22, y: 0.31, width: 0.4, height: 0.2 };
    expect(correctionFor({ category: 'topwear', box: near }, [correction])).toBe(correction);
    expect(correctionFor({ category: 'outerwear', box: near }, [correction])).toBeUndefined();
    expect(correctionFor({ category: 'topwear', box: { ...box, x: 0.5 } }, [correction])).toBeUndefined();
  });
});

describe('the name of a picture', () => {
  it('is the same for the same address or bytes, and another for others', async () => {
    expect(await address('a')).toBe(await address('a'));
    expect(await bytes(1)).toBe(await bytes(1));
    const names = await Promise.all([address('a'), address('b'), bytes(1), bytes(2), bytes(1, 9_001), bytes(1, 0)]);
    expect(new Set(names).size).toBe(names.length);
  });
});
