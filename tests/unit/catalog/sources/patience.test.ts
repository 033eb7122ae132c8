import { describe, expect, it } from 'vitest';
import { picturesOf } from '../../../../catalog/schema';
import { kindOfFeed } from '../../../../catalog/sources/feed';
import { readPage } from '../../../../catalog/sources/html';
import { parseLoose } from '../../../../catalog/sources/ld';
import { openFile } from '../../../../catalog/sources/open';
import { pageProducts } from '../../../../catalog/sources/page';
import { probeShop } from '../../../../catalog/sources/probe';
import { drain, streamOf } from './found';
import { dress, fetcher, html, ld, useShop } from './test-shop';

/** Bounds that only work which grows with the square of a text would meet: it takes many minutes. */
const BOUND = 60_000;
const LINK = 'https://s.example/';

const read = async (text: string) => drain(await openFile(() => streamOf(Buffer.from(text), 65_536)));

describe('a text that is long where nothing is said', { timeout: BOUND }, () => {
  it('is looked through once as JSON-LD', () => {
    const blank = ' '.repeat(4_900_000);
    expect(parseLoose(`${blank}x${blank}y`)).toBeUndefined();
    expect(parseLoose(`{"a":"${blank}"}`)).toEqual({ a: blank });
    expect(parseLoose(`;${blank}<!--\n{"a":1};-->;${blank};`)).toEqual({ a: 1 });
    expect(parseLoose('//<![CDATA[\n{"a":1}\n//]]>')).toEqual({ a: 1 });
    expect(parseLoose('/*<![CDATA[*/{"a":1}/*]]>*/')).toEqual({ a: 1 });
  });

  it('is looked through once as a list of pictures', () => {
    const commas = ','.repeat(999_000);
    expect(picturesOf({ additional_image_urls: `${LINK}a.jpg${commas}${LINK}b.jpg${commas}` })).toEqual([
      `${LINK}a.jpg`,
      `${LINK}b.jpg`,
    ]);
    const more = `${LINK}w_200,h_300/a.jpg, ${LINK}x?u=https://y.example/ ,\n${LINK}b.jpg `;
    expect(picturesOf({ image_url: 'a.jpg', additional_image_urls: more })).toEqual([
      'a.jpg',
      `${LINK}w_200,h_300/a.jpg`,
      `${LINK}x?u=https://y.example/`,
      `${LINK}b.jpg`,
    ]);
    expect(picturesOf({ additional_image_urls: 'none, a.jpg' })).toEqual([]);
  });

  it('is looked through once as a feed', async () => {
    expect(await kindOfFeed(`${' '.repeat(1_000_000)}x`)).toBeUndefined();
    expect(await kindOfFeed('  [\n  {  "id": 1}')).toBe('awin');
    const line = JSON.stringify({ id: 1, title: 'T', link: `${LINK}1`, image_link: `${LINK}1.jpg` });
    const { raws, refused } = await read(`[\n${line},\n${' '.repeat(900_000)}x\n ]\n`);
    expect([raws.length, refused]).toEqual([1, ['line 2: damaged JSON']]);
  });
});

describe('tags that nobody closes', { timeout: BOUND }, () => {
  const deep = '<b>'.repeat(1_900_000);

  it('end a page, which is read as far as it goes', () => {
    const { found } = pageProducts(ld(dress) + deep + ld(dress), `${LINK}p`);
    expect(found).toHaveLength(1);
    expect(readPage(`<title>T</title>${'<b>'.repeat(900)}<a href="/x">`, LINK)).toMatchObject({
      title: 'T',
      links: [`${LINK}x`],
    });
    // What stands beside each other is not deep.
    const wide = '<div><img><br>x</div>'.repeat(5_000);
    expect(pageProducts(wide + ld(dress), `${LINK}p`).found).toHaveLength(1);
  });

  it('end a feed, whose products before them are good', async () => {
    const item = `<item><id>1</id><title>T</title><link>${LINK}1</link><image_link>${LINK}1.jpg</image_link></item>`;
    const { raws, error } = await read(`<rss><channel>${item}${deep}`);
    expect([raws.length, error]).toEqual([1, 'The feed is damaged: a tag never ends.']);
    expect((await read(`<rss><channel>${item.repeat(3_000)}</channel></rss>`)).raws).toHaveLength(3_000);
  });
});

describe('a shop', { timeout: BOUND }, () => {
  const shop = useShop();

  it('may send a robots.txt of nothing but line ends, and say where its sitemap is at the end', async () => {
    const lines = ['\n', '\r', '\u2028', ' \n'].map((end) => end.repeat(60_000)).join('');
    shop.routes = {
      '/': html('nothing here'),
      '/robots.txt': { type: 'text/plain', body: `${lines}\n \tSiteMap:  ${shop.origin}/map.xml` },
      '/map.xml': { type: 'application/xml', body: `<urlset><url><loc>${shop.origin}/a</loc></url></urlset>` },
      '/a': html(ld(dress)),
    };
    expect((await probeShop(shop.origin, fetcher)).spec.address).toBe(`${shop.origin}/map.xml`);
  });

  it('may send a sitemap of tags that nobody closes', async () => {
    const page = `<url><loc>${shop.origin}/a</loc></url>`;
    shop.routes = {
      '/map.xml': { type: 'application/xml', body: `<urlset>${page}${'<b>'.repeat(1_900_000)}` },
      '/a': html(ld(dress)),
    };
    const { raws, error } = await drain(shop.open('json-ld', '/map.xml'));
    expect([raws.length, error]).toEqual([1, 'The sitemap is damaged: a tag never ends.']);
  });
});
