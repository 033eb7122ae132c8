import { describe, expect, it } from 'vitest';
import { NOTHING_LEFT, type PagePicture, reportOf, withReport } from '../../lib/page-list';
import type { ShopResult } from '../../lib/types';

const result: ShopResult = { width: 1, height: 1, framing: 'full', persons: [], garments: [] };
const picture = (id: number, name = ''): PagePicture => ({
  id,
  name,
  result,
  genders: [],
  saved: false,
  source: { kind: 'url', url: `https://news.example/${id}.jpg`, pageUrl: 'https://news.example/' },
});

describe('the list of a page', () => {
  it('follows the reports of every frame', () => {
    const first = withReport([], 'top', { changed: [picture(1), picture(2)], all: [2, 1] });
    expect(first.map(({ id }) => id)).toEqual([2, 1]);
    const second = withReport(first, 'inner', { changed: [picture(1, 'advert')], all: [1] });
    expect(second.map(({ frame, id }) => `${frame} ${id}`)).toEqual(['top 2', 'top 1', 'inner 1']);
    const third = withReport(second, 'top', { changed: [picture(1, 'renamed')], all: [1] });
    expect(third.map(({ frame, id, name }) => [frame, id, name])).toEqual([
      ['top', 1, 'renamed'],
      ['inner', 1, 'advert'],
    ]);
    expect(withReport(third, 'top', NOTHING_LEFT).map(({ frame }) => frame)).toEqual(['inner']);
  });

  it('is bounded, and takes nothing but reports', () => {
    const many = Array.from({ length: 200 }, (_, id) => picture(id));
    const all = many.map(({ id }) => id);
    expect(withReport([], 'top', { changed: many, all })).toHaveLength(60);
    expect(reportOf({ changed: [picture(1)], all: [1] })).toBeDefined();
    for (const bad of [null, 'hello', {}, { changed: [{}], all: [] }, { changed: [] }]) {
      expect(reportOf(bad)).toBeUndefined();
    }
  });
});
