import { describe, expect, it } from 'vitest';
import { stringify } from '../../../catalog/csv-write';
import { contentBox, garmentBox } from '../../../catalog/garment-box';
import { cleanProduct, picturesOf } from '../../../catalog/schema';
import { understandCategory } from '../../../catalog/understand/category';

const good = {
  product_id: '7',
  product_url: 'https://shop.example/7',
  image_url: 'a.jpg',
  description: '  Linen\n shirt ',
  brand: 'Alder',
  gender: 'w',
  category: 'Topwear',
  type: 'Shirts',
  price: '1.299,00',
  currency: 'eur',
  availability: 'out of stock',
};

describe('categories', () => {
  it.each([
    ['Topwear', '', 'topwear'],
    ['Apparel', 'Tshirts', 'topwear'],
    ['Apparel', 'Rain Jacket', 'outerwear'],
    ['Footwear', 'Casual Shoes', 'footwear'],
    ['', 'dress shoes', 'footwear'],
    ['', 'Shirt Dress', 'dress'],
    ['', 'Dress Shirt', 'topwear'],
    ['Accessories', 'Sunglasses', 'eyewear'],
    ['Bags', 'Clutches', 'handbag'],
    ['', 'Denim Shorts', 'bottomwear'],
    ['', 'Baseball Cap', 'headwear'],
    ['', 'Capris', 'bottomwear'],
    ['outerwear', 'Shirts', 'outerwear'],
    ['Home', 'Curtains', undefined],
  ])('%s / %s → %s', (category, type, expected) => {
    const found = understandCategory({ category, type });
    expect(found.reason === undefined ? found.category : undefined).toBe(expected);
  });
});

describe('a product of a table', () => {
  it('is cleaned', () => {
    expect(cleanProduct(good, 'shop')).toEqual({
      row: {
        source: 'shop',
        productId: '7',
        title: 'Linen shirt',
        brand: 'Alder',
        url: 'https://shop.example/7',
        imageUrl: '',
        category: 'topwear',
        type: 'Shirts',
        gender: 'women',
        price: { amount: '1299.00', currency: 'EUR' },
        inStock: false,
      },
    });
  });

  it.each([
    [{ product_id: '' }, 'no product_id'],
    [{ product_url: 'javascript:alert(1)' }, 'product_url is not valid'],
    [{ description: ' ' }, 'no description'],
    [{ image_url: '' }, 'no image_url'],
    [{ category: 'zebra', type: '', description: 'Thing' }, 'unknown category "zebra"'],
    [{ price: '-3', currency: 'EUR' }, 'the price "-3" cannot be right'],
    [{ price: '99999999999 EUR' }, 'the price "99999999999 EUR" cannot be right'],
    [{ description: 'Sneaker socks', category: '' }, '"Sneaker socks" is nothing that is looked for in pictures'],
  ])('is refused with %j', (change, reason) => {
    expect(cleanProduct({ ...good, ...change }, 'shop')).toEqual({ reason });
  });

  it('is for everybody where nobody understands for whom', () => {
    const cleaned = cleanProduct({ ...good, gender: 'robot' }, 'shop');
    expect('row' in cleaned && cleaned.row.gender).toBe('unisex');
  });

  it('has several pictures, further ones from the web only', () => {
    const more = JSON.stringify(['https://shop.example/b.jpg', 'javascript:alert(1)', 'file:///etc/passwd', 7]);
    expect(picturesOf({ ...good, additional_image_urls: more })).toEqual(['a.jpg', 'https://shop.example/b.jpg']);
    expect(picturesOf({ ...good, additional_image_urls: '[broken' })).toEqual(['a.jpg']);
  });
});

describe('a table', () => {
  it('is written so that no spreadsheet runs it', () => {
    expect(stringify([['1', '=cmd()', 'a "b", c']])).toBe(`1,'=cmd(),"a ""b"", c"\n`);
  });
});

describe('where the product is', () => {
  const data = new Uint8Array(10 * 10 * 4).fill(255);
  for (const [x, y] of [[2, 3], [6, 7]] as const) data.set([10, 20, 30, 255], 4 * (10 * y + x)); // biome-ignore format: points
  const image = { width: 10, height: 10, data };

  it('is all that is not white', () => {
    expect(contentBox(image)).toEqual({ x: 0.2, y: 0.3, width: 0.5, height: 0.5 });
    expect(contentBox({ width: 1, height: 1, data: new Uint8Array([255, 255, 255, 255]) }).width).toBe(1);
  });

  it('is the largest sure detection of its category', () => {
    const box = (size: number) => ({ x: 0, y: 0, width: size, height: size });
    const found = garmentBox(image, 'dress', [
      { category: 'topwear', score: 0.9, box: box(0.9) },
      { category: 'dress', score: 0.5, box: box(0.4) },
      { category: 'dress', score: 0.9, box: box(0.3) },
      { category: 'dress', score: 0.1, box: box(0.8) },
    ]);
    expect(found).toEqual(box(0.4));
    expect(garmentBox(image, 'handbag', [])).toEqual(contentBox(image));
  });
});
