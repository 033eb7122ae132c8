import { describe, expect, it } from 'vitest';
import { cleanProduct } from '../../../../catalog/schema';
import { drain } from './found';
import { json, LOGIN, useShop, woo, wooPage } from './test-shop';

const shop = useShop();

describe('a WooCommerce shop', () => {
  it('lists prices in minor units', async () => {
    const yen = { price: '4500', regular_price: '4500', currency_code: 'JPY', currency_minor_unit: 0 };
    shop.routes = { [wooPage(1)]: json([woo(1), woo(2, { prices: yen })]), [wooPage(2)]: json([]) };
    const { raws } = await drain(shop.open('woocommerce'));
    expect(raws[0]).toMatchObject({ title: 'Café Kleid 1', price: '29.99', sale_price: '19.99', color: 'Rot' });
    const rows = raws.map((raw) => cleanProduct(raw, 'shop')).map((one) => ('row' in one ? one.row : one.reason));
    expect(rows).toMatchObject([
      { category: 'dress', gender: 'women', price: { amount: '19.99', currency: 'EUR' } },
      { price: { amount: '4500', currency: 'JPY' } },
    ]);
  });

  it('asks what it asks, also where its regular price is lower', async () => {
    const prices = { price: '4900', regular_price: '3900', currency_code: 'EUR', currency_minor_unit: 2 };
    shop.routes = { [wooPage(1)]: json([woo(1, { prices })]), [wooPage(2)]: json([]) };
    const [raw] = (await drain(shop.open('woocommerce'))).raws;
    expect(raw).toMatchObject({ price: '49.00', sale_price: '' });
  });

  it('may have three decimals, which are no thousands', async () => {
    const prices = { price: '39990', regular_price: '49990', currency_code: 'EUR', currency_minor_unit: 3 };
    shop.routes = { [wooPage(1)]: json([woo(1, { prices })]), [wooPage(2)]: json([]) };
    const [raw = {}] = (await drain(shop.open('woocommerce'))).raws;
    expect(cleanProduct(raw, 'shop')).toMatchObject({ row: { price: { amount: '39.9900', currency: 'EUR' } } });
  });

  it('may be broken', async () => {
    const negative = { price: '-500', regular_price: '', currency_code: 'EUR', currency_minor_unit: 2 };
    shop.routes = {
      [wooPage(1)]: json([
        7,
        woo(1),
        woo(1),
        woo(2, { prices: negative }),
        woo(3, { permalink: 'javascript:alert(1)' }),
      ]),
      [wooPage(2)]: json([woo(1)]),
    };
    const { raws, refused, error } = await drain(shop.open('woocommerce'));
    expect([refused, error]).toEqual([['page 1, product 1: no product', 'page 1, product 3: listed twice'], undefined]);
    expect(raws.map((raw) => cleanProduct(raw, 'shop').reason)).toEqual([
      undefined,
      'the price "-500" cannot be right',
      'product_url is not valid',
    ]);
    shop.routes = { [wooPage(1)]: LOGIN };
    expect((await drain(shop.open('woocommerce'))).error).toContain('a web page instead of products');
    shop.routes = { [wooPage(1)]: json({ code: 'rest_no_route' }) };
    expect((await drain(shop.open('woocommerce'))).error).toContain('is no WooCommerce shop');
  });
});
