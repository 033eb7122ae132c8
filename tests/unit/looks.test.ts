import { describe, expect, it } from 'vitest';
import { SENTENCES } from '../../lib/all-sentences';
import { arranged, cheapestTotal, chosenTotal, tagsOf } from '../../lib/looks';
import { looksPage } from '../../lib/looks-page';
import { readBackup, writeBackup } from '../../lib/store/backup';
import { readLooks, writeLooks } from '../../lib/store/looks-file';
import type { Look, Match, Price, ShoppedGarment } from '../../lib/types';

const match = (price: Price | undefined, similarity = 0.9): Match => ({
  similarity,
  product: {
    id: 'shop/p',
    productId: 'p',
    source: 'shop',
    shop: 'Corner',
    title: 'Wool coat',
    brand: 'Alder',
    url: 'https://shop.example/p',
    imageUrl: '',
    category: 'outerwear',
    type: 'coat',
    gender: 'women',
    inStock: true,
    ...(price ? { price } : {}),
  },
});
const garment = (...matches: Match[]): ShoppedGarment => ({
  category: 'outerwear',
  score: 0.9,
  box: { x: 0.1, y: 0.1, width: 0.5, height: 0.5 },
  person: null,
  matches,
});
const euro = (amount: string) => match({ amount, currency: 'EUR' });
const look = (id: string, change: Partial<Look> = {}): Look => ({
  id,
  savedAt: Number(id),
  title: `Look ${id}`,
  note: '',
  pageUrl: 'https://news.example/',
  pageTitle: 'News',
  picture: new Blob([new Uint8Array([1, 2, 255])], { type: 'image/webp' }),
  result: { width: 10, height: 20, framing: 'full', persons: [], garments: [garment(euro('9.90'))] },
  ...change,
});

describe('looks', () => {
  it('are found by every word anywhere, in the order asked for', () => {
    const looks = [look('1', { title: 'Zoo', note: 'rainy' }), look('2', { title: 'Art', tags: ['Rainy day'] })];
    const found = (query: string, order: 'newest' | 'oldest' | 'title' = 'newest') =>
      arranged(looks, query, order, 'en').map(({ id }) => id);
    expect(found('')).toEqual(['2', '1']);
    expect(found('', 'oldest')).toEqual(['1', '2']);
    expect(found('', 'title')).toEqual(['2', '1']);
    expect(found('RAINY')).toEqual(['2', '1']);
    expect(found('rainy zoo')).toEqual(['1']);
    expect(found('wool alder')).toEqual(['2', '1']);
    expect(found('velvet')).toEqual([]);
  });

  it('are found however a page and a keyboard write the same word', () => {
    const looks = [
      look('1', { title: 'Robe d’été'.normalize('NFD'), note: 'Sézane' }),
      look('2', { title: 'ﾜﾝﾋﾟｰｽ', note: 'İpek' }),
      look('3', { title: 'कोट', note: 'فُستان' }),
    ];
    const found = (query: string) => arranged(looks, query, 'oldest', 'en').map(({ id }) => id);
    expect(found('été')).toEqual(['1']);
    expect(found('sezane')).toEqual(['1']);
    expect(found('ワンピース')).toEqual(['2']);
    expect(found('ipek')).toEqual(['2']);
    // Vowel signs tell words apart where no accent does.
    expect(found('कोट')).toEqual(['3']);
    expect(found('काट')).toEqual([]);
  });

  it('cost what the cheapest close match of each garment costs, cents exact, currencies apart', () => {
    const dollars = garment(match({ amount: '5', currency: 'USD' }));
    const far = garment(match({ amount: '1', currency: 'EUR' }, 0.1));
    const unlike = match({ amount: '0.01', currency: 'EUR' }, 0.2);
    const garments = [
      garment(euro('0.10'), euro('30'), unlike),
      garment(euro('12'), euro('0.2')),
      dollars,
      far,
      garment(),
    ];
    const sums = [
      { currency: 'EUR', amount: '0.3' },
      { currency: 'USD', amount: '5' },
    ];
    expect(cheapestTotal(garments)).toEqual({ counted: 3, sums, shops: [{ shop: 'Corner', sums }] });
    expect(cheapestTotal([garment(euro('1000'))]).sums).toEqual([{ currency: 'EUR', amount: '1000' }]);
    const soldOut = { ...euro('1'), product: { ...euro('1').product, inStock: false } };
    expect(cheapestTotal([garment(soldOut, euro('7'))]).sums).toEqual([{ currency: 'EUR', amount: '7' }]);
  });

  it('cost what was chosen, shop by shop', () => {
    const of = (id: string, shop: string, amount: string): Match => {
      const { product } = euro(amount);
      return { similarity: 0.9, product: { ...product, id, shop } };
    };
    const garments = [
      garment(of('a', 'Corner', '9.90'), of('b', 'Corner', '20')),
      garment(of('c', 'Mill', '30.05')),
      garment(of('d', 'Mill', '1')),
    ];
    expect(chosenTotal(garments)).toEqual({ counted: 0, sums: [], shops: [] });
    expect(chosenTotal(garments, ['b', 'c', null])).toEqual({
      counted: 2,
      sums: [{ currency: 'EUR', amount: '50.05' }],
      shops: [
        { shop: 'Corner', sums: [{ currency: 'EUR', amount: '20' }] },
        { shop: 'Mill', sums: [{ currency: 'EUR', amount: '30.05' }] },
      ],
    });
    expect(chosenTotal(garments, ['gone', null, 'd']).sums).toEqual([{ currency: 'EUR', amount: '1' }]);
  });

  it('take tags as people type them', () => {
    expect(tagsOf(' summer, wedding ,, summer، صيف、夏')).toEqual(['summer', 'wedding', 'صيف', '夏']);
    expect(tagsOf(Array.from({ length: 50 }, (_, i) => `t${i}`).join())).toHaveLength(12);
  });
});

describe('a page of looks', () => {
  it('holds dots, every garment by number, what was chosen, and what it costs shop by shop', async () => {
    const { product } = euro('30');
    const elsewhere: Match = {
      similarity: 0.8,
      product: { ...product, id: 'mill/q', shop: 'Mill', title: '<b>Cape</b>' },
    };
    const garments = [garment(euro('9.90')), garment(euro('12'), euro('13'), euro('14'), elsewhere)];
    const one = look('1', { chosen: ['shop/p', 'mill/q'], result: { ...look('1').result, garments } });
    const places = [
      { x: 0.25, y: 0.5 },
      { x: 1.2, y: 0.1 },
    ];
    const printed = { look: one, picture: 'data:image/webp;base64,AA', places, thumbnail: () => undefined };
    const html = await (await looksPage([printed])).text();
    expect(html).toContain('style="left:25.0%;top:50.0%">1<');
    expect(html).toContain('style="left:100.0%;top:10.0%">2<');
    expect(html).toContain('<h3>2 · category_outerwear 2</h3>');
    expect(html).toContain('&lt;b&gt;Cape');
    expect(html).not.toContain('<b>Cape');
    expect(html.match(/✓/g)).toHaveLength(2);
    expect(html).toMatch(
      /<li><bdi>Corner<\/bdi>: <bdi>€9\.90<\/bdi><\/li><li><bdi>Mill<\/bdi>: <bdi>€30\.00<\/bdi><\/li>/,
    );
    expect(html).not.toMatch(/<script|https?:\/\/[^"]*\.js/);
  });

  it('may be longer than one text can be', async () => {
    const picture = 'x'.repeat(2 ** 25);
    const printed = { look: look('1'), picture, places: [], thumbnail: () => undefined };
    const page = await looksPage(Array.from({ length: 17 }, () => printed));
    expect(page.size).toBeGreaterThan(2 ** 29);
    expect(await page.slice(-30).text()).toMatch(/<\/article>\n<\/body><\/html>$/);
  });

  it('says what is sold out, as the panel does', async () => {
    const { product } = euro('30');
    const gone: Match = { similarity: 0.9, product: { ...product, title: 'Cape', inStock: false } };
    const printed = (matches: Match[]) => {
      const one = look('1', { result: { ...look('1').result, garments: [garment(...matches)] } });
      return looksPage([{ look: one, picture: '', places: [], thumbnail: () => undefined }]).then((page) =>
        page.text(),
      );
    };
    expect(await printed([euro('30')])).not.toContain('soldOut');
    expect(await printed([gone])).toContain('<bdi>Corner</bdi> · <bdi>soldOut</bdi>');
  });
});

describe('a file of looks', () => {
  it('comes back as it was written', async () => {
    const looks = [
      look('1', { tags: ['a'], chosen: ['shop/p', null], wanted: ['men', null], checkedAt: 7 }),
      look('2'),
    ];
    const back = await readLooks(await writeLooks(looks));
    const bare = (all: readonly Look[]) => all.map(({ picture: _picture, ...rest }) => rest);
    expect(bare(back)).toEqual(bare(looks));
    expect(back[0]?.picture.type).toBe('image/webp');
    expect(new Uint8Array((await back[0]?.picture.arrayBuffer()) ?? [])).toEqual(new Uint8Array([1, 2, 255]));
  });

  it('holds thousands, a line for each, and those that older versions wrote as one text', async () => {
    const many = Array.from({ length: 5_001 }, (_, at) => look(`${at}`, { title: `Zeile\n${at} é` }));
    const file = await writeLooks(many);
    expect((await file.text()).split('\n')).toHaveLength(5_003);
    expect((await readLooks(file)).map(({ title }) => title)).toEqual(many.map(({ title }) => title));
    const text = await (await writeLooks(many.slice(0, 2))).text();
    const old = JSON.stringify(JSON.parse(text));
    expect((await readLooks(new Blob([old]))).map(({ id }) => id)).toEqual(['0', '1']);
    expect(await readLooks(await writeLooks([]))).toEqual([]);
    // A file that was cut off between two looks is no whole one.
    const cut = new Blob([text.split('\n').slice(0, 2).join('\n')]);
    await expect(readLooks(cut)).rejects.toMatchObject({ name: 'FileInvalid' });
  });

  it('is not written where it would be refused when it is read', async () => {
    const many = Array.from({ length: 20_001 }, (_, at) => look(`${at}`));
    await expect(writeLooks(many)).rejects.toMatchObject({ name: 'FileInvalid', message: SENTENCES.looksTooMany });
  });

  it('may end with a line of an editor’s, and have one long line', async () => {
    const long = look('1', { title: 'x'.repeat(19_000_000) });
    const file = await writeLooks([look('2')]);
    const stored = { ...long, picture: JSON.parse(await file.text()).looks[0].picture };
    const text = `{"format":1,"looks":[\n${JSON.stringify(stored)}\n]}\n`;
    expect((await readLooks(new Blob([text])))[0]?.title).toHaveLength(1_000);
  });

  it('is refused whole when anything in it is not what it should be', async () => {
    const text = await (await writeLooks([look('1'), look('2')])).text();
    for (const [from, to] of [
      ['https://shop.example/p', 'javascript:alert(1)'],
      ['data:image/webp', 'data:text/html'],
      ['"format":1', '"format":2'],
      ['"width":0.5', '"width":5'],
      ['"title":"Look 2"', '"title":7'],
      ['"note":""', '"note":"","more":1'],
      [/\}$/, ''],
    ] as const) {
      const changed = text.replace(from, to);
      expect(changed).not.toBe(text);
      await expect(readLooks(new Blob([changed])), String(from)).rejects.toMatchObject({ name: 'FileInvalid' });
    }
  });

  it('holds no more of a page than it may, whatever the page said', async () => {
    const long = {
      title: `${'x'.repeat(999)}👗`,
      pageTitle: 'y'.repeat(40_000),
      pageUrl: `data:,${'z'.repeat(10_000)}`,
    };
    const cut = { title: 'x'.repeat(999), pageTitle: 'y'.repeat(1_000), pageUrl: '' };
    const file = await writeLooks([look('1', long), look('2')]);
    expect(JSON.parse(await file.text()).looks[0]).toMatchObject(cut);
    expect((await readLooks(file)).map(({ title }) => title)).toEqual([cut.title, 'Look 2']);
    // Files of older versions hold it whole.
    const old = (await file.text()).replace('"pageUrl":""', `"pageUrl":"https://a.example/${'z'.repeat(20_000)}"`);
    expect((await readLooks(new Blob([old])))[0]).toMatchObject(cut);
  });

  it('travels in a backup with the rest', async () => {
    const preferences = { gender: 'men', dots: 'hover', sensitivity: 'few' } as const;
    const catalog = new Blob(['a pack']);
    const spec = { kind: 'shopify', address: 'https://shop.example/', currency: 'EUR' };
    const facts = [{ productId: 'p', hash: 'h', validators: { etag: '"1"' } }];
    const shops = [{ id: 'web.shop', name: 'Corner', spec, addedAt: 1, refreshedAt: 2, facts }];
    const paused = ['https://news.example/*'];
    const sites = ['https://*/*', 'https://gossip.example/*'];
    const said = {
      box: { x: 0, y: 0.1, width: 0.5, height: 0.5 },
      was: 'dress',
      category: 'topwear',
      gender: 'men',
    } as const;
    const corrections = { 'correction:1a-2b': [said] };
    const kept = { looks: [look('1')], preferences, catalog, shops, paused, sites, corrections };
    const back = await readBackup(await writeBackup(kept));
    expect(back.sites).toEqual(sites);
    expect(back.corrections).toEqual(corrections);
    const odd = {
      ...corrections,
      pausedSites: [said],
      'correction:3': [{ ...said, was: 'sofa' }],
    } as typeof corrections;
    const foreign = { ...kept, sites: ['file:///*', ...sites], corrections: odd };
    expect(await writeBackup(foreign).then(readBackup)).toMatchObject({ sites, corrections });
    expect(Object.keys((await writeBackup(foreign).then(readBackup)).corrections)).toEqual(Object.keys(corrections));
    expect(back.shops).toEqual(shops);
    expect(back.paused).toEqual(paused);
    const bad = { ...kept, shops: shops.map((one) => ({ ...one, spec: { ...spec, address: 'javascript:1' } })) };
    await expect(writeBackup(bad).then(readBackup)).rejects.toMatchObject({ name: 'FileInvalid' });
    expect((await readBackup(await writeBackup({ ...kept, paused: ['<all>', 'x'] }))).paused).toEqual([]);
    expect(back.looks.map(({ id }) => id)).toEqual(['1']);
    expect(back.preferences).toEqual(preferences);
    expect(await back.catalog.text()).toBe('a pack');
    await expect(readBackup(new Blob(['hello']))).rejects.toMatchObject({ name: 'FileInvalid' });
  });
});
