import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../catalog/fetch/polite';
import type { Eyes } from '../../../catalog/ingest/look';
import { createNodeModels } from '../../../catalog/node/engine';
import { openEyes } from '../../../catalog/node/eyes';
import { MODELS } from '../../../catalog/node/places';
import { cleanerOf } from '../../../catalog/schema';
import { keepShops } from '../../../catalog/shop/keep-shops';
import { pageShopId, readPageShop } from '../../../catalog/shop/page-shop';
import { SourceError } from '../../../catalog/source';
import { Database } from '../../../lib/store/db';

const ld = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
const dress = (sku: string, image: string | string[]) => ({
  '@type': 'Product',
  sku,
  name: `Wrap dress ${sku}`,
  image,
  url: `https://www.shop.example/p/${sku}`,
  offers: { '@type': 'Offer', price: '49.90', priceCurrency: 'EUR' },
});
const URL_OF = 'https://www.shop.example/p/1';

describe('a page that a tab hands over', () => {
  it('is a shop of its own site, with the pictures worth handing over', async () => {
    const html = `<meta property="og:site_name" content="Alder &amp; Ash">${ld(dress('1', ['/a.jpg', '/b.jpg', '/c.jpg', '/d.jpg', 'javascript:alert(1)']))}`;
    const { shop, pictures, listed } = await readPageShop([{ url: URL_OF, html }]);
    expect(shop).toEqual({
      id: 'web.pages.shop.example',
      name: 'Alder & Ash',
      spec: { kind: 'page', address: 'https://www.shop.example' },
    });
    expect(pictures).toEqual(['a', 'b', 'c'].map((name) => `https://www.shop.example/${name}.jpg`));
    expect(listed).toEqual([]);
  });

  it('asks for one picture each where there are many products, and never for too much', async () => {
    const many = Array.from({ length: 500 }, (_, i) => dress(String(i), [`/${i}.jpg`, `/${i}b.jpg`]));
    const { pictures, source } = await readPageShop([{ url: URL_OF, html: ld(many) }]);
    expect(pictures).toHaveLength(120);
    expect(pictures).not.toContain('https://www.shop.example/0b.jpg');
    let products = 0;
    for await (const one of source.products()) products += one.raw ? 1 : 0;
    expect(products).toBe(200);
  });

  it('takes nothing of another site, and is refused where it is no web page', async () => {
    const pages = [
      { url: URL_OF, html: ld(dress('1', '/a.jpg')) },
      { url: 'https://evil.example/p', html: ld(dress('2', '/b.jpg')) },
      { url: 'https://www.shop.example.evil.example/p', html: ld(dress('3', '/c.jpg')) },
    ];
    expect((await readPageShop(pages)).pictures).toEqual(['https://www.shop.example/a.jpg']);
    for (const url of ['chrome://settings', 'file:///etc/passwd', 'about:blank', '']) {
      await expect(readPageShop([{ url, html: '' }]), url).rejects.toBeInstanceOf(SourceError);
    }
    expect(pageShopId('http://127.0.0.1:8080/x')).toBe('web.pages.127.0.0.1-8080');
  });
});

describe('adding a page', () => {
  const models = createNodeModels(MODELS, 1);
  let eyes: Eyes;
  let picture: Blob;
  beforeAll(async () => {
    eyes = await openEyes(models, false);
    picture = new Blob([await readFile('public/icon/128.png')]);
  });
  afterAll(() => models.release());

  function open(db: Database, embed: Eyes['embed']) {
    return keepShops({
      db,
      eyes: async () => ({ ...eyes, embed }),
      fetcherFor: () => createFetcher({ gap: 0, pause: 1, retries: 0 }),
      openSource: () => {
        throw new SourceError('nothing is read again');
      },
      cleanerFor: (id) => cleanerOf(id),
      changed: () => undefined,
    });
  }
  const page = (sku: string) => readPageShop([{ url: URL_OF, html: ld(dress(sku, `http://127.0.0.1:9/${sku}.png`)) }]);
  const handed = (sku: string) => new Map([[`http://127.0.0.1:9/${sku}.png`, picture]]);

  it('adds to what was added before, and a refresh takes nothing away', async () => {
    const db = new Database(`page-${crypto.randomUUID()}`);
    const shops = open(db, eyes.embed);
    const first = await page('1');
    expect(await shops.addPage(first.shop, first.source, handed('1'))).toMatchObject({ added: 1, known: 0, left: 0 });
    expect(await shops.addPage(first.shop, first.source, handed('1'))).toMatchObject({ added: 0, known: 1, left: 0 });
    const second = await page('2');
    // The same picture under another product is left out, and one that nobody can read too.
    expect(await shops.addPage(second.shop, second.source, handed('2'))).toMatchObject({ added: 0, left: 1 });
    const third = await page('3');
    expect(await shops.addPage(third.shop, third.source, new Map())).toMatchObject({ added: 0, left: 1 });
    await shops.refresh(first.shop.id);
    await shops.refreshDue();
    await shops.run();
    const [only] = await shops.list();
    expect(only).toMatchObject({ kind: 'page', products: 1, stage: 'resting' });
    expect(only?.error).toBeUndefined();
    expect((await db.products.toArray()).map(({ inStock }) => inStock)).toEqual([true]);
    await db.delete();
  });

  it('that was killed in the middle is tried again by the next start', async () => {
    const db = new Database(`page-${crypto.randomUUID()}`);
    let reached = () => {};
    const embedding = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const doomed = open(db, () => {
      reached();
      return new Promise(() => {});
    });
    const { shop, source } = await page('1');
    void doomed.addPage(shop, source, handed('1'));
    await embedding;
    const shops = open(db, eyes.embed);
    await shops.run();
    // What the tab handed over is gone with the browser; the product is answered all the same.
    expect((await shops.list())[0]).toMatchObject({ stage: 'resting', products: 0, rejected: 1 });
    expect(await shops.addPage(shop, source, handed('1'))).toMatchObject({ added: 1 });
    await db.delete();
  });
});
