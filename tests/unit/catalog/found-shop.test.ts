import { expect, it } from 'vitest';
import { summaryOf } from '../../../catalog/shop/calls';
import type { ProbedShop } from '../../../catalog/source';

it('shows the prices of a shop that was found so that a reader of any language can have them written', () => {
  const prices = [
    { price: '1299.50', currency: 'EUR' },
    { price: '49,95 €' },
    { price: '49.95', currency: 'EUR', sale_price: '39.95 EUR' },
    { price: 'on request', currency: 'EUR' },
    {},
  ];
  const sample = prices.map((price) => ({ raw: { title: 'Coat', ...price } }));
  const shop = {
    name: 'Alder',
    spec: { kind: 'json-ld', address: 'https://a.example/' },
    sample,
    needsCurrency: false,
  };
  expect(summaryOf(shop as unknown as ProbedShop).sample.map(({ price }) => price)).toEqual([
    { amount: '1299.50', currency: 'EUR' },
    { amount: '49.95', currency: 'EUR' },
    { amount: '39.95', currency: 'EUR' },
    'on request EUR',
    '',
  ]);
});
