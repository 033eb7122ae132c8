import { describe, expect, it } from 'vitest';
import {
  choicesOf,
  filtered,
  genderInForce,
  genderMatters,
  gendersInForce,
  narrowingOf,
  stillOffered,
  whyNothing,
} from '../../../components/filters';
import { suits } from '../../../lib/store/shelf';
import type { Match, Person, Product } from '../../../lib/types';

const match = (id: string, change: Partial<Product> = {}): Match => ({
  similarity: 0.8,
  product: {
    id: `shop/${id}`,
    productId: id,
    source: 'shop',
    shop: 'Corner',
    title: id,
    brand: '',
    url: 'https://shop.example/',
    imageUrl: '',
    category: 'topwear',
    type: '',
    gender: 'women',
    inStock: true,
    ...change,
  },
});
const priced = (...amounts: string[]) =>
  amounts.map((amount, i) => match(`p${i}`, { price: { amount, currency: 'EUR' } }));
const ids = (matches: readonly Match[]) => matches.map(({ product }) => product.productId);
const wearer = (gender: Person['gender']): Person => ({
  box: { x: 0, y: 0, width: 1, height: 1 },
  score: 1,
  gender,
  genderScore: 1,
  framing: 'full',
});

describe('the filters of a popover', () => {
  it('are offered only where they change something', () => {
    expect(choicesOf([match('a'), match('b')])).toEqual({ shops: [], brands: [], bands: [], stock: false });
    const mixed = [match('a'), match('b', { shop: 'Mill', inStock: false })];
    expect(choicesOf(mixed)).toMatchObject({ shops: ['Corner', 'Mill'], stock: true });
    expect(choicesOf([match('a', { inStock: false })]).stock).toBe(false);
  });

  it('name the commonest brands, of which there are several products, unless it is the shop’s own', () => {
    const of = (brand: string, count: number, shop = 'Corner') =>
      Array.from({ length: count }, (_, at) => match(`${brand}${at}`, { brand, shop }));
    expect(
      choicesOf([...of('Ash', 2), ...of('Bay', 3), ...of('CORNER', 4), ...of('', 5), ...of('Fir', 1)]).brands,
    ).toEqual(['Bay', 'Ash']);
    expect(choicesOf(of('Ash', 6)).brands).toEqual([]);
    const many = [1, 2, 3, 4, 5].flatMap((at) => of(`Brand ${at}`, 2, `Shop ${at}`));
    const { shops, brands } = choicesOf(many);
    expect(shops).toHaveLength(4);
    expect(brands).toEqual(['Brand 1']);
    expect(choicesOf([1, 2, 3, 4, 5].flatMap((at) => of(`Shop ${at}`, 2, `Shop ${at}`))).brands).toEqual([]);
    const matches = [...of('Ash', 1), ...of('ash', 1), match('other', { brand: 'Bay' })];
    expect(ids(filtered(matches, { brand: 'Ash' }))).toEqual(['Ash0', 'ash0']);
    expect(ids(matches.filter(({ product }) => suits(product, narrowingOf(matches, { brand: 'Ash' }) ?? {})))).toEqual(
      ids(filtered(matches, { brand: 'Ash' })),
    );
    expect(stillOffered({ brand: 'Ash' }, choicesOf(matches))).toEqual({ brand: 'Ash' });
    expect(stillOffered({ brand: 'Elm' }, choicesOf(matches))).toEqual({});
  });

  it('part prices in thirds of one currency, every price in a band', () => {
    const matches = priced('12.95', '19.00', '31.50', '44.00', '90.00', '250.00');
    const { bands } = choicesOf(matches);
    expect(bands).toHaveLength(3);
    const inBands = bands.map((_, band) => ids(filtered(matches, { band })));
    expect(inBands.every((found) => found.length > 0 && found.length < matches.length)).toBe(true);
    expect(new Set(inBands.flat()).size).toBe(matches.length);
    expect(choicesOf([...matches, match('d', { price: { amount: '5', currency: 'USD' } })]).bands).toEqual([]);
    expect(choicesOf(priced('10', '10', '10', '10', '10')).bands).toEqual([]);
  });

  it('narrow together and keep the order', () => {
    const matches = [match('a', { inStock: false }), match('b'), match('c', { shop: 'Mill' }), match('d')];
    expect(ids(filtered(matches, {}))).toEqual(['a', 'b', 'c', 'd']);
    expect(ids(filtered(matches, { inStock: true, shop: 'Corner' }))).toEqual(['b', 'd']);
  });

  it('know for whom the matches are', () => {
    expect(genderInForce('automatic', wearer('men'))).toBe('men');
    expect(genderInForce('automatic', wearer('unsure'))).toBe('off');
    expect(genderInForce('automatic')).toBe('off');
    expect(genderInForce('women', wearer('men'))).toBe('women');
    expect(genderMatters([match('a')], 'off')).toBe(false);
    expect(genderMatters([match('a'), match('b', { gender: 'men' })], 'off')).toBe(true);
    expect(genderMatters([match('a')], 'women')).toBe(true);
  });
});

it('filters that other matches do not offer are not in force: nothing would be left, and no chip to take them away', () => {
  const set = { shop: 'Alder', band: 2, inStock: true };
  const [alder, birch] = [match('a', { shop: 'Alder' }), match('b', { shop: 'Birch', inStock: false })];
  expect(stillOffered(set, choicesOf([alder, birch]))).toEqual({ shop: 'Alder', inStock: true });
  expect(stillOffered(set, choicesOf([birch]))).toEqual({});
  expect(stillOffered({}, choicesOf([alder, birch]))).toEqual({});
});

it('filters say what to ask of all that shops have, and let through what they show of the first', () => {
  const matches = priced('0.95', '1.2', '1.6', '2.3', '3.9', '12.5');
  expect(narrowingOf(matches, {})).toBeUndefined();
  expect(narrowingOf(matches, { shop: 'Corner', inStock: true })).toEqual({ shop: 'Corner', inStock: true });
  const { bands } = choicesOf(matches);
  const euros = (amount: string) => ({ amount, currency: 'EUR' });
  const [low, high] = [euros(`${bands[0]?.to}`), euros(`${bands[2]?.from}`)];
  expect([0, 1, 2].map((band) => narrowingOf(matches, { band }))).toEqual([
    { maxPrice: low },
    { minPrice: low, maxPrice: high },
    { minPrice: high },
  ]);
  expect([low.amount, high.amount].every((amount) => /^\d+(\.\d{1,2})?$/.test(amount))).toBe(true);
  for (const band of [0, 1, 2]) {
    const only = narrowingOf(matches, { band }) ?? {};
    expect(ids(matches.filter(({ product }) => suits(product, only)))).toEqual(ids(filtered(matches, { band })));
  }
});

it('every garment of a picture is for its wearer, unless somebody said otherwise', () => {
  const garment = (person: number | null) => ({ category: 'dress', score: 1, box: wearer('men').box, person, matches: [] }) as const; // biome-ignore format: one thought
  const result = { persons: [wearer('men'), wearer('unsure')], garments: [garment(0), garment(1), garment(null)] };
  expect(gendersInForce(result, 'automatic')).toEqual(['men', 'off', 'off']);
  expect(gendersInForce(result, 'women', [null, 'off'])).toEqual(['women', 'off', 'women']);
});

it('a garment without products says why: no shop, nothing of the kind, or nothing for these people', () => {
  expect(whyNothing(false, 'men', true)).toBe('noShops');
  expect(whyNothing(true, 'off', true)).toBe('nothingInShops');
  // The shops may have it for others: that they have none of it would be wrong.
  expect(whyNothing(true, 'men', true)).toBe('nothingPasses');
  // A list has no filters that the words could speak of.
  expect(whyNothing(true, 'men', false)).toBe('nothingForWearer');
  expect([whyNothing(true, 'off', false), whyNothing(false, 'men', false)]).toEqual(['nothingInShops', 'noShops']);
});
