import { describe, expect, it } from 'vitest';
import { cleanProduct } from '../../../../catalog/schema';
import { openSource } from '../../../../catalog/sources/open';
import { serve } from '../../../browser/servers';
import { drain } from './found';
import { fetcher, html, json, LOGIN, shirt, shirtPage, useShop } from './test-shop';

const shop = useShop();

describe('a Shopify shop', () => {
  it('lists one product a colour, with its picture, its price and the shop’s currency', async () => {
    shop.routes = {
      '/cart.js': json({ currency: 'SEK' }),
      [shirtPage(1)]: json({ products: [shirt(1)] }),
      [shirtPage(2)]: json({ products: [] }),
    };
    const { raws, refused, error } = await drain(shop.open('shopify'));
    expect([refused, error]).toEqual([[], undefined]);
    expect(raws.map(({ product_id, price, availability }) => [product_id, price, availability])).toEqual([
      ['1:red', '22.00', 'in_stock'],
      ['1:navy', '20.00', 'out_of_stock'],
    ]);
    expect(raws[1]?.image_url).toBe('https://cdn.example/1-navy.jpg');
    expect(raws[0]?.product_url).toBe(`${shop.origin}/products/shirt-1?variant=10`);
    const cleaned = cleanProduct(raws[0] ?? {}, 'shop');
    expect('row' in cleaned && cleaned.row).toMatchObject({
      category: 'topwear',
      gender: 'men',
      price: { amount: '22.00', currency: 'SEK' },
    });
  });

  it.each([
    ['39.00', '49.00', undefined],
    ['49.00', '49.00', undefined],
    [null, '49.00', undefined],
    ['ask us', '49.00', undefined],
    ['99.00', '49.00', '49.00'],
    // As texts these stand the other way round.
    ['100.00', '49.00', '49.00'],
  ])('asks what it asks, whatever price stands beside it: %s', async (compare_at_price, price, sale_price = '') => {
    const variants = [{ id: 1, price, compare_at_price, available: true }];
    shop.routes = {
      [shirtPage(1)]: json({ products: [shirt(1, { variants, options: [] })] }),
      [shirtPage(2)]: json({ products: [] }),
    };
    const [raw] = (await drain(shop.open('shopify', '', 'EUR'))).raws;
    expect(raw?.sale_price).toBe(sale_price);
    const cleaned = cleanProduct(raw ?? {}, 'shop');
    expect('row' in cleaned && cleaned.row).toMatchObject({ price: { amount: '49.00', currency: 'EUR' } });
  });

  const listed = async (more: object) => {
    shop.routes = { [shirtPage(1)]: json({ products: [shirt(1, more)] }), [shirtPage(2)]: json({ products: [] }) };
    return (await drain(shop.open('shopify', '', 'EUR'))).raws;
  };

  it.each(['Farbe / Color', 'Frame Color', 'Color Name', 'Colour:', 'Kleur', 'Färg', 'カラー'])(
    'calls its colours %s',
    async (name) => {
      expect((await listed({ options: [{ name }, { name: 'Size' }] })).map(({ color }) => color)).toEqual([
        'Red',
        'Navy',
      ]);
    },
  );

  it('does not give a colour away for a variant without a price, nor list one twice by how it is spelled', async () => {
    const variants = [
      { id: 1, option1: 'Navy/White', option2: 'Gift', price: '0.00', available: true },
      { id: 2, option1: 'Navy White', option2: 'M', price: '22.00', available: true },
    ];
    const found = await listed({ variants });
    expect(found.map(({ color, price }) => [color, price])).toEqual([['Navy/White', '22.00']]);
  });

  it('reads the currency off the front page, or does without', async () => {
    const listing = { [shirtPage(1)]: json({ products: [shirt(1)] }), [shirtPage(2)]: json({ products: [] }) };
    shop.routes = { ...listing, '/': html('<script>Shopify.currency = {"active":"CHF","rate":"1.0"};</script>') };
    expect((await drain(shop.open('shopify'))).raws[0]?.currency).toBe('CHF');
    shop.routes = listing;
    expect((await drain(shop.open('shopify'))).raws[0]?.currency).toBe('');
    expect((await drain(shop.open('shopify', '', 'EUR'))).raws[0]?.currency).toBe('EUR');
  });

  it('is one collection where the address names one', async () => {
    const base = '/collections/summer';
    shop.routes = {
      [shirtPage(1, base)]: json({ products: [shirt(1)] }),
      [shirtPage(2, base)]: json({ products: [] }),
    };
    expect((await drain(shop.open('shopify', `/en${base}/products/x?y=1`, 'EUR'))).raws).toHaveLength(2);
  });

  it('ends where pages repeat', async () => {
    shop.routes = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [shirtPage(i + 1), json({ products: [shirt(1), shirt(2)] })]),
    );
    const before = shop.requests.length;
    expect((await drain(shop.open('shopify', '', 'EUR'))).raws).toHaveLength(4);
    expect(shop.requests.length - before).toBe(2);
  });

  it('ends at 25,000 products, and says so', async () => {
    const endless = await serve((path) => {
      const n = Number(/page=(\d+)/.exec(path)?.[1]);
      return json({ products: [{ ...shirt(n), variants: [{ id: n, price: '1' }], images: [] }] });
    });
    const source = openSource({ kind: 'shopify', address: endless.origin, currency: 'EUR' }, fetcher);
    const { raws, refused } = await drain(source);
    expect([raws.length, endless.requests.length]).toEqual([100, 100]);
    expect(refused[0]).toContain('no more than 25000 products');
    await endless.close();
  });

  it('may be broken: every bad product is named, the rest goes in', async () => {
    shop.routes = {
      [shirtPage(1)]: json({
        products: [null, 'x', { id: 5 }, shirt(1, { variants: 'none' }), shirt(2), { title: 'no id' }],
      }),
      [shirtPage(2)]: { type: 'application/json', body: '{"products":[{"id":7,"title":"cut' },
    };
    const { raws, refused, error } = await drain(shop.open('shopify', '', 'EUR'));
    expect(raws.map(({ product_id }) => product_id)).toEqual(['2:red', '2:navy']);
    expect(refused).toEqual([
      'page 1, product 1: no product',
      'page 1, product 2: no product',
      'page 1, product 3: nothing to buy of it',
      'page 1, product 4: nothing to buy of it',
      'page 1, product 6: no product',
    ]);
    expect(error).toContain('answers something cut or damaged instead of products');
  });

  it('may answer a web page, an error, a list or a redirect loop', async () => {
    shop.routes = { [shirtPage(1)]: LOGIN };
    expect((await drain(shop.open('shopify', '', 'EUR'))).error).toContain('answers a web page instead of products');
    shop.routes = { [shirtPage(1)]: json([1, 2]) };
    expect((await drain(shop.open('shopify', '', 'EUR'))).error).toContain('is no Shopify shop');
    shop.routes = {};
    expect((await drain(shop.open('shopify', '', 'EUR'))).error).toContain('answers 404');
    shop.routes = {
      [shirtPage(1)]: { type: 'text/plain', body: '', status: 302, headers: { location: shirtPage(1) } },
    };
    expect((await drain(shop.open('shopify', '', 'EUR'))).error).toContain('did not answer');
  });
});
