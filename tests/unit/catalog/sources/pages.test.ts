import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pageProducts } from '../../../../catalog/sources/page';
import { drain } from './found';
import { dress, html, ld, useShop } from './test-shop';

const shop = useShop();

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

  it.each(['isVariantOf', 'hasVariant'])('describes variants beside their group, named by %s', (by) => {
    const variant = (sku: string, color: string) => {
      const own = { '@id': `#${sku}`, sku, name: `Coat ${color}`, color, image: `/${sku}.jpg`, offers: dress.offers };
      return { '@type': 'Product', ...own, ...(by === 'isVariantOf' ? { isVariantOf: { '@id': '#g' } } : {}) };
    };
    const group = {
      '@type': 'ProductGroup',
      '@id': '#g',
      name: 'Coat',
      brand: { name: 'Alder' },
      productGroupID: 'G',
      image: '/g.jpg',
      audience: { suggestedGender: 'female' },
      ...(by === 'hasVariant' ? { hasVariant: [{ '@id': '#a' }, { '@id': '#b' }] } : {}),
    };
    const found = raws(ld({ '@graph': [group, variant('a', 'green'), variant('b', 'blue')] }));
    const shown = found.map(({ product_id, title, brand, gender, item_group_id, image_url }) => {
      return [product_id, title, brand, gender, item_group_id, image_url];
    });
    expect(shown).toEqual([
      ['a', 'Coat green', 'Alder', 'female', 'G', 'https://www.s.example/a.jpg'],
      ['b', 'Coat blue', 'Alder', 'female', 'G', 'https://www.s.example/b.jpg'],
    ]);
  });

  it('may name another product as what it varies, which stays one', () => {
    const coat = (id: string, more = {}) => ({ '@type': 'Product', '@id': `#${id}`, sku: id, name: id, image: '/i.jpg', ...more }); // biome-ignore format: one thought
    const found = raws(ld({ '@graph': [coat('coat'), coat('hooded', { isVariantOf: { '@id': '#coat' } })] }));
    expect(found.map(({ product_id }) => product_id)).toEqual(['coat', 'hooded']);
  });

  const offer = (price: string, availability = 'InStock') => ({ price, priceCurrency: 'EUR', availability });
  const spec = (price: string, more = {}) => ({ price, priceCurrency: 'EUR', ...more });
  it.each([
    ['the cheapest that can be bought', [offer('20.00', 'OutOfStock'), offer('59.00'), offer('39.00')], '39.00'],
    ['the cheapest where all are gone', [offer('59.00', 'SoldOut'), offer('39.00', 'SoldOut')], '39.00', 'SoldOut'],
    ['no list price', { priceSpecification: [spec('49.95', { priceType: 'https://schema.org/ListPrice' }), spec('29.95')] }, '29.95', ''], // biome-ignore format: one thought
    ['no price for members', { priceSpecification: [spec('19.95', { validForMemberTier: {} }), spec('29.95')] }, '29.95', ''], // biome-ignore format: one thought
    ['the currency and stock of a sum', { ...offer('', 'SoldOut'), offers: [{ price: '20.00' }, { price: '30.00' }] }, '20.00', 'SoldOut'], // biome-ignore format: one thought
    ['what can be bought of a sum', { lowPrice: 20, offers: [offer('20.00', 'OutOfStock'), offer('30.00')] }, '30.00'],
  ])('asks %s', (_, offers, price, availability = 'InStock') => {
    const [raw] = raws(ld({ ...dress, offers }));
    expect([raw?.price, raw?.currency, raw?.availability]).toEqual([price, 'EUR', availability]);
  });

  it.each([
    ['its name', { name: ' wrap &amp; dress' }, {}],
    ['its @id', { '@id': '#d', name: 'Reviews' }, { '@id': '#d' }],
  ])('may be described again by a plugin for reviews, under %s', (_, again, own) => {
    const review = {
      '@type': 'Product',
      ...again,
      aggregateRating: { ratingValue: 4 },
      audience: { suggestedMaxAge: 13 },
    };
    for (const nodes of [
      [{ ...dress, ...own }, review],
      [review, { ...dress, ...own }],
    ]) {
      expect(raws(nodes.map((node) => ld(node)).join(''))).toMatchObject([
        { product_id: 'D1', title: 'Wrap & dress', price: '49.9950', age_group: '0-13' },
      ]);
    }
    const other = { ...review, '@id': undefined, url: 'https://www.s.example/p/other', image: '/o.jpg' };
    expect(raws(ld([{ ...dress, url: '/d1' }, other]))).toHaveLength(2);
  });

  it('may say elsewhere in its graph what it refers to', () => {
    const graph = [
      { ...dress, image: { '@id': '#image' }, brand: { '@id': '#brand' }, offers: [{ '@id': '#offer' }] },
      { '@type': 'ImageObject', '@id': '#image', url: 'https://s.example/big.jpg' },
      { '@type': 'Organization', '@id': '#brand', name: 'Alder & Co' },
      { '@type': 'Offer', '@id': '#offer', price: '12.00', priceCurrency: 'EUR' },
    ];
    expect(raws(ld({ '@graph': graph }))).toMatchObject([
      { image_url: 'https://s.example/big.jpg', brand: 'Alder & Co', price: '12.00', currency: 'EUR' },
    ]);
  });

  it('may leave offers empty where its group has them', () => {
    const variant = { '@type': 'Product', sku: 'a', name: 'Wrap dress, red', offers: null, image: null };
    const group = { ...dress, '@type': 'ProductGroup', productGroupID: 'G', hasVariant: [variant] };
    expect(raws(ld(group))).toMatchObject([{ product_id: 'a', price: '49.9950' }]);
    const plugin = { '@type': 'Product', name: dress.name, offers: null };
    expect(raws(ld([dress, plugin]))).toHaveLength(1);
  });

  it.each([
    [{ suggestedMaxAge: 12 }, '0-12'],
    [{ suggestedMinAge: 13 }, '13+'],
    [{ suggestedAge: { minValue: 3, maxValue: 24, unitCode: 'MON' } }, '3-24 months'],
    [{ suggestedAge: { minValue: 5, maxValue: 13, unitCode: 'ANN' } }, '5-13'],
    [{}, ''],
  ])('tells for which age it is: %j', (audience, age) => {
    expect(raws(ld({ ...dress, audience }))[0]?.age_group).toBe(age);
  });

  it('does not take the way that leads to it for more products', () => {
    const step = (position: number, item: string) => ({ '@type': 'ListItem', position, name: item, item: `/${item}` });
    const steps = { '@type': 'BreadcrumbList', itemListElement: [step(1, 'women'), step(2, 'dresses')] };
    expect(pageProducts(ld([dress, steps]) + ld({ '@type': 'WebPage', breadcrumb: steps }), url).listed).toEqual([]);
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
      meta('product:sale_price:amount', '60.00'),
      meta('product:price:currency', 'EUR'),
    ];
    expect(raws(tags.join(''))[0]).toMatchObject({
      product_id: '/p/d1',
      title: 'Denim jacket',
      image_url: 'https://www.s.example/j.jpg',
      price: '80.00',
      sale_price: '60.00',
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
    shop.routes = {
      '/list': html(
        ld({
          '@type': 'ItemList',
          itemListElement: [item('/a', 1), item('/gone', 2), item('https://other.example/x', 3), item('/a', 4)],
        }),
      ),
      '/a': html(ld(dress)),
    };
    const { raws, refused } = await drain(shop.open('json-ld', '/list'));
    expect(raws).toHaveLength(1);
    expect(refused).toEqual([`${shop.origin}/gone: ${new URL(shop.origin).host} answers 404.`]);
  });

  it('reads a sitemap of sitemaps, packed or not, those about products, each once', async () => {
    const loc = (path: string) => `<loc>${path.startsWith('http') ? path : shop.origin + path}</loc>`;
    const index = `<?xml version="1.0"?><sitemapindex>${['/products-1.xml.gz', '/products-2.xml', '/blog.xml', '/map.xml'].map((path) => `<sitemap>${loc(path)}</sitemap>`).join('')}</sitemapindex>`;
    const pages = `<urlset xmlns:image="i"><url>${loc('/a')}<image:image><image:loc>${shop.origin}/a.jpg</image:loc></image:image></url><url>${loc('https://other.example/x')}</url></urlset>`;
    const loop = `<sitemapindex><sitemap>${loc('/products-2.xml')}</sitemap><sitemap>${loc('/map.xml')}</sitemap></sitemapindex>`;
    shop.routes = {
      '/map.xml': { type: 'application/xml', body: index },
      '/products-1.xml.gz': { type: 'application/gzip', body: gzipSync(pages) },
      '/products-2.xml': { type: 'application/xml', body: loop },
      '/blog.xml': { type: 'application/xml', body: '<urlset/>' },
      '/a': html(ld(dress)),
    };
    const before = shop.requests.length;
    const { raws, refused, error } = await drain(shop.open('json-ld', '/map.xml'));
    expect([raws.length, refused, error]).toEqual([1, [], undefined]);
    expect(shop.requests.slice(before).map(({ url }) => url)).not.toContain('/blog.xml');
  });
});
