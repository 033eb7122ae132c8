import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAhead } from '../../../lib/engine/ahead';
import type { ImageSource } from '../../../lib/types';
import type { Picture } from '../../../lib/vision/pixels';

const at = (url: string): ImageSource => ({ kind: 'url', url, pageUrl: 'https://page.example/' });
const picture = (width: number): Picture => ({
  width,
  height: 1,
  pixels: { width, height: 1, data: new Uint8ClampedArray(4 * width) },
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('pictures read ahead', () => {
  it('are handed over once, also while they are read', async () => {
    const ahead = createAhead();
    let finish: (picture: Picture) => void = () => {};
    void ahead.add(at('https://a/'), () => new Promise((resolve) => (finish = resolve)));
    const taken = ahead.take(at('https://a/'));
    finish(picture(3));
    expect(await taken).toEqual(picture(3));
    expect(await ahead.take(at('https://a/'))).toBeUndefined();
  });

  it('are read once', async () => {
    const ahead = createAhead();
    const read = vi.fn(async () => picture(3));
    await Promise.all([ahead.add(at('https://a/'), read), ahead.add(at('https://a/'), read)]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('are none where reading failed or there is no address', async () => {
    const ahead = createAhead();
    await ahead.add(at('https://a/'), async () => {
      throw new Error('broken');
    });
    const pasted: ImageSource = { kind: 'blob', blob: new Blob(), pageUrl: '' };
    const read = vi.fn(async () => picture(3));
    await ahead.add(pasted, read);
    expect(read).not.toHaveBeenCalled();
    expect([await ahead.take(at('https://a/')), await ahead.take(pasted)]).toEqual([undefined, undefined]);
  });

  it('are few, and not kept for long', async () => {
    const ahead = createAhead();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await ahead.add(at(`https://${name}/`), async () => picture(3));
    expect(await ahead.take(at('https://a/'))).toBeUndefined();
    expect(await ahead.take(at('https://b/'))).toBeDefined();
    vi.advanceTimersByTime(60_000);
    expect(await ahead.take(at('https://c/'))).toBeUndefined();
  });

  it('may be bytes of which nothing was made yet', async () => {
    const ahead = createAhead();
    const bytes = new Blob(['bytes']);
    await ahead.add(at('https://a/'), async () => bytes);
    expect(await ahead.take(at('https://a/'))).toBe(bytes);
  });
});
