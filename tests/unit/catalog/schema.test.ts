import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { categoryOf } from '../../../catalog/category';
import { stringify } from '../../../catalog/csv-write';
import { contentBox, garmentBox } from '../../../catalog/garment-box';
import { cleanProduct, priceAmount } from '../../../catalog/schema';
import { type CsvRow, readCsv } from '../../../catalog/sources/csv';

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
  ])('%s / %s → %s', (category, type, expected) => expect(categoryOf(category, type)).toBe(expected));
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
    [{ category: 'zebra', type: '' }, 'unknown category "zebra"'],
    [{ gender: 'robot' }, 'unknown gender "robot"'],
  ])('is refused with %j', (change, reason) => {
    expect(cleanProduct({ ...good, ...change }, 'shop')).toEqual({ reason });
  });

  it('has prices in any habit of writing', () => {
    const amounts = ['49', '$ 1,299.00', '1.299', '12,5', '0.99 EUR', 'free'].map(priceAmount);
    expect(amounts).toEqual(['49', '1299.00', '1299', '12.5', '0.99', undefined]);
  });
});

describe('a table', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'table-'));
  afterAll(() => rm(folder, { recursive: true }));
  const read = async (text: string) => {
    const file = join(folder, 'table.csv');
    await writeFile(file, text);
    const rows: CsvRow[] = [];
    for await (const row of readCsv(file)) rows.push(row);
    return rows;
  };
  const header = 'product_id,product_url,image_url,description,category';

  it('is read with quotes, byte order mark and bad rows numbered', async () => {
    const rows = await read(`\ufeff${header}\n1,u,i,"a, ""b""\nc",tops\n2,u\n3,u,i,d,tops\n`);
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(rows[0]?.raw).toMatchObject({ product_id: '1', description: 'a, "b"\nc' });
    expect(rows[1]?.reason).toBe('2 columns instead of 5');
  });

  it('may use semicolons', async () => {
    const rows = await read(`${header.replaceAll(',', ';')}\n1;u;i;d;tops\n`);
    expect(rows[0]?.raw?.category).toBe('tops');
  });

  it('is refused without its columns', async () => {
    await expect(read('id,title\n1,2\n')).rejects.toThrow('has no column product_id, product_url');
    await expect(read('')).rejects.toThrow('empty');
  });

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
