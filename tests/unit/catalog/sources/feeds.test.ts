import { describe, expect, it } from 'vitest';
import { cleanProduct } from '../../../../catalog/schema';
import { encoded } from './found';
import { HEADER, read, row } from './rows';

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

it('calls a product’s address as networks do', async () => {
  const item = '<product_id>1</product_id><product_name>Dress</product_name><deeplink>https://s.example/1</deeplink><image_url>https://s.example/1.jpg</image_url>'; // biome-ignore format: one thought
  const { raws } = await read(`<?xml version="1.0"?><products><product>${item}</product></products>`);
  expect(raws[0]).toMatchObject({ product_id: '1', title: 'Dress', product_url: 'https://s.example/1' });
});

it('may begin with what its generator says of itself', async () => {
  const item = '<item><id>1</id><title>Dress</title><link>https://s.example/1</link><image_link>https://s.example/1.jpg</image_link></item>'; // biome-ignore format: one thought
  const { raws, error } = await read(`<!-- made by a -> b -->\n<!-- <html> -->\n<rss><channel>${item}</channel></rss>`);
  expect([raws.map(({ product_id }) => product_id), error]).toEqual([['1'], undefined]);
});

it('may give addresses as its pages do, for http and https alike', async () => {
  const { raws } = await read('id,title,link,image_link\n1,Dress,//s.example/1,//cdn.s.example/1.jpg\n');
  expect(raws[0]).toMatchObject({ product_url: 'https://s.example/1', image_url: 'https://cdn.s.example/1.jpg' });
  // No host, but a file beside the table.
  const { raws: local } = await read('id,title,link,image_link\n1,Dress,https://s.example/1,//pictures/1.jpg\n');
  expect(local[0]?.image_url).toBe('//pictures/1.jpg');
});
