import { describe, expect, it } from 'vitest';
import type { Fetcher } from '../../../../catalog/source';
import { openSource } from '../../../../catalog/sources/open';
import { probeShop, typedAddress } from '../../../../catalog/sources/probe';
import { drain } from './found';
import { dress, fetcher, html, json, ld, shirt, shirtPage, useShop, woo, wooPage } from './test-shop';

const shop = useShop();

describe('probing an address', () => {
  const products = (n: number) => json({ products: n === 1 ? [shirt(1)] : [] });

  it('recognises every kind', async () => {
    const front = html('<html><head><title>Home – Alder Shop</title></head><body>cdn.shopify.com</body></html>');
    shop.routes = {
      '/': front,
      [shirtPage(1)]: products(1),
      [shirtPage(2)]: products(2),
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
    shop.routes = { '/': html('wp-content'), [wooPage(1)]: json([woo(1)]), [wooPage(2)]: json([]) };
    expect((await probeShop(shop.origin, fetcher)).spec.kind).toBe('woocommerce');
    shop.routes = { '/': html(`<title>D</title>${ld(dress)}`) };
    expect((await probeShop(shop.origin, fetcher)).spec.kind).toBe('json-ld');
    shop.routes = {
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

  it('asks once for a feed, and reads no more of it than a few products', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${i},https://s.example/${i},https://s.example/${i}.jpg,Dress ${i},g${i},red`); // biome-ignore format: one thought
    const body = ['product_id,product_url,image_url,description,item_group_id,color', ...rows].join('\n');
    shop.routes = { '/large.csv': { type: 'text/csv', body } };
    const before = shop.requests.length;
    let read = 0;
    const counting: Fetcher = async (address, options) => {
      const answer = await fetcher(address, options);
      const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(part, sink) {
          read += part.byteLength;
          sink.enqueue(part);
        },
      });
      return { ...answer, body: answer.body?.pipeThrough(count) ?? null };
    };
    const { sample } = await probeShop(`${shop.origin}/large.csv`, counting);
    expect(sample.map(({ raw }) => raw.product_id)).toEqual(['g0:red', 'g1:red', 'g2:red']);
    expect(shop.requests.slice(before).map(({ url }) => url)).toEqual(['/large.csv']);
    expect(read).toBeLessThan(500_000);
  });

  it('asks for a currency where the shop names none', async () => {
    shop.routes = { '/': html('Shopify.'), [shirtPage(1)]: products(1), [shirtPage(2)]: products(2) };
    expect((await probeShop(shop.origin, fetcher)).needsCurrency).toBe(true);
  });

  it('says it in a sentence when there is nothing', async () => {
    shop.routes = { '/': html('A blog') };
    await expect(probeShop(shop.origin, fetcher)).rejects.toThrow('lists its products in no way that can be read');
    shop.routes = {};
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

  it('keeps the address that was typed of a feed that leads to a signed one', async () => {
    const body = 'product_id,product_url,image_url,description\n1,https://s.example/1,https://s.example/1.jpg,T\n';
    let signature = 0;
    const routes = {
      get '/feed'() {
        signature += 1;
        return { type: 'text/plain', body: '', status: 302, headers: { location: `/store/feed.csv?sig=${signature}` } };
      },
    };
    const signed = (path: string) =>
      path === `/store/feed.csv?sig=${signature}` ? { type: 'text/csv', body } : undefined;
    shop.routes = new Proxy<typeof shop.routes>(routes, {
      get: (own, path: string) => Reflect.get(own, path) ?? signed(path),
    });
    const { spec } = await probeShop(`${shop.origin}/feed`, fetcher);
    expect(spec).toEqual({ kind: 'csv', address: `${shop.origin}/feed` });
    for (let day = 0; day < 2; day += 1) expect((await drain(openSource(spec, fetcher))).raws).toHaveLength(1);
    expect(signature).toBe(3);
  });

  it('takes no shop whose list fails just now for the products of its front page', async () => {
    const failing = { status: 503, type: 'text/plain', body: '' };
    const front = (says: string) => html(`<title>Alder</title>${says}${ld(dress)}`);
    const said = `${new URL(shop.origin).host} answers 503.`;
    shop.routes = { '/': front('cdn.shopify.com'), [shirtPage(1)]: failing };
    await expect(probeShop(shop.origin, fetcher)).rejects.toThrow(said);
    shop.routes = { '/': front('/plugins/woocommerce/'), [wooPage(1)]: failing };
    await expect(probeShop(shop.origin, fetcher)).rejects.toThrow(said);
    // One that hides its list, and a page that is nobody's platform, are read as pages.
    for (const routes of [{ '/': front('cdn.shopify.com') }, { '/': front(''), [shirtPage(1)]: failing }]) {
      shop.routes = routes;
      expect((await probeShop(shop.origin, fetcher)).spec.kind).toBe('json-ld');
    }
  });

  it('says what is wrong with a feed that cannot be read', async () => {
    const xml = '<?xml version="1.0"?><rss><channel></channel></rss>';
    shop.routes = { '/feed.xml': { type: 'text/xml', body: xml } };
    await expect(probeShop(`${shop.origin}/feed.xml`, fetcher)).rejects.toThrow('The feed has no products.');
  });
});
