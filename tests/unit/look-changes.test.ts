import { describe, expect, it } from 'vitest';
import { compareLook } from '../../lib/look-changes';
import type { Match, Product, ShoppedGarment } from '../../lib/types';

const product = (id: string, amount: string, change: Partial<Product> = {}): Product => ({
  id,
  productId: id,
  source: 'shop',
  shop: 'Corner',
  title: id,
  brand: '',
  url: `https://shop.example/${id}`,
  imageUrl: '',
  category: 'dress',
  type: '',
  gender: 'women',
  inStock: true,
  price: { amount, currency: 'EUR' },
  ...change,
});
const match = (one: Product, similarity = 0.9): Match => ({ product: one, similarity });
const garment = (...matches: Match[]): ShoppedGarment => ({
  category: 'dress',
  score: 1,
  box: { x: 0, y: 0, width: 1, height: 1 },
  person: null,
  matches,
});
const result = (...garments: ShoppedGarment[]) => ({
  width: 1,
  height: 1,
  framing: 'full' as const,
  persons: [],
  garments,
});
const present = (...products: Product[]) => new Map(products.map((one) => [one.id, one]));

describe('a look compared with the shops of today', () => {
  it('says what is new, cheaper, dearer and gone', () => {
    const before = result(
      garment(match(product('same', '10')), match(product('less', '20.00')), match(product('more', '5'))),
      garment(match(product('lost', '7'))),
    );
    const less = product('less', '19.99');
    const more = product('more', '5.5');
    const { garments, marks, counts } = compareLook(
      { result: before },
      [[match(product('fresh', '1')), match(product('same', '10.00')), match(less), match(more)], []],
      present(product('same', '10'), less, more),
    );
    expect([...(marks[0] ?? [])]).toEqual([
      ['fresh', { kind: 'new' }],
      ['less', { kind: 'cheaper', before: { amount: '20.00', currency: 'EUR' } }],
      ['more', { kind: 'dearer', before: { amount: '5', currency: 'EUR' } }],
    ]);
    expect([...(marks[1] ?? [])]).toEqual([['lost', { kind: 'gone' }]]);
    expect(counts).toEqual({ fresh: 1, cheaper: 1, dearer: 1, gone: 1 });
    expect(garments[0]?.matches.map(({ product: one }) => one.id)).toEqual(['fresh', 'same', 'less', 'more']);
    // What is gone is shown once more, as sold out, so that it is in no total.
    expect(garments[1]?.matches).toMatchObject([{ product: { id: 'lost', inStock: false } }]);
    const next = compareLook({ result: result(...garments) }, [[], []], present());
    expect(next.garments[1]?.matches).toEqual([]);
  });

  it('says once that a shop sells something no more, which its catalogue still knows', () => {
    const before = result(garment(match(product('a', '10')), match(product('b', '20')), match(product('c', '30'))));
    const [a, b] = [product('a', '10', { inStock: false }), product('b', '20', { inStock: false })];
    const today = [[match(a), match(product('c', '30'))]];
    const { garments, marks, counts } = compareLook({ result: before }, today, present(a, b, product('c', '30')));
    expect([...(marks[0] ?? [])]).toEqual(['a', 'b'].map((id) => [id, { kind: 'gone' }]));
    expect(counts).toEqual({ fresh: 0, cheaper: 0, dearer: 0, gone: 2 });
    expect(garments[0]?.matches.map(({ product: one }) => one.id)).toEqual(['a', 'c', 'b']);
    const next = compareLook({ result: result(...garments) }, today, present(a, b, product('c', '30')));
    expect(next.counts.gone).toBe(0);
    expect(next.garments[0]?.matches.map(({ product: one }) => one.id)).toEqual(['a', 'c']);
  });

  it('lets go of what others outrank, but not of what was chosen', () => {
    const before = result(garment(match(product('a', '10')), match(product('b', '20'))));
    const today = [match(product('c', '1'))];
    const shops = present(product('a', '10'), product('b', '15'));
    const ids = (chosen?: (string | null)[]) =>
      compareLook({ result: before, ...(chosen ? { chosen } : {}) }, [today], shops);
    expect(ids().garments[0]?.matches.map(({ product: one }) => one.id)).toEqual(['c']);
    expect(ids().counts.gone).toBe(0);
    const kept = ids(['b']);
    expect(kept.garments[0]?.matches.map(({ product: one }) => one.id)).toEqual(['c', 'b']);
    expect(kept.garments[0]?.matches[1]?.product.price?.amount).toBe('15');
    expect(kept.marks[0]?.get('b')).toMatchObject({ kind: 'cheaper' });
    const lost = compareLook({ result: before, chosen: ['a'] }, [[]], present());
    expect(lost.counts.gone).toBe(2);
    const again = compareLook({ result: result(...lost.garments), chosen: ['a'] }, [[]], present());
    expect(again.garments[0]?.matches.map(({ product: one }) => one.id)).toEqual(['a']);
    expect(again.counts.gone, 'said the last time').toBe(0);
  });

  it('compares no prices of two currencies, and finds nothing where nothing changed', () => {
    const euro = product('a', '10');
    const dollar = product('a', '9', { price: { amount: '9', currency: 'USD' } });
    expect(
      compareLook({ result: result(garment(match(euro))) }, [[match(dollar)]], present(dollar)).marks[0]?.size,
    ).toBe(0);
    const { counts } = compareLook({ result: result(garment(match(euro))) }, [[match(euro)]], present(euro));
    expect(counts).toEqual({ fresh: 0, cheaper: 0, dearer: 0, gone: 0 });
  });
});
