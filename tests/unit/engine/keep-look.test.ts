import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepLook } from '../../../lib/engine/keep-look';
import { changeLook, listLooks, readLook } from '../../../lib/store/looks';
import { readLooks, writeLooks } from '../../../lib/store/looks-file';
import { samplePack } from '../store/sample-pack';

const [row] = samplePack('shop', 1).rows;
const box = { x: 0, y: 0, width: 1, height: 1 };
const matches = [{ similarity: 0.9, product: { ...row, id: 'shop/p0', shop: 'Shop' } }];
const result = {
  width: 10,
  height: 10,
  framing: 'full',
  persons: [],
  garments: [{ category: 'dress', score: 1, box, person: null, matches }],
};
const source = { kind: 'url', url: 'https://news.example/a.jpg', pageUrl: 'https://news.example/' };
const draft = (id: string) => ({ id, title: 'Walk', pageUrl: source.pageUrl, pageTitle: 'News', result, source });

let pictures: number;
const keep = (value: unknown) =>
  keepLook(value, async () => {
    pictures += 1;
    return new Blob(['x'], { type: 'image/webp' });
  });

beforeEach(() => {
  pictures = 0;
});

describe('a look that a page asks to keep', () => {
  it('is kept once, and what was written into it meanwhile stays', async () => {
    expect(await keep(draft('once'))).toBe('once');
    await changeLook('once', { note: 'For the wedding' });
    expect(await keep({ ...draft('once'), title: 'Another' })).toBe('once');
    expect(await readLook('once')).toMatchObject({ title: 'Walk', note: 'For the wedding' });
    expect(pictures).toBe(1);
    expect(await readLooks(await writeLooks(await listLooks()))).toHaveLength(1);
  });

  it.each([
    [{ ...draft('a'), id: undefined }],
    [{ ...draft('a'), id: 'x'.repeat(101) }],
    [{ ...draft('a'), id: { toString: 'a' } }],
    [{ ...draft('a'), title: 7 }],
    [{ ...draft('a'), note: 'more' }],
    [{ ...draft('a'), source: { kind: 'blob', blob: 'bytes', pageUrl: '' } }],
    [{ ...draft('a'), result: { ...result, width: Number.NaN } }],
    [{ ...draft('a'), result: { ...result, garments: [{ category: 'person' }] } }],
    [{ ...draft('a'), chosen: ['a', 7] }],
    [undefined],
  ])('is refused where it is anything else: %j', async (value) => {
    const before = await listLooks();
    await expect(keep(value)).rejects.toThrow();
    expect(await listLooks()).toEqual(before);
    expect(pictures).toBe(0);
  });
});
