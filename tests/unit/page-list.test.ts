import { describe, expect, it } from 'vitest';
import { type PagePicture, reportOf, withReport } from '../../lib/page-list';
import type { ShopResult } from '../../lib/types';

const result: ShopResult = { width: 1, height: 1, framing: 'full', persons: [], garments: [] };
const picture = (id: number, name = ''): PagePicture => ({
  id,
  name,
  result,
  saved: false,
  source: { kind: 'url', url: `https://news.example/${id}.jpg`, pageUrl: 'https://news.example/' },
});

describe('the list of a page', () => {
  it('follows the reports of every frame', () => {
    const first = withReport([], { frame: 'top', changed: [picture(1), picture(2)], all: [2, 1] });
    expect(first.map(({ id }) => id)).toEqual([2, 1]);
    const second = withReport(first, { frame: 'inner', changed: [picture(1, 'advert')], all: [1] });
    expect(second.map(({ frame, id }) => `${frame} ${id}`)).toEqual(['top 2', 'top 1', 'inner 1']);
    const third = withReport(second, { frame: 'top', changed: [picture(1, 'renamed')], all: [1] });
    expect(third.map(({ frame, id, name }) => [frame, id, name])).toEqual([
      ['inner', 1, 'advert'],
      ['top', 1, 'renamed'],
    ]);
    expect(withReport(third, { frame: 'top', changed: [], all: [] }).map(({ frame }) => frame)).toEqual(['inner']);
  });

  it('is bounded, and takes nothing but reports', () => {
    const many = Array.from({ length: 200 }, (_, id) => picture(id));
    const all = many.map(({ id }) => id);
    expect(withReport([], { frame: 'top', changed: many, all })).toHaveLength(60);
    expect(reportOf({ frame: 'top', changed: [picture(1)], all: [1] })).toBeDefined();
    for (const bad of [
      null,
      'hello',
      {},
      { frame: 'top', changed: [{}], all: [] },
      { frame: 1, changed: [], all: [] },
    ]) {
      expect(reportOf(bad)).toBeUndefined();
    }
  });
});
