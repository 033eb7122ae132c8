import { describe, expect, it } from 'vitest';
import { cleanProduct } from '../../../../catalog/schema';
import { openFile } from '../../../../catalog/sources/open';
import { drain, encoded, streamOf } from './found';
import { HEADER, read, row } from './rows';

describe('a table', () => {
  it.each([',', ';', '\t', '|'])('may be separated by %j', async (delimiter) => {
    const { raws } = await read([HEADER, row(1), row(2)].join('\n').replaceAll(',', delimiter));
    expect(raws.map(({ product_id }) => product_id)).toEqual(['1', '2']);
    expect(raws[0]?.type).toBe('Dresses');
  });

  it.each(['utf8', 'utf16le', 'utf16be', 'latin1', 'gzip'] as const)('may be %s', async (encoding) => {
    const { raws } = await read(encoded([HEADER, row(1)].join('\r\n'), encoding));
    expect(raws[0]?.description).toBe('Größe Café dress');
  });

  it('may be UTF-16 in a script that leaves no zero bytes, by its byte order mark', async () => {
    const title = '麻のワンピース'.repeat(200);
    const text = `\ufeff${HEADER}\n${row(1, title)}`;
    for (const encoding of ['utf16le', 'utf16be'] as const) {
      const { raws } = await read(encoded(text, encoding), 5_000);
      expect(raws[0]?.description, encoding).toBe(title);
    }
  });

  it.each(['utf8', 'latin1'] as const)('may be %s and have its first umlaut far down', async (encoding) => {
    const plain = Array.from({ length: 1_500 }, (_, i) => row(i, 'Plain dress'));
    const bytes = encoded([HEADER, ...plain, row('last'), row('end', 'Café')].join('\n'), encoding);
    // Also where a part ends with the umlaut, or in it.
    const first = bytes.findIndex((byte) => byte > 0x7f);
    for (const size of [65_536, first, first + 1, first + 2]) {
      const { raws } = await read(bytes, size);
      expect(raws.slice(-2).map(({ description }) => description)).toEqual(['Größe Café dress', 'Café']);
    }
  });

  it('stays UTF-8 where a letter of it is cut in two', async () => {
    const plain = Array.from({ length: 1_500 }, (_, i) => row(i, 'Plain dress'));
    const [before, behind] = [[HEADER, ...plain, row('cut', 'Robe d’ét')].join('\n'), row('last', 'Größe Café où né à été pâté')]; // biome-ignore format: one thought
    const at = Buffer.from(before).lastIndexOf(0xa9);
    const bytes = Buffer.concat([Buffer.from(before).filter((_, i) => i !== at), Buffer.from(`\n${behind}`)]);
    const { raws } = await read(bytes, 65_536);
    expect(raws.at(-1)?.description).toBe('Größe Café où né à été pâté');
  });

  it('may have more columns than are kept', async () => {
    const more = (cell: string) => Array.from({ length: 600 }, (_, i) => `,${cell}${i}`).join('');
    const { raws, refused } = await read(`${HEADER}${more('c')}\n${row(1)}${more('v')}\n${row(2)},short\n`, 5_000);
    expect(raws.map(({ product_id }) => product_id)).toEqual(['1']);
    expect([raws[0]?.c0, raws[0]?.c599]).toEqual(['v0', undefined]);
    expect(refused).toEqual(['row 2: 9 columns instead of 608']);
  });

  it('is given up where hardly a row can be read', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => `${i},"never closed`);
    const { error, refused } = await read([HEADER, ...rows].join('\n'), 5_000);
    expect(error).toBe('More than 500 rows have a quote that is not closed.');
    expect(refused).toHaveLength(500);
  });

  it.each([1, 2, 3, 64, 5_000])('is the same in parts of %i bytes, with or without byte order mark', async (size) => {
    const text = `\ufeff${HEADER}\r\n1,u,i,"a, ""b""\r\nç",B,,tops,\r\n\r\n${row(2)}\r${row(3)}`;
    const { raws, found } = await read(text, size);
    expect(found.map(({ where }) => where)).toEqual(['row 1', 'row 2', 'row 3']);
    expect(raws[0]?.description).toBe('a, "b"\nç');
  });

  it.each(['sep=;', '"sep=;"', 'SEP=;\r', '\n  \nsep=;\n'])('may begin as spreadsheets do: %j', async (line) => {
    const rows = [HEADER, row(1, '"Slim, blue" jeans'), row(2, '"Baggy" jeans')].map((one) => one.replaceAll(/,(?! )/g, ';')); // biome-ignore format: one thought
    for (const size of [1, 5_000]) {
      const { found, raws, refused } = await read(`${line}\n${rows.join('\n')}`, size);
      expect([found.map(({ where }) => where), refused]).toEqual([['row 1', 'row 2'], []]);
      expect(raws.map(({ product_url }) => product_url)).toEqual(['https://s.example/1', 'https://s.example/2']);
    }
  });

  it('may have empty lines before its header, and titles with quotes', async () => {
    const { raws, refused } = await read(['', ' ', HEADER, row(1, '"Baggy" jeans'), row(2)].join('\n'), 64);
    expect([raws.map(({ description }) => description), refused]).toEqual([['"Baggy" jeans', 'Größe Café dress'], []]);
  });

  it('keeps columns nobody knows and forgives empty cells at the end', async () => {
    const { raws, refused } = await read(`${HEADER},Season\n${row(1)},summer,,\n`);
    expect(raws[0]?.season).toBe('summer');
    expect(refused).toEqual([]);
  });

  it.each([
    ['CJ', 'NAME,SKU,BUYURL,IMAGEURL,PRICE,SALEPRICE,CURRENCY,ADVERTISERCATEGORY,INSTOCK'],
    [
      'Rakuten',
      'product_name,sku,product_url,product_image_url,price,sale_price,currency,primary_category,availability',
    ],
    ['Tradedoubler', 'name,TDProductId,productUrl,imageUrl,price,salePrice,currency,TDCategoryName,inStock'],
    [
      'Impact',
      'Product Name,Unique Merchant SKU,Product URL,Image URL,Current Price,SalePrice,Currency,Category,Stock Availability',
    ],
    ['ShareASale', 'Name,ProductID,Link,BigImage,Price,SalePrice,Currency,Category,InStock'],
    ['Daisycon', 'title,daisycon_unique_id,link,image_large,price,sale_price,currency,category_path,in_stock'],
  ])('may come from %s', async (_, header) => {
    const cells = [
      'Linen shirt',
      'A1',
      'https://s.example/1',
      'https://s.example/1.jpg',
      '20',
      '15',
      'EUR',
      'Shirts',
      'no',
    ];
    const { raws, error } = await read(`${header}\n${cells.join(',')}\n`);
    expect(error).toBeUndefined();
    const [title, product_id, product_url, image_url, price, sale_price, currency, category, availability] = cells;
    expect(raws).toMatchObject([
      { title, product_id, product_url, image_url, price, sale_price, currency, category, availability },
    ]);
  });

  it('is refused whole where it is none', async () => {
    expect((await read('id,title\n1,2\n')).error).toContain('has no column product_url, image_url');
    expect((await read('')).error).toBe('The table is empty.');
    expect((await read('<!DOCTYPE html><html><body>Log in</body></html>')).error).toContain('web page');
  });

  it('is aborted at once', async () => {
    const stop = new AbortController();
    const source = await openFile(() => streamOf(Buffer.from([HEADER, row(1)].join('\n'))));
    stop.abort(new Error('enough'));
    expect((await drain(source, 9, stop.signal)).error).toBe('enough');
  });
});

describe('a table of a shop with thousands of products', () => {
  it('may list them size by size', async () => {
    const sizes = ['S,20 EUR,out of stock', 'M,18 EUR,in stock'];
    const rows = sizes.flatMap((size, at) => {
      return Array.from({ length: 3_000 }, (_, i) => `${row(`${i}-${at}`, `Dress ${i}`)},g${i},red,${size}`);
    });
    const text = [`${HEADER},item_group_id,color,size,price,availability`, ...rows].join('\n');
    const { raws, refused } = await read(text, 65_536);
    expect([raws.length, refused]).toEqual([3_000, []]);
    expect(raws[7]).toMatchObject({ product_id: 'g7:red', size: 'S, M', price: '18 EUR', availability: 'in stock' });
  });
});

describe('a broken table', () => {
  it('loses only its broken rows', async () => {
    const rows = [
      row(1),
      '2,too,few',
      `${row(3)},too,many`,
      row('4', 't'.repeat(10_000_000)),
      row(5),
      row('6', '"never closed'),
      row(7),
      row(8),
    ];
    const { raws, refused, error } = await read([HEADER, ...rows].join('\n'), 65_536);
    expect(error).toBeUndefined();
    expect(raws.map(({ product_id }) => product_id)).toEqual(['1', '5', '7', '8']);
    expect(refused).toEqual([
      'row 2: 3 columns instead of 8',
      'row 3: 10 columns instead of 8',
      'row 4: longer than 1000000 characters, or a quote is not closed',
      'row 6: a quote is not closed',
    ]);
  });

  it.each([',', '\t'])(
    'keeps the rows between two titles with quotes that are not doubled, separated by %j',
    async (by) => {
      const titles = ['"Boyfriend" jeans', 'Shirt', '"Slim, long" jeans', 'Jeans "Baggy"', '"Dad" sneakers', 'Dress'];
      const rows = titles.map((title, i) => row(i, by === ',' ? title.replace(', ', ' ') : title).replaceAll(/,(?! )/g, by)); // biome-ignore format: one thought
      for (const size of [7, 64, 5_000]) {
        const { raws, refused } = await read([HEADER.replaceAll(',', by), ...rows].join('\n'), size);
        expect(refused).toEqual([]);
        expect(raws.map((raw) => raw.product_url)).toEqual(titles.map((_, i) => `https://s.example/${i}`));
        expect([raws[0]?.description, raws[3]?.description]).toEqual(['"Boyfriend" jeans', 'Jeans "Baggy"']);
      }
    },
  );

  it('keeps rows with such titles however many they are, also where no other quote ends them', async () => {
    const rows = Array.from({ length: 1_200 }, (_, i) => row(i, i % 2 ? 'Dress' : '"Baggy" jeans'));
    const { raws, refused, error } = await read([HEADER, ...rows].join('\n'), 5_000);
    expect([raws.length, refused, error]).toEqual([1_200, [], undefined]);
    expect(raws[1_198]?.description).toBe('"Baggy" jeans');
  });

  it('keeps what a shop wrote on several lines, also with quotes that are not doubled', async () => {
    const text = '"<p class="x">Soft, warm</p>\n<p>and "good"</p>"';
    const { raws, refused } = await read([HEADER, row(1, text), row(2, '"two\nlines"'), row(3)].join('\n'));
    expect(refused).toEqual([]);
    expect(raws.map(({ description }) => description)).toEqual([text.slice(1, -1), 'two\nlines', 'Größe Café dress']);
  });

  it('is cut in the middle, also of its packing', async () => {
    const text = [HEADER, ...Array.from({ length: 2_000 }, (_, i) => row(i))].join('\n');
    const cut = await read(text.slice(0, -60));
    expect([cut.raws.length, cut.refused.length]).toEqual([1_999, 1]);
    const packed = encoded(text, 'gzip');
    const { raws, error } = await read(packed.subarray(0, packed.length - 500));
    expect(raws.length).toBeGreaterThan(500);
    expect(error).toBe('The source ended in the middle.');
    // Also products that were held back for their other sizes.
    const grouped = [`${HEADER},item_group_id`, ...Array.from({ length: 2_000 }, (_, i) => `${row(i)},g${i}`)].join(
      '\n',
    );
    const sizes = await read(encoded(grouped, 'gzip').subarray(0, -500));
    expect([sizes.error, sizes.raws.length > 1_500]).toEqual(['The source ended in the middle.', true]);
  });

  it('may state another encoding than it has', async () => {
    const { raws } = await read(
      Buffer.concat([Buffer.from(`${HEADER}\n${row(1)}\n`), Buffer.from([0xff, 0xfe, 0x0a])]),
    );
    expect(raws).toHaveLength(1);
  });

  it('holds products that cleaning refuses, each with its reason', async () => {
    const bad = [
      '1,javascript:alert(1),https://s.example/1.jpg,Dress,B,women,dress,',
      '2,file:///etc/passwd,https://s.example/1.jpg,Dress,B,women,dress,',
      '3,https://s.example/3,,Dress,B,women,dress,',
      '4,https://s.example/4,https://s.example/1.jpg,Sneaker socks,B,women,,',
    ];
    const { raws } = await read([HEADER, ...bad].join('\n'));
    expect(raws.map((raw) => cleanProduct(raw, 'shop').reason)).toEqual([
      'product_url is not valid',
      'product_url is not valid',
      'no image_url',
      '"Sneaker socks" is nothing that is looked for in pictures',
    ]);
  });

  it('does not mix up a column called like something of JavaScript', async () => {
    const { raws } = await read(`${HEADER},__proto__,constructor\n${row(1)},x,y\n`);
    expect(raws[0]?.constructor).toBe('y');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
