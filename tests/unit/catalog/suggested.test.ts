import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isPublicShop, readSuggestedShops, SUGGESTED_SHOPS, sitesOf } from '../../../catalog/shop/suggested';

const SHOP = {
  name: 'Alder',
  address: 'https://www.alder.example/',
  platform: 'shopify',
  currency: 'EUR',
  sells: ['dress'],
  pictures: ['https://cdn.example/*'],
};
const listOf = (...shops: unknown[]) => ({ format: 1, shops });

describe('the list of shops to begin with', () => {
  it('is in order: public addresses, each once, in the order of their names, and every kind of garment', async () => {
    const shops = readSuggestedShops(JSON.parse(await readFile(`public${SUGGESTED_SHOPS}`, 'utf8')));
    expect(shops.length).toBeGreaterThanOrEqual(8);
    expect(shops.filter((shop) => !isPublicShop(shop))).toEqual([]);
    const hosts = shops.map(({ address }) => new URL(address).host.replace(/^www\./, ''));
    expect(new Set(hosts).size).toBe(hosts.length);
    const names = shops.map(({ name }) => name);
    expect(names).toEqual([...names].sort(new Intl.Collator('en').compare));
    expect(new Set(shops.flatMap(({ sells }) => sells)).size).toBe(8);
  });

  it('asks for the shop, with and without www, and for its pictures, nothing else', () => {
    const [shop] = readSuggestedShops(listOf(SHOP));
    expect(shop && sitesOf(shop)).toEqual([
      'https://alder.example/*',
      'https://www.alder.example/*',
      'https://cdn.example/*',
    ]);
    const [local] = readSuggestedShops(listOf({ ...SHOP, address: 'http://127.0.0.1:8080/', pictures: [] }));
    expect(local && sitesOf(local)).toEqual(['http://127.0.0.1/*']);
    expect(local && isPublicShop(local)).toBe(false);
  });

  it.each([
    ['an address that runs', { address: 'javascript:alert(1)' }],
    ['a file', { address: 'file:///etc/passwd' }],
    ['every site', { pictures: ['https://*/*'] }],
    ['a platform nobody reads', { platform: 'fax' }],
    ['no garment', { sells: [] }],
    ['something unknown', { affiliate: 'me' }],
  ])('refuses %s', (_, more) => {
    expect(() => readSuggestedShops(listOf({ ...SHOP, ...more }))).toThrow();
  });
});
