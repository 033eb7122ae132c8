import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../../catalog/fetch/polite';
import { cleanProduct } from '../../../../catalog/schema';
import type { SourceKind } from '../../../../catalog/source';
import { openSource } from '../../../../catalog/sources/open';
import { pageProducts } from '../../../../catalog/sources/page';
import { probeShop, typedAddress } from '../../../../catalog/sources/probe';
import { type Answer, type LoopbackServer, serve } from '../../../browser/servers';
import { drain } from './found';

const fetcher = createFetcher({ gap: 0, perHost: 8, pause: 1, retries: 1, patience: 2_000, mayAsk: () => true });
let routes: Record<string, Answer | undefined> = {};
let shop: LoopbackServer;

beforeAll(async () => {
  shop = await serve((path) => routes[path]);
});
afterAll(() => shop.close());

const json = (value: unknown): Answer => ({ type: 'application/json', body: JSON.stringify(value) });
const html = (body: string): Answer => ({ type: 'text/html', body });
const LOGIN = html('<!doctype html><html><head><title>Log in</title></head><body>Log in</body></html>');
const open = (kind: SourceKind, path = '', currency?: string) =>
  openSource({ kind, address: `${shop.origin}${path}`, currency }, fetcher);

const shirt = (id: number, more: object = {}) => ({
  id,
  title: `Linen shirt ${id}`,
  handle: `shirt-${id}`,
  vendor: 'Alder',
  product_type: 'Shirts',
  tags: ['men', 'sale'],
  options: [{ name: 'Color' }, { name: 'Size' }],
  variants: [
    { id: 10 * id, option1: 'Red', option2: 'S', price: '20.00', compare_at_price: '30.00', available: false },
    { id: 10 * id + 1, option1: 'Red', option2: 'M', price: '22.00', compare_at_price: null, available: true },
    { id: 10 * id + 2, option1: 'Navy', option2: 'S', price: '20.00', available: false },
  ],
  images: [
    { src: `https://cdn.example/${id}-red.jpg`, variant_ids: [10 * id, 10 * id + 1] },
    { src: `https://cdn.example/${id}-navy.jpg`, variant_ids: [10 * id + 2] },
    { src: `https://cdn.example/${id}-detail.jpg`, variant_ids: [] },
  ],
  ...more,
});
const page = (n: number, base = '') => `${base}/products.json?limit=250&page=${n}`;

describe('a Shopify shop', () => {
  it('lists one product a colour, with its picture, its price and the shop’s currency', async () => {
    routes = {
      '/cart.js': json({ currency: 'SEK' }),
      [page(1)]: json({ products: [shirt(1)] }),
      [page(2)]: json({ products: [] }),
    };
    const { raws, refused, error } = await drain(open('shopify'));
    expect([refused, error]).toEqual([[], undefined]);
    expect(raws.map(({ product_id, price, availability }) => [product_id, price, availability])).toEqual([
      ['1:red', '22.00', 'in_stock'],
      ['1:navy', '20.00', 'out_of_stock'],
    ]);
    expect(raws[1]?.image_url).toBe('https://cdn.example/1-navy.jpg');
    expect(raws[0]?.product_url).toBe(`${shop.origin}/products/shirt-1?variant=10`);
    const cleaned = cleanProduct(raws[0] ?? {}, 'shop');
    expect('row' in cleaned && cleaned.row).toMatchObject({
      category: 'topwear',
      gender: 'men',
      price: { amount: '22.00', currency: 'SEK' },
    });
  });

  it('reads the currency off the front page, or does without', async () => {
    const listing = { [page(1)]: json({ products: [shirt(1)] }), [page(2)]: json({ products: [] }) };
    routes = { ...listing, '/': html('<script>Shopify.currency = {"active":"CHF","rate":"1.0"};</script>') };
    expect((await drain(open('shopify'))).raws[0]?.currency).toBe('CHF');
    routes = listing;
    expect((await drain(open('shopify'))).raws[0]?.currency).toBe('');
    expect((await drain(open('shopify', '', 'EUR'))).raws[0]?.currency).toBe('EUR');
  });

  it('is one collection where the address names one', async () => {
    const base = '/collections/summer';
    routes = { [page(1, base)]: json({ products: [shirt(1)] }), [page(2, base)]: json({ products: [] }) };
    expect((await drain(open('shopify', `/en${base}/products/x?y=1`, 'EUR'))).raws).toHaveLength(2);
  });

  it('ends where pages repeat', async () => {
    routes = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [page(i + 1), json({ products: [shirt(1), shirt(2)] })]),
    );
    const before = shop.requests.length;
    expect((await drain(open('shopify', '', 'EUR'))).raws).toHaveLength(4);
    expect(shop.requests.length - before).toBe(2);
  });

  it('ends at 25,000 products, and says so', async () => {
    const endless = await serve((path) => {
      const n = Number(/page=(\d+)/.exec(path)?.[1]);
      return json({ products: [{ ...shirt(n), variants: [{ id: n, price: '1' }], images: [] }] });
    });
    const source = openSource({ kind: 'shopify', address: endless.origin, currency: 'EUR' }, fetcher);
    const { raws, refused } = await drain(source);
    expect([raws.length, endless.requests.length]).toEqual([100, 100]);
    expect(refused[0]).toContain('no more than 25000 products');
    await endless.close();
  });

  it('may be broken: every bad product is named, the rest goes in', async () => {
    routes = {
      [page(1)]: json({
        products: [null, 'x', { id: 5 }, shirt(1, { variants: 'none' }), shirt(2), { title: 'no id' }],
      }),
      [page(2)]: { type: 'application/json', body: '{"products":[{"id":7,"title":"cut' },
    };
    const { raws, refused, error } = await drain(open('shopify', '', 'EUR'));
    expect(raws.map(({ product_id }) => product_id)).toEqual(['2:red', '2:navy']);
    expect(refused).toEqual([
      'page 1, product 1: no product',
      'page 1, product 2: no product',
      'page 1, product 3: nothing to buy of it',
      'page 1, product 4: nothing to buy of it',
      'page 1, product 6: no product',
    ]);
    expect(error).toContain('answers something cut or damaged instead of products');
  });

  it('may answer a web page, an error, a list or a redirect loop', async () => {
    routes = { [page(1)]: LOGIN };
    expect((await drain(open('shopify', '', 'EUR'))).error).toContain('answers a web page instead of products');
    routes = { [page(1)]: json([1, 2]) };
    expect((await drain(open('shopify', '', 'EUR'))).error).toContain('is no Shopify shop');
    routes = {};
    expect((await drain(open('shopify', '', 'EUR'))).error).toContain('answers 404');
    routes = { [page(1)]: { type: 'text/plain', body: '', status: 302, headers: { location: page(1) } } };
    expect((await drain(open('shopify', '', 'EUR'))).error).toContain('did not answer');
  });
});

const woo = (id: number, more: object = {}) => ({
  id,
  name: `Caf&eacute; Kleid ${id}`,
  permalink: `https://s.example/p/${id}`,
  prices: { price: '1999', regular_price: '2999', sale_price: '1999', currency_code: 'EUR', currency_minor_unit: 2 },
  images: [{ src: `https://s.example/${id}.jpg` }, { src: `https://s.example/${id}b.jpg` }],
  categories: [{ name: 'Damen' }, { name: 'Kleider' }],
  tags: [],
  attributes: [{ name: 'Farbe', terms: [{ name: 'Rot' }] }],
  is_in_stock: true,
  ...more,
});
const wooPage = (n: number) => `/wp-json/wc/store/v1/products?per_page=100&page=${n}`;

describe('a WooCommerce shop', () => {
  it('lists prices in minor units', async () => {
    const yen = { price: '4500', regular_price: '4500', currency_code: 'JPY', currency_minor_unit: 0 };
    routes = { [wooPage(1)]: json([woo(1), woo(2, { prices: yen })]), [wooPage(2)]: json([]) };
    const { raws } = await drain(open('woocommerce'));
    expect(raws[0]).toMatchObject({ title: 'Café Kleid 1', price: '29.99', sale_price: '19.99', color: 'Rot' });
    const rows = raws.map((raw) => cleanProduct(raw, 'shop')).map((one) => ('row' in one ? one.row : one.reason));
    expect(rows).toMatchObject([
      { category: 'dress', gender: 'women', price: { amount: '19.99', currency: 'EUR' } },
      { price: { amount: '4500', currency: 'JPY' } },
    ]);
  });

  it('may be broken', async () => {
    const negative = { price: '-500', regular_price: '', currency_code: 'EUR', currency_minor_unit: 2 };
    routes = {
      [wooPage(1)]: json([
        7,
        woo(1),
        woo(1),
        woo(2, { prices: negative }),
        woo(3, { permalink: 'javascript:alert(1)' }),
      ]),
      [wooPage(2)]: json([woo(1)]),
    };
    const { raws, refused, error } = await drain(open('woocommerce'));
    expect([refused, error]).toEqual([['page 1, product 1: no product'], undefined]);
    expect(raws.map((raw) => cleanProduct(raw, 'shop').reason)).toEqual([
      undefined,
      'the price "-500" cannot be right',
      'product_url is not valid',
    ]);
    routes = { [wooPage(1)]: LOGIN };
    expect((await drain(open('woocommerce'))).error).toContain('a web page instead of products');
    routes = { [wooPage(1)]: json({ code: 'rest_no_route' }) };
    expect((await drain(open('woocommerce'))).error).toContain('is no WooCommerce shop');
  });
});

const ld = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
const dress = {
  '@type': 'Product',
  name: 'Wrap &amp; dress',
  sku: 'D1',
  image: ['/d1.jpg', { '@type': 'ImageObject', url: 'https://s.example/d1b.jpg' }, 'javascript:alert(1)'],
  brand: { '@type': 'Brand', name: 'Alder' },
  offers: {
    '@type': 'Offer',
    price: 49.995,
    priceCurrency: 'EUR',
    availability: 'https://schema.org/InStock',
    url: '/d1',
  },
};

describe('a page', () => {
  const url = 'https://www.s.example/p/d1';
  const raws = (body: string) => pageProducts(body, url).found.flatMap(({ raw }) => (raw ? [raw] : []));

  it('describes its product in JSON-LD', () => {
    const [raw] = raws(ld({ '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage' }, dress] }));
    expect(raw).toMatchObject({
      product_id: 'D1',
      product_url: 'https://www.s.example/d1',
      image_url: 'https://www.s.example/d1.jpg',
      additional_image_urls: '["https://s.example/d1b.jpg"]',
      title: 'Wrap & dress',
      brand: 'Alder',
      price: '49.9950',
      currency: 'EUR',
      availability: 'InStock',
    });
  });

  it('describes a group of variants', () => {
    const variant = (sku: string, size: string) => ({ '@type': 'Product', sku, size, offers: dress.offers });
    const group = {
      ...dress,
      '@type': 'ProductGroup',
      productGroupID: 'G',
      hasVariant: [variant('a', 'S'), variant('b', 'M')],
    };
    expect(raws(ld([group])).map(({ product_id, item_group_id, title }) => [product_id, item_group_id, title])).toEqual(
      [
        ['a', 'G', 'Wrap & dress'],
        ['b', 'G', 'Wrap & dress'],
      ],
    );
  });

  it('may write bad JSON, and some of it stays unreadable', () => {
    const loose = `<script type="application/ld+json"><!-- {"@type":"Product","name":"A\nB","sku":"1","image":"/a.jpg",} --></script>`;
    const { found } = pageProducts(
      `<script type='application/ld+json'>{"@type": oops</script>${loose}<script>evil()</script>`,
      url,
    );
    expect(found).toEqual([
      { where: url, reason: 'damaged JSON-LD' },
      { where: url, raw: expect.objectContaining({ title: 'A B', product_id: '1' }) },
    ]);
  });

  it('may speak OpenGraph only', () => {
    const meta = (property: string, content: string) => `<meta property="${property}" content="${content}">`;
    const tags = [
      meta('og:type', 'product'),
      meta('og:title', 'Denim jacket'),
      meta('og:image', '/j.jpg'),
      meta('product:price:amount', '80.00'),
      meta('product:price:currency', 'EUR'),
    ];
    expect(raws(tags.join(''))[0]).toMatchObject({
      product_id: '/p/d1',
      title: 'Denim jacket',
      image_url: 'https://www.s.example/j.jpg',
      price: '80.00',
    });
    expect(raws('<meta property="og:type" content="article"><meta property="og:title" content="News">')).toEqual([]);
  });

  it('cannot make anyone dig forever', () => {
    let deep: unknown = dress;
    for (let i = 0; i < 3_000; i += 1) deep = { a: deep };
    const wide = Array.from({ length: 100_000 }, () => ({ b: [1] }));
    expect(raws(ld([deep]) + ld(wide))).toEqual([]);
    expect(raws('<'.repeat(1_000_000))).toEqual([]);
  });
});

describe('a site by its pages', () => {
  it('follows what a listing names, on its own site only', async () => {
    const item = (url: string, position: number) => ({ '@type': 'ListItem', position, url });
    routes = {
      '/list': html(
        ld({
          '@type': 'ItemList',
          itemListElement: [item('/a', 1), item('/gone', 2), item('https://other.example/x', 3), item('/a', 4)],
        }),
      ),
      '/a': html(ld(dress)),
    };
    const { raws, refused } = await drain(open('json-ld', '/list'));
    expect(raws).toHaveLength(1);
    expect(refused).toEqual([`${shop.origin}/gone: ${new URL(shop.origin).host} answers 404.`]);
  });

  it('reads a sitemap of sitemaps, packed or not, those about products, each once', async () => {
    const loc = (path: string) => `<loc>${path.startsWith('http') ? path : shop.origin + path}</loc>`;
    const index = `<?xml version="1.0"?><sitemapindex>${['/products-1.xml.gz', '/products-2.xml', '/blog.xml', '/map.xml'].map((path) => `<sitemap>${loc(path)}</sitemap>`).join('')}</sitemapindex>`;
    const pages = `<urlset xmlns:image="i"><url>${loc('/a')}<image:image><image:loc>${shop.origin}/a.jpg</image:loc></image:image></url><url>${loc('https://other.example/x')}</url></urlset>`;
    const loop = `<sitemapindex><sitemap>${loc('/products-2.xml')}</sitemap><sitemap>${loc('/map.xml')}</sitemap></sitemapindex>`;
    routes = {
      '/map.xml': { type: 'application/xml', body: index },
      '/products-1.xml.gz': { type: 'application/gzip', body: gzipSync(pages) },
      '/products-2.xml': { type: 'application/xml', body: loop },
      '/blog.xml': { type: 'application/xml', body: '<urlset/>' },
      '/a': html(ld(dress)),
    };
    const before = shop.requests.length;
    const { raws, refused, error } = await drain(open('json-ld', '/map.xml'));
    expect([raws.length, refused, error]).toEqual([1, [], undefined]);
    expect(shop.requests.slice(before).map(({ url }) => url)).not.toContain('/blog.xml');
  });
});

describe('probing an address', () => {
  const products = (n: number) => json({ products: n === 1 ? [shirt(1)] : [] });

  it('recognises every kind', async () => {
    const front = html('<html><head><title>Home – Alder Shop</title></head><body>cdn.shopify.com</body></html>');
    routes = {
      '/': front,
      [page(1)]: products(1),
      [page(2)]: products(2),
      '/cart.js': json({ currency: 'EUR' }),
      '/feed.xml': {
        type: 'text/plain',
        body: `<?xml version="1.0"?><rss><channel><item><id>1</id><title>T</title><link>https://s.example/1</link><image_link>https://s.example/1.jpg</image_link></item></channel></rss>`,
      },
      '/feed.csv': {
        type: 'text/plain',
        body: 'product_id,product_url,image_url,description\n1,https://s.example/1,https://s.example/1.jpg,T\n',
      },
      '/awin.csv': {
        type: 'text/plain',
        body: 'aw_product_id,aw_deep_link,aw_image_url,product_name\n1,https://s.example/1,https://s.example/1.jpg,T\n',
      },
    };
    const shopify = await probeShop(shop.origin, fetcher);
    expect(shopify).toMatchObject({
      name: 'Alder Shop',
      spec: { kind: 'shopify', address: shop.origin, currency: 'EUR' },
      needsCurrency: false,
    });
    const kinds = await Promise.all(
      ['/feed.xml', '/feed.csv', '/awin.csv'].map(
        async (path) => (await probeShop(shop.origin + path, fetcher)).spec.kind,
      ),
    );
    expect(kinds).toEqual(['google', 'csv', 'awin']);
    routes = { '/': html('wp-content'), [wooPage(1)]: json([woo(1)]), [wooPage(2)]: json([]) };
    expect((await probeShop(shop.origin, fetcher)).spec.kind).toBe('woocommerce');
    routes = { '/': html(`<title>D</title>${ld(dress)}`) };
    expect((await probeShop(shop.origin, fetcher)).spec.kind).toBe('json-ld');
    routes = {
      '/': html('nothing here'),
      '/robots.txt': { type: 'text/plain', body: `User-agent: *\nSitemap: ${shop.origin}/map.xml` },
      '/map.xml': { type: 'application/xml', body: `<urlset><url><loc>${shop.origin}/a</loc></url></urlset>` },
      '/a': html(ld(dress)),
    };
    expect((await probeShop(shop.origin, fetcher)).spec).toEqual({
      kind: 'json-ld',
      address: `${shop.origin}/map.xml`,
    });
  });

  it('asks for a currency where the shop names none', async () => {
    routes = { '/': html('Shopify.'), [page(1)]: products(1), [page(2)]: products(2) };
    expect((await probeShop(shop.origin, fetcher)).needsCurrency).toBe(true);
  });

  it('says it in a sentence when there is nothing', async () => {
    routes = { '/': html('A blog') };
    await expect(probeShop(shop.origin, fetcher)).rejects.toThrow('lists its products in no way that can be read');
    routes = {};
    await expect(probeShop(shop.origin, fetcher)).rejects.toThrow('answers 404');
    await expect(probeShop('javascript:alert(1)', fetcher)).rejects.toThrow('no web address');
    await expect(probeShop('file:///etc/passwd', fetcher)).rejects.toThrow('no web address');
  });

  it('takes addresses as people type them', () => {
    expect(typedAddress(' shop.example ')).toBe('https://shop.example/');
    expect(typedAddress('shop.example:8080/x')).toBe('https://shop.example:8080/x');
    expect(typedAddress('http://shop.example')).toBe('http://shop.example/');
    expect(typedAddress('data:text/html,x')).toBeUndefined();
  });
});
