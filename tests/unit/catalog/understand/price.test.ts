import { describe, expect, it } from 'vitest';
import { isCheaper, parsePrice, priceOfMinor, understandPrice } from '../../../../catalog/understand/price';

const shown = (price: { amount: string; currency: string } | undefined) => price && `${price.amount} ${price.currency}`;

describe('a price', () => {
  it.each([
    ['49', 'EUR', '49 EUR'],
    ['$ 1,299.00', undefined, '1299.00 USD'],
    ['$49.50', 'CAD', '49.50 CAD'],
    ['1.299,00 EUR', undefined, '1299.00 EUR'],
    ['1.299', 'EUR', '1299 EUR'],
    ['1.299 KWD', undefined, '1.299 KWD'],
    ['1 299,90 €', undefined, '1299.90 EUR'],
    ["CHF 1'299.00", undefined, '1299.00 CHF'],
    ['Rs. 1,29,999', undefined, '129999 INR'],
    ['19,- €', undefined, '19 EUR'],
    ['49,95EUR', undefined, '49.95 EUR'],
    ['EUR49,95', undefined, '49.95 EUR'],
    ['Rs1,299', undefined, '1299 INR'],
    ['1299 Rs', undefined, '1299 INR'],
    ['49 eur', undefined, '49 EUR'],
    ['$25 all sizes', undefined, '25 USD'],
    ['25 per top', 'GBP', '25 GBP'],
    ['A$50', undefined, '50 AUD'],
    ['AU$129', undefined, '129 AUD'],
    ['CA$49', undefined, '49 CAD'],
    ['C$49', undefined, '49 CAD'],
    ['HK$399', undefined, '399 HKD'],
    ['S$89.90', undefined, '89.90 SGD'],
    ['US$89.90', undefined, '89.90 USD'],
    ['NZ$10', undefined, '10 NZD'],
    ['MX$899', undefined, '899 MXN'],
    ['R$ 199,90', undefined, '199.90 BRL'],
    ['4.990 ₽', undefined, '4990 RUB'],
    ['1 299 Kč', undefined, '1299 CZK'],
    ['12 990 Ft', undefined, '12990 HUF'],
    ['4,990円', undefined, '4990 JPY'],
    ['CN¥399', undefined, '399 CNY'],
    ['199 kr', 'SEK', '199 SEK'],
    ['199:-', 'SEK', '199 SEK'],
    ['¥4,990', 'JPY', '4990 JPY'],
    ['199 kr', undefined, undefined],
    ['¥4,990', undefined, undefined],
    ['12.990,-Ft', undefined, '12990 HUF'],
    ['$49-$59', undefined, '49 USD'],
    ['€49,90 - €59,90', undefined, '49.90 EUR'],
    ['-$49', undefined, undefined],
    ['４，９９０円', undefined, '4990 JPY'],
    ['٤٩٫٩٠ د.إ', undefined, '49.90 AED'],
    ['۱٬۲۹۹ EUR', undefined, '1299 EUR'],
    ['199', '€', '199 EUR'],
    ['199', 'US$', '199 USD'],
    ['199', 'Kč', '199 CZK'],
    ['1,299', 'Rs.', '1299 INR'],
    ['199', 'kr', undefined],
    ['19⁹⁹ €', undefined, '19 EUR'],
    ['49,95¹ €', undefined, '49.95 EUR'],
    ['0.1', 'EUR', '0.1 EUR'],
    ['12345678901234.56', 'EUR', '12345678901234.56 EUR'],
    ['free', 'EUR', undefined],
    ['49', undefined, undefined],
    ['49', 'XYZ', undefined],
    ['-5 EUR', undefined, undefined],
  ])('%s (%s) → %s', (text, currency, expected) => expect(shown(parsePrice(text, currency))).toBe(expected));

  it.each<[string, Record<string, string>, string | undefined]>([
    ['199 kr', { product_url: 'https://www.shop.se/p/1' }, '199 SEK'],
    ['1 299 kr', { product_url: 'https://shop.no/p/1' }, '1299 NOK'],
    ['kr. 1.299,00', { product_url: 'https://shop.dk/p/1' }, '1299.00 DKK'],
    ['199:-', { product_url: 'https://shop.example/sv-se/p/1' }, '199 SEK'],
    ['199 kr', { product_url: 'https://shop.example/nb/p' }, '199 NOK'],
    ['199 kr', { product_url: 'https://shop.se/da-dk/p' }, '199 DKK'],
    ['199 kr', { product_url: 'https://shop.dk/p', target_country: 'se' }, '199 SEK'],
    ['199 kr', { shipping: 'NO:::49 kr' }, '199 NOK'],
    ['199 kr', { shipping: 'NO:::49,NO::Express:99', product_url: 'https://shop.dk/p' }, '199 NOK'],
    ['199 kr', { shipping: 'SE:::49 SEK, DK:::39 DKK', product_url: 'https://shop.dk/p' }, '199 DKK'],
    ['$49', { shipping: 'AU:::20.00 USD,CA:::15.00 USD,US:::5.00 USD' }, '49 USD'],
    ['US$49', { currency: '$', product_url: 'https://shop.com.au/p' }, '49 USD'],
    ['C$49', { currency: '$' }, '49 CAD'],
    ['€49', { currency: '$' }, '49 EUR'],
    ['49', { currency: '$', product_url: 'https://shop.com.au/p' }, '49 AUD'],
    ['199 kr', { language: 'sv' }, '199 SEK'],
    ['199', { currency: 'kr', product_url: 'https://shop.no/p' }, '199 NOK'],
    ['199 EUR', { currency: 'kr', product_url: 'https://shop.no/p' }, '199 EUR'],
    ['199 kr', { language: 'en', product_url: 'https://shop.com/p' }, undefined],
    ['¥4,990', { product_url: 'https://shop.co.jp/p' }, '4990 JPY'],
    ['￥399', { product_url: 'https://shop.cn/p' }, '399 CNY'],
    ['¥4,990', { locale: 'ja_JP' }, '4990 JPY'],
    ['¥399', { content_language: 'zh-Hans-CN' }, '399 CNY'],
    ['¥399', { locale: 'zh-TW' }, undefined],
    ['$49', { product_url: 'https://shop.com.au/p' }, '49 AUD'],
    ['$49', { product_url: 'https://shop.example/en-ca/p' }, '49 CAD'],
    ['$49', { product_url: 'https://shop.example/ar/p' }, '49 USD'],
    ['$49', { product_url: 'https://shop.co/p' }, '49 USD'],
    ['$ 129.990', { product_url: 'https://shop.com.co/p' }, '129990 COP'],
    ['US$49', { product_url: 'https://shop.com.au/p' }, '49 USD'],
    ['49 EUR', { product_url: 'https://shop.se/p' }, '49 EUR'],
  ])('%s of %o is %s', (price, raw, expected) => {
    const found = understandPrice({ price, ...raw });
    expect('price' in found ? shown(found.price) : undefined).toBe(expected);
  });

  it('without a currency is none, and says so', () => {
    const of = (raw: Record<string, string>) => understandPrice(raw);
    expect(of({ price: '199 kr' })).toEqual({ note: 'nothing says the currency of the price "199 kr"' });
    expect(of({ price: '49.90' })).toEqual({ note: 'nothing says the currency of the price "49.90"' });
    expect(of({ price: '49.90', currency: 'XYZ' })).toHaveProperty('note');
    expect(of({ price: '٤٩' })).toHaveProperty('note');
    for (const price of ['', '0', 'on request']) expect(of({ price })).toEqual({});
  });

  it('comes in minor units', () => {
    expect(shown(priceOfMinor('1999', 2, 'EUR'))).toBe('19.99 EUR');
    expect(shown(priceOfMinor('5', 2, 'EUR'))).toBe('0.05 EUR');
    expect(shown(priceOfMinor('1999', 0, 'JPY'))).toBe('1999 JPY');
    expect([priceOfMinor('-1', 2, 'EUR'), priceOfMinor('1', 99, 'EUR'), priceOfMinor('x', 2, 'EUR')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is compared exactly, in one currency only', () => {
    const euro = (amount: string) => ({ amount, currency: 'EUR' });
    expect(isCheaper(euro('0.29'), euro('0.3'))).toBe(true);
    expect(isCheaper(euro('9007199254740992.9'), euro('9007199254740993'))).toBe(true);
    expect(isCheaper(euro('1'), { amount: '2', currency: 'USD' })).toBe(false);
  });

  it('is the sale price while that is on', () => {
    const now = new Date('2026-06-01');
    const raw = { price: '20 EUR', sale_price: '15 EUR' };
    expect(understandPrice(raw, now)).toEqual({
      price: { amount: '15', currency: 'EUR' },
      was: { amount: '20', currency: 'EUR' },
    });
    const over = { ...raw, sale_price_effective_date: '2026-01-01T00:00Z/2026-02-01T00:00Z' };
    expect(understandPrice(over, now)).toEqual({ price: { amount: '20', currency: 'EUR' } });
    expect(understandPrice({ ...raw, sale_price: '25 EUR' }, now)).toEqual({
      price: { amount: '20', currency: 'EUR' },
    });
  });

  it('is refused when it cannot be right, and none when it is nought', () => {
    expect(understandPrice({ price: '-1 EUR' }).reason).toBe('the price "-1 EUR" cannot be right');
    expect(understandPrice({ price: '999999999999 EUR' }).reason).toContain('cannot be right');
    expect(understandPrice({ price: '10 EUR', sale_price: '-1 EUR' }).reason).toContain('cannot be right');
    expect(understandPrice({ price: '- € 5' }).reason).toContain('cannot be right');
    expect(understandPrice({ price: '2500000 IDR' }).reason).toBeUndefined();
    expect(understandPrice({ price: '0.00', currency: 'EUR' })).toEqual({});
  });
});
