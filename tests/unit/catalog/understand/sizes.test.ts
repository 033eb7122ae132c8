import { describe, expect, it } from 'vitest';
import type { Found } from '../../../../catalog/source';
import { groupVariants, titleWithoutSize } from '../../../../catalog/understand/variants';

describe('sizes', () => {
  it.each([
    ['Linen shirt - XL', 'Linen shirt'],
    ['Jeans (32)', 'Jeans'],
    ['Stiefel, Größe 42', 'Stiefel'],
    ['Robe / M', 'Robe'],
    ['Levis 501', 'Levis 501'],
    ['XL', 'XL'],
  ])('%s → %s', (title, expected) => expect(titleWithoutSize(title)).toBe(expected));

  async function* rows(): AsyncGenerator<Found> {
    const raw = (id: string, group: string, color: string, size: string, price: string, availability: string) => ({
      where: `row ${id}`,
      raw: { product_id: id, item_group_id: group, color, size, price, availability, title: `Shirt - ${size}` },
    });
    yield raw('1', 'g', 'red', 'S', '20 EUR', 'out of stock');
    yield raw('2', 'g', 'red', 'M', '18 EUR', 'in stock');
    yield raw('3', 'g', 'blue', 'S', '20 EUR', 'in stock');
    yield { where: 'row 4', reason: 'broken' };
    yield raw('5', 'g', 'red', 'L', '20 EUR', 'in stock');
    yield { where: 'row 6', raw: { product_id: '6' } };
  }

  async function* colorless(): AsyncGenerator<Found> {
    const raw = (id: string, title: string, image_url: string) => ({
      where: `row ${id}`,
      raw: { product_id: id, item_group_id: 'g', title, image_url, price: '20 EUR' },
    });
    yield raw('1', 'Tee Red - S', 'https://shop.test/red.jpg');
    yield raw('2', 'Tee Red - M', 'https://shop.test/red.jpg?size=m');
    yield raw('3', 'Tee Blue - S', 'https://shop.test/blue.jpg');
    yield raw('4', 'Tee Blue Größe 128/134', 'https://shop.test/blue.jpg');
    yield raw('5', 'Tee Red - L', 'https://shop.test/red.jpg');
  }

  it('are told apart by title and picture where no colour is told', async () => {
    const found: Found[] = [];
    for await (const one of groupVariants(colorless())) found.push(one);
    expect(found.map(({ where, raw, reason }) => [where, raw?.product_id ?? reason])).toEqual([
      ['row 1', 'g'],
      ['row 3', 'g:tee-blue'],
      ['row 5', 'another size of a product further up'],
    ]);
  });

  it('of a feed are found among products of other colours and groups, as far as they are held back', async () => {
    async function* bySize(): AsyncGenerator<Found> {
      for (const [size, price, availability] of [
        ['S', '20 EUR', 'out of stock'],
        ['M', '18 EUR', 'in stock'],
      ]) {
        for (const [group, color] of [
          ['g', 'red'],
          ['g', 'blue'],
          ['h', 'red'],
        ]) {
          // biome-ignore format: one thought
          const raw = { product_id: `${group}${color}${size}`, item_group_id: group, color, size, price, availability };
          yield { where: `${group} ${color} ${size}`, raw: raw as Record<string, string> };
        }
        yield { where: size ?? '', raw: { product_id: size ?? '' } };
      }
    }
    const read = async (most: number) => {
      const found: Found[] = [];
      for await (const one of groupVariants(bySize(), most)) found.push(one);
      return found.map(({ where, raw, reason }) => [where, raw?.size ?? raw?.product_id ?? reason, raw?.availability]);
    };
    expect(await read(500)).toEqual([
      ['g red S', 'S, M', 'in stock'],
      ['g blue S', 'S, M', 'in stock'],
      ['h red S', 'S, M', 'in stock'],
      ['S', 'S', undefined],
      ['M', 'M', undefined],
    ]);
    expect((await read(2)).filter(([, size]) => size === 'another size of a product further up')).toHaveLength(3);
  });

  it.each([
    ['of what is there', ['10 EUR', 'out of stock'], ['18 EUR', 'in stock'], ['20 EUR', 'in stock'], '18 EUR'],
    ['whichever is named first', ['20 EUR', 'in stock'], ['10 EUR', 'sold out'], ['18 EUR', 'in stock'], '18 EUR'],
    ['of what is gone where all are', ['20 EUR', 'sold out'], ['10 EUR', 'sold out'], ['18 EUR', 'sold out'], '10 EUR'],
    [
      'of the others where what is there has none',
      ['20 EUR', 'sold out'],
      ['', 'in stock'],
      ['18 EUR', 'sold out'],
      '20 EUR',
    ],
  ] as const)('cost the lowest price %s', async (_, ...rest) => {
    const expected = rest.at(-1);
    async function* sizes(): AsyncGenerator<Found> {
      for (const [at, offer] of rest.slice(0, 3).entries()) {
        const [price = '', availability = ''] = offer as readonly string[];
        const raw = { product_id: `${at}`, item_group_id: 'g', color: 'red', size: `${at}`, price, availability };
        yield { where: `row ${at}`, raw: { ...raw, title: 'Shirt' } };
      }
    }
    const found: Found[] = [];
    for await (const one of groupVariants(sizes())) found.push(one);
    expect(found.map(({ raw }) => raw?.price)).toEqual([expected]);
  });

  it('hold back no more than fits the memory, whatever waits behind them', async () => {
    let read = 0;
    async function* long(): AsyncGenerator<Found> {
      yield { where: 'row 1', raw: { product_id: '1', item_group_id: 'g', color: 'red', size: 'S' } };
      const description = 'x'.repeat(1_000_000);
      for (read = 1; read < 100; read += 1) yield { where: '', raw: { product_id: `${read}`, description } };
    }
    for await (const { raw } of groupVariants(long(), 500)) {
      expect(raw?.product_id).toBe('g:red');
      break;
    }
    expect(read).toBeLessThan(10);
  });

  it('are told in a few words, however long a feed makes them', async () => {
    async function* wordy(): AsyncGenerator<Found> {
      for (let i = 0; i < 200; i += 1) {
        yield {
          where: '',
          raw: { product_id: `${i}`, item_group_id: 'g', color: 'red', size: `${i}${'x'.repeat(999)}` },
        };
      }
    }
    for await (const { raw } of groupVariants(wordy(), 500)) expect(raw?.size?.length).toBeLessThan(5_000);
  });

  it('are found without a group, by their page or picture, where a size is told', async () => {
    async function* plain(): AsyncGenerator<Found> {
      const raw = (id: string, title: string, page: string, size: string, more: Record<string, string> = {}) => ({
        where: `row ${id}`,
        raw: { product_id: id, title, product_url: `https://s.example/${page}`, size, price: `2${id} EUR`, ...more },
      });
      yield raw('5', 'Wool shirt', 'w', 'S', { availability: 'out of stock' });
      yield raw('4', 'Wool shirt', 'w?utm_source=feed', 'M', { availability: 'in stock' });
      yield raw('3', 'Linen shirt - S', 'l?size=s', 'S', { image_url: 'https://s.example/l.jpg' });
      yield raw('2', 'Linen shirt - M', 'l?size=m', 'M', { image_url: 'https://s.example/l.jpg' });
      yield raw('1', 'Wool shirt', 'w', 'S', { color: 'red' });
      yield raw('6', 'Wool shirt', 'w', 'XL', { gender: 'men' });
      yield raw('7', 'Jeans', 'j', '');
      yield raw('8', 'Jeans', 'j', '');
    }
    const found: Found[] = [];
    for await (const one of groupVariants(plain(), 500)) found.push(one);
    const shown = found.map(({ raw }) => [raw?.product_id, raw?.title, raw?.size, raw?.price, raw?.availability]);
    expect(shown).toEqual([
      ['5', 'Wool shirt', 'S, M', '24 EUR', 'in stock'],
      ['3', 'Linen shirt', 'S, M', '22 EUR', ''],
      ['1', 'Wool shirt', 'S', '21 EUR', undefined],
      ['6', 'Wool shirt', 'XL', '26 EUR', undefined],
      ['7', 'Jeans', '', '27 EUR', undefined],
      ['8', 'Jeans', '', '28 EUR', undefined],
    ]);
  });

  it('of one product become one, a colour each', async () => {
    const found: Found[] = [];
    for await (const one of groupVariants(rows())) found.push(one);
    expect(found).toEqual([
      {
        where: 'row 1',
        raw: expect.objectContaining({
          product_id: 'g:red',
          title: 'Shirt',
          size: 'S, M',
          price: '18 EUR',
          availability: 'in stock',
        }),
      },
      { where: 'row 3', raw: expect.objectContaining({ product_id: 'g:blue' }) },
      { where: 'row 4', reason: 'broken' },
      { where: 'row 5', reason: 'another size of a product further up' },
      { where: 'row 6', raw: { product_id: '6' } },
    ]);
  });
});
