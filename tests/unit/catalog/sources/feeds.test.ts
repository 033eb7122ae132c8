import { describe, expect, it } from 'vitest';
import { cleanProduct } from '../../../../catalog/schema';
import { openFile } from '../../../../catalog/sources/open';
import { drain, encoded, streamOf } from './found';

const HEADER = 'product_id,product_url,image_url,description,brand,gender,category,type';
const row = (id: number | string, title = 'Größe Café dress') =>
  `${id},https://s.example/${id},https://s.example/${id}.jpg,${title},B,women,,Dresses`;

async function read(text: string | Uint8Array, size?: number) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return drain(await openFile(() => streamOf(bytes, size)));
}

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

  it('may have more columns than are kept', async () => {
    const more = (cell: string) => Array.from({ length: 600 }, (_, i) => `,${cell}${i}`).join('');
    const { raws, refused } = await read(`${HEADER}${more('c')}\n${row(1)}${more('v')}\n${row(2)},short`, 5_000);
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

  it('keeps columns nobody knows and forgives empty cells at the end', async () => {
    const { raws, refused } = await read(`${HEADER},Season\n${row(1)},summer,,\n`);
    expect(raws[0]?.season).toBe('summer');
    expect(refused).toEqual([]);
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

const ITEM = (id: number, more = '') => `<item><g:id>${id}</g:id><g:title>Robe &amp; jupe</g:title>
  <link>https://s.example/${id}?a=1&amp;b=2</link><g:image_link>https://s.example/${id}.jpg</g:image_link>
  <g:price>49.00 EUR</g:price><g:sale_price>39.00 EUR</g:sale_price><g:availability>in stock</g:availability>
  <g:google_product_category>2271</g:google_product_category><g:gender>female</g:gender>
  <g:additional_image_link>https://s.example/${id}b.jpg</g:additional_image_link>
  <g:additional_image_link>https://s.example/${id}c.jpg</g:additional_image_link>
  <g:shipping><g:country>DE</g:country><g:price>4.95 EUR</g:price></g:shipping>${more}</item>`;
const RSS = (items: string, before = '') =>
  `<?xml version="1.0"?>${before}<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
  <link>https://s.example</link>${items}</channel></rss>`;

describe('a Google feed', () => {
  it('is RSS with prices, sale prices and several pictures', async () => {
    const { raws } = await read(RSS(ITEM(1) + ITEM(2)));
    expect(raws).toHaveLength(2);
    expect(raws[0]).toMatchObject({
      product_id: '1',
      product_url: 'https://s.example/1?a=1&b=2',
      title: 'Robe & jupe',
      price: '49.00 EUR',
      additional_image_urls: '["https://s.example/1b.jpg","https://s.example/1c.jpg"]',
    });
    const cleaned = cleanProduct(raws[0] ?? {}, 'shop');
    expect('row' in cleaned && cleaned.row).toMatchObject({
      category: 'dress',
      gender: 'women',
      price: { amount: '39.00', currency: 'EUR' },
      inStock: true,
    });
  });

  it('may escape its texts once more than it has to', async () => {
    const cdata = (text: string) => `<![CDATA[${text}]]>`;
    const item = `<item><g:id>1</g:id><title>${cdata('Women&#039;s shirt &amp; tie <b>')}</title>
      <link>${cdata('https://s.example/1?a=1&amp;b=2')}</link>
      <g:image_link>https://s.example/1.jpg?w=8&amp;amp;h=9</g:image_link><g:brand>H&amp;amp;M</g:brand></item>`;
    const { raws } = await read(RSS(item));
    expect(raws[0]).toMatchObject({
      title: "Women's shirt & tie <b>",
      product_url: 'https://s.example/1?a=1&b=2',
      image_url: 'https://s.example/1.jpg?w=8&h=9',
      brand: 'H&M',
    });
    const { raws: rows } = await read(`${HEADER}\n${row(1, 'Women&#39;s dress')}`);
    expect(rows[0]?.description).toBe("Women's dress");
  });

  it('is Atom', async () => {
    const entry = `<entry><g:id>7</g:id><title><![CDATA[Kleid <b>]]></title><link rel="self" href="https://s.example/self"/>
      <link href="https://s.example/7"/><g:image_link>https://s.example/7.jpg</g:image_link></entry>`;
    const { raws } = await read(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="x">${entry}</feed>`);
    expect(raws[0]).toMatchObject({ product_id: '7', product_url: 'https://s.example/7', title: 'Kleid <b>' });
  });

  it('is a table', async () => {
    const table = 'id\ttitle\tlink\timage link\tproduct type\tprice\titem group id\tsize\n';
    const rows = [1, 2].map(
      (i) => `${i}\tShirt ${i}\thttps://s.example/${i}\thttps://s.example/1.jpg\tMen > Shirts\t9 EUR\tg\tM`,
    );
    const { raws } = await read(table + rows.join('\n'));
    expect(raws).toHaveLength(1);
    expect(raws[0]).toMatchObject({ product_id: 'g', image_url: 'https://s.example/1.jpg', type: 'Men > Shirts' });
  });

  it.each(['utf16le', 'latin1', 'gzip'] as const)('may be %s', async (encoding) => {
    const before = encoding === 'latin1' ? '<?xml version="1.0" encoding="ISO-8859-1"?>' : '<?xml version="1.0"?>';
    const text = RSS(ITEM(1).replace('Robe', 'Röbé')).replace('<?xml version="1.0"?>', before);
    expect((await read(encoded(text, encoding))).raws[0]?.title).toBe('Röbé & jupe');
  });
});

describe('a broken Google feed', () => {
  it('is cut in the middle', async () => {
    const text = RSS(ITEM(1) + ITEM(2) + ITEM(3));
    const { raws, refused } = await read(text.slice(0, text.indexOf('<g:id>3') + 120));
    expect(raws.map(({ product_id }) => product_id)).toEqual(['1', '2']);
    expect(refused).toEqual(['item 3: the feed ends in the middle of it']);
  });

  it('has a title of ten megabytes', async () => {
    const long = ITEM(2, `<g:description>${'x'.repeat(10_000_000)}</g:description>`);
    const { raws, refused } = await read(RSS(ITEM(1) + long + ITEM(3)), 65_536);
    expect(raws.map(({ product_id }) => product_id)).toEqual(['1', '3']);
    expect(refused).toEqual(['item 2: longer than 500000 characters']);
  });

  it('has an entity bomb, which stays a text', async () => {
    const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    const bomb = `<!DOCTYPE x [<!ENTITY l0 "lol">${levels}<!ENTITY file SYSTEM "file:///etc/passwd">]>`;
    const { raws } = await read(RSS(ITEM(1).replace('Robe', '&l9;&file; Robe'), bomb));
    expect(raws[0]?.title).toBe('&l9;&file; Robe & jupe');
  });

  it('never closes a tag', async () => {
    const { error } = await read(`${RSS('').slice(0, 150)}<item><![CDATA[${'x'.repeat(25_000_000)}`, 1_000_000);
    expect(error).toBe('The feed is damaged: a tag never ends.');
  });

  it('is no feed', async () => {
    expect((await read('<?xml version="1.0"?><note>hi</note>')).error).toBe('The feed has no products.');
    expect((await read('<?xml version="1.0"?><urlset><url/></urlset>')).error).toContain('sitemap');
  });
});

describe('an Awin feed', () => {
  it('is a table; the shop’s own address comes before the counting one', async () => {
    const header =
      'aw_deep_link,product_name,aw_product_id,merchant_image_url,search_price,currency,merchant_category,merchant_deep_link,in_stock,colour';
    const { raws } = await read(
      `${header}\nhttps://awin.example/c?1,Blue dress,99,https://s.example/9.jpg,12.50,GBP,Dresses,https://s.example/9,0,blue\n`,
    );
    expect(raws[0]).toMatchObject({
      product_id: '99',
      product_url: 'https://s.example/9',
      price: '12.50',
      color: 'blue',
    });
    const cleaned = cleanProduct(raws[0] ?? {}, 'shop');
    expect('row' in cleaned && cleaned.row).toMatchObject({
      category: 'dress',
      price: { amount: '12.50', currency: 'GBP' },
      inStock: false,
    });
  });

  it('is JSON Lines, broken lines reported', async () => {
    const product = { id: 5, title: 'Kleid', link: 'https://s.example/5', image_link: 'https://s.example/5.jpg', price: { value: 49.995, currency: 'EUR' }, additional_image_link: ['https://s.example/5b.jpg'] }; // biome-ignore format: one line
    const lines = [JSON.stringify(product), '{"id": 6, "title": "cut', '[]', '', JSON.stringify({ meta: product }), `{"x":"${'y'.repeat(3_000_000)}"}`, JSON.stringify({ ...product, id: 8 })]; // biome-ignore format: one line
    const { raws, refused } = await read(lines.join('\n'), 65_536);
    expect(raws.map(({ product_id }) => product_id)).toEqual(['5', '5', '8']);
    expect(raws[0]).toMatchObject({ additional_image_urls: '["https://s.example/5b.jpg"]' });
    expect(refused).toEqual([
      'line 2: damaged JSON',
      'line 3: no JSON object',
      'line 5: longer than 1000000 characters',
    ]);
  });
});
