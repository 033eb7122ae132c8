import { describe, expect, it } from 'vitest';
import { garmentsRequest, likeRequest, shopRequest } from '../../lib/similar';

const garment = { category: 'dress', box: { x: 0, y: 0.1, width: 0.5, height: 1 }, gender: 'off' };
const source = { kind: 'url', url: 'https://a.example/x.jpg', pageUrl: 'https://a.example/' };
const price = (amount: string) => ({ amount, currency: 'EUR' });
const narrowed = (only: object) => ({ source, garments: [{ ...garment, only }], top: 18 });
const garments = { source, garments: [garment], top: 18 };
const like = { productId: 'shop/1', gender: 'women', top: 18 };

describe('a question beyond the picture’s own', () => {
  it('is taken as stated', () => {
    expect(garmentsRequest(garments)).toEqual(garments);
    expect(garmentsRequest({ ...garments, source: { kind: 'blob', blob: new Blob(), pageUrl: '' } }).top).toBe(18);
    const only = { shop: 'Alder', brand: 'Ash', minPrice: price('5'), maxPrice: price('34.50'), inStock: true };
    expect(garmentsRequest(narrowed(only))).toEqual(narrowed(only));
    expect(likeRequest(like)).toEqual(like);
  });

  it.each([
    [{ ...garments, garments: [] }],
    [{ ...garments, garments: Array.from({ length: 25 }, () => garment) }],
    [{ ...garments, garments: [{ ...garment, category: 'person' }] }],
    [{ ...garments, garments: [{ ...garment, box: { ...garment.box, width: 1.5 } }] }],
    [{ ...garments, garments: [{ ...garment, box: { ...garment.box, x: Number.NaN } }] }],
    [{ ...garments, garments: [{ ...garment, gender: 'automatic' }] }],
    [narrowed({ shop: '' })],
    [narrowed({ colour: 'red' })],
    [narrowed({ maxPrice: price('1e9') })],
    [narrowed({ minPrice: { amount: 5, currency: 'EUR' } })],
    [{ ...garments, source: { kind: 'file', path: '/etc/passwd' } }],
    [{ ...garments, source: { kind: 'blob', blob: 'bytes', pageUrl: '' } }],
    [{ ...garments, top: 1e9 }],
    [{ ...garments, more: true }],
    [undefined],
  ])('is refused where it is anything else: %j', (request) => expect(() => garmentsRequest(request)).toThrow());

  it.each([[{ ...like, productId: '' }], [{ ...like, top: 0 }], [{ ...like, gender: 'kids' }], [{ productId: 'x' }]])(
    'about a product too: %j',
    (request) => expect(() => likeRequest(request)).toThrow(),
  );
});

describe('the question about a picture', () => {
  const asked = { id: 'a1', source, options: { top: 18, genderFilter: 'automatic', sensitivity: 'balanced' } };

  it('is taken as stated', () => {
    expect(shopRequest(asked)).toEqual(asked);
    expect(shopRequest({ ...asked, options: {} }).options).toEqual({});
  });

  it.each([
    [{ ...asked, id: 7 }],
    [{ ...asked, id: '' }],
    [{ ...asked, source: undefined }],
    [{ ...asked, source: { ...source, url: { href: 'https://a.example/' } } }],
    [{ ...asked, options: undefined }],
    [{ ...asked, options: { top: Number.NaN } }],
    [{ ...asked, options: { minScore: -1 } }],
    [{ ...asked, options: { sensitivity: 'all' } }],
    [{ ...asked, options: { more: true } }],
  ])('is refused where it is anything else: %j', (request) => expect(() => shopRequest(request)).toThrow());
});
