import { describe, expect, it } from 'vitest';
import type { Found } from '../../../../catalog/source';
import { isInStock } from '../../../../catalog/understand/availability';
import { disagreement } from '../../../../catalog/understand/disagreement';
import { createPictures, pageAddress, placeOf } from '../../../../catalog/understand/duplicates';
import { rankPictures, showsWell } from '../../../../catalog/understand/picture-choice';
import { isSamePicture, picturePrint } from '../../../../catalog/understand/same-picture';
import { groupVariants, titleWithoutSize } from '../../../../catalog/understand/variants';
import type { StoredPrint } from '../../../../lib/store/ingest-store';
import type { PackRow } from '../../../../lib/store/pack-format';
import type { DetectorLabel, PixelImage } from '../../../../lib/types';

const ROW: PackRow = {
  source: 'shop',
  productId: '1',
  title: 'Linen shirt',
  brand: '',
  url: '',
  imageUrl: '',
  category: 'topwear',
  type: '',
  gender: 'women',
  inStock: true,
};

type Color = readonly [number, number, number];

/** A white picture with a shape in a colour: wide at the top, as a shirt is. */
function picture(size: number, [r, g, b]: Color, top = 0.2): PixelImage {
  const data = new Uint8Array(size * size * 4).fill(255);
  for (let y = Math.floor(size * top); y < size * 0.9; y += 1) {
    const half = size * (0.4 - 0.25 * (y / size));
    for (let x = Math.ceil(size / 2 - half); x < size / 2 + half; x += 1) data.set([r, g, b, 255], 4 * (y * size + x));
  }
  return { width: size, height: size, data };
}

describe('the same picture', () => {
  const red = picturePrint(picture(200, [200, 20, 30]));

  it('is recognised when scaled', () => {
    expect(isSamePicture(red, picturePrint(picture(330, [200, 20, 30])))).toBe(true);
  });

  it('is not the same shirt in blue, nor another shape', () => {
    expect(isSamePicture(red, picturePrint(picture(200, [30, 20, 200])))).toBe(false);
    expect(isSamePicture(red, picturePrint(picture(200, [200, 20, 30], 0.3)))).toBe(false);
  });
});

describe('thin things on white', () => {
  /** Two thin rings side by side, as wire glasses are. */
  function glasses(size: number, [r, g, b]: Color): PixelImage {
    const data = new Uint8Array(size * size * 4).fill(255);
    for (let at = 0; at < size * size; at += 1) {
      const [x, y] = [(at % size) / size, Math.floor(at / size) / size];
      const far = Math.min(Math.hypot(x - 0.3, y - 0.5), Math.hypot(x - 0.7, y - 0.5));
      if (Math.abs(far - 0.15) < 0.003) data.set([r, g, b], at * 4);
    }
    return { width: size, height: size, data };
  }
  const gold = picturePrint(glasses(800, [212, 175, 55]));

  it('are the same when scaled', () => {
    expect(isSamePicture(gold, picturePrint(glasses(500, [212, 175, 55])))).toBe(true);
  });

  it('are others in another colour', () => {
    expect(isSamePicture(gold, picturePrint(glasses(800, [192, 192, 192])))).toBe(false);
    const black = picturePrint(glasses(800, [0, 0, 0]));
    expect(isSamePicture(black, picturePrint(glasses(800, [83, 86, 90])))).toBe(false);
  });
});

describe('duplicates', () => {
  const red = picturePrint(picture(200, [200, 20, 30]));
  const blue = picturePrint(picture(200, [30, 20, 200]));

  it('are found by picture, in one category, however the picture was saved', () => {
    const { originalOf, remember } = createPictures();
    const isTaken = (product: StoredPrint) => originalOf(product) !== undefined;
    const of = (productId: string, print: Uint8Array, more: Partial<StoredPrint> = {}): StoredPrint => ({
      ...{ productId, hash: `h${productId}`, category: 'topwear', gender: 'women', print },
      ...more,
    });
    expect(isTaken(of('1', red))).toBe(false);
    expect(originalOf(of('2', picturePrint(picture(330, [202, 21, 29]))))).toEqual({ productId: '1', hash: 'h1' });
    // An outfit stands for the shirt and for the trousers; a boot for women and for men; a product is looked at again.
    expect(isTaken(of('3', red, { category: 'bottomwear' }))).toBe(false);
    expect(isTaken(of('4', red, { gender: 'men' }))).toBe(false);
    expect(isTaken(of('1', red))).toBe(false);
    expect(isTaken(of('5', blue))).toBe(false);
    // What had another picture before is no longer found by it.
    remember(of('1', picturePrint(picture(200, [20, 200, 30]))));
    expect(isTaken(of('6', red))).toBe(false);
  });

  it('are found by page, title, kind, gender and colour', () => {
    const row = { ...ROW, url: 'https://shop.example/a' };
    const place = placeOf(row, { color: 'Red' });
    expect(placeOf({ ...row, url: 'https://shop.example/a?utm_source=x#top' }, { color: ' red' })).toBe(place);
    expect(placeOf({ ...row, title: 'Linen skirt' }, { color: 'Red' })).not.toBe(place);
    expect(placeOf(row, { color: 'blue' })).not.toBe(place);
    expect(placeOf({ ...row, url: 'https://shop.example/a?variant=2' }, { color: 'red' })).not.toBe(place);
  });

  it('ignore what counts clicks, not what names a product', () => {
    expect(pageAddress('https://s.example/p?variant=2&gclid=1')).toBe('https://s.example/p?variant=2');
    expect(pageAddress('no address')).toBe('no address');
  });
});

describe('sizes', () => {
  it.each([
    ['Linen shirt - XL', 'Linen shirt'],
    ['Jeans (32)', 'Jeans'],
    ['Stiefel, Größe 42', 'Stiefel'],
    ['Robe / M', 'Robe'],
    ['Levis 501', 'Levis 501'],
    ['XL', 'XL'],
  ])('%s → %s', (title, expected) => expect(titleWithoutSize(title)).toBe(expected));

  async function* rows(): AsyncGenerator<Found> {
    const raw = (id: string, group: string, color: string, size: string, price: string, availability: string) => ({
      where: `row ${id}`,
      raw: { product_id: id, item_group_id: group, color, size, price, availability, title: `Shirt - ${size}` },
    });
    yield raw('1', 'g', 'red', 'S', '20 EUR', 'out of stock');
    yield raw('2', 'g', 'red', 'M', '18 EUR', 'in stock');
    yield raw('3', 'g', 'blue', 'S', '20 EUR', 'in stock');
    yield { where: 'row 4', reason: 'broken' };
    yield raw('5', 'g', 'red', 'L', '20 EUR', 'in stock');
    yield { where: 'row 6', raw: { product_id: '6' } };
  }

  async function* colorless(): AsyncGenerator<Found> {
    const raw = (id: string, title: string, image_url: string) => ({
      where: `row ${id}`,
      raw: { product_id: id, item_group_id: 'g', title, image_url, price: '20 EUR' },
    });
    yield raw('1', 'Tee Red - S', 'https://shop.test/red.jpg');
    yield raw('2', 'Tee Red - M', 'https://shop.test/red.jpg?size=m');
    yield raw('3', 'Tee Blue - S', 'https://shop.test/blue.jpg');
    yield raw('4', 'Tee Blue Größe 128/134', 'https://shop.test/blue.jpg');
    yield raw('5', 'Tee Red - L', 'https://shop.test/red.jpg');
  }

  it('are told apart by title and picture where no colour is told', async () => {
    const found: Found[] = [];
    for await (const one of groupVariants(colorless())) found.push(one);
    expect(found.map(({ where, raw, reason }) => [where, raw?.product_id ?? reason])).toEqual([
      ['row 1', 'g'],
      ['row 3', 'g:tee-blue'],
      ['row 5', 'another size of a product further up'],
    ]);
  });

  it('of a feed are found among products of other colours and groups, as far as they are held back', async () => {
    async function* bySize(): AsyncGenerator<Found> {
      for (const [size, price, availability] of [
        ['S', '20 EUR', 'out of stock'],
        ['M', '18 EUR', 'in stock'],
      ]) {
        for (const [group, color] of [
          ['g', 'red'],
          ['g', 'blue'],
          ['h', 'red'],
        ]) {
          // biome-ignore format: one thought
          const raw = { product_id: `${group}${color}${size}`, item_group_id: group, color, size, price, availability };
          yield { where: `${group} ${color} ${size}`, raw: raw as Record<string, string> };
        }
        yield { where: size ?? '', raw: { product_id: size ?? '' } };
      }
    }
    const read = async (most: number) => {
      const found: Found[] = [];
      for await (const one of groupVariants(bySize(), most)) found.push(one);
      return found.map(({ where, raw, reason }) => [where, raw?.size ?? raw?.product_id ?? reason, raw?.availability]);
    };
    expect(await read(500)).toEqual([
      ['g red S', 'S, M', 'in stock'],
      ['g blue S', 'S, M', 'in stock'],
      ['h red S', 'S, M', 'in stock'],
      ['S', 'S', undefined],
      ['M', 'M', undefined],
    ]);
    expect((await read(2)).filter(([, size]) => size === 'another size of a product further up')).toHaveLength(3);
  });

  it('hold back no more than fits the memory, whatever waits behind them', async () => {
    let read = 0;
    async function* long(): AsyncGenerator<Found> {
      yield { where: 'row 1', raw: { product_id: '1', item_group_id: 'g', color: 'red', size: 'S' } };
      const description = 'x'.repeat(1_000_000);
      for (read = 1; read < 100; read += 1) yield { where: '', raw: { product_id: `${read}`, description } };
    }
    for await (const { raw } of groupVariants(long(), 500)) {
      expect(raw?.product_id).toBe('g:red');
      break;
    }
    expect(read).toBeLessThan(10);
  });

  it('are told in a few words, however long a feed makes them', async () => {
    async function* wordy(): AsyncGenerator<Found> {
      for (let i = 0; i < 200; i += 1) {
        yield {
          where: '',
          raw: { product_id: `${i}`, item_group_id: 'g', color: 'red', size: `${i}${'x'.repeat(999)}` },
        };
      }
    }
    for await (const { raw } of groupVariants(wordy(), 500)) expect(raw?.size?.length).toBeLessThan(5_000);
  });

  it('are found without a group, by their page or picture, where a size is told', async () => {
    async function* plain(): AsyncGenerator<Found> {
      const raw = (id: string, title: string, page: string, size: string, more: Record<string, string> = {}) => ({
        where: `row ${id}`,
        raw: { product_id: id, title, product_url: `https://s.example/${page}`, size, price: `2${id} EUR`, ...more },
      });
      yield raw('5', 'Wool shirt', 'w', 'S', { availability: 'out of stock' });
      yield raw('4', 'Wool shirt', 'w?utm_source=feed', 'M', { availability: 'in stock' });
      yield raw('3', 'Linen shirt - S', 'l?size=s', 'S', { image_url: 'https://s.example/l.jpg' });
      yield raw('2', 'Linen shirt - M', 'l?size=m', 'M', { image_url: 'https://s.example/l.jpg' });
      yield raw('1', 'Wool shirt', 'w', 'S', { color: 'red' });
      yield raw('7', 'Jeans', 'j', '');
      yield raw('8', 'Jeans', 'j', '');
    }
    const found: Found[] = [];
    for await (const one of groupVariants(plain(), 500)) found.push(one);
    const shown = found.map(({ raw }) => [raw?.product_id, raw?.title, raw?.size, raw?.price, raw?.availability]);
    expect(shown).toEqual([
      ['5', 'Wool shirt', 'S, M', '24 EUR', 'in stock'],
      ['3', 'Linen shirt', 'S, M', '22 EUR', ''],
      ['1', 'Wool shirt', 'S', '21 EUR', undefined],
      ['7', 'Jeans', '', '27 EUR', undefined],
      ['8', 'Jeans', '', '28 EUR', undefined],
    ]);
  });

  it('of one product become one, a colour each', async () => {
    const found: Found[] = [];
    for await (const one of groupVariants(rows())) found.push(one);
    expect(found).toEqual([
      {
        where: 'row 1',
        raw: expect.objectContaining({
          product_id: 'g:red',
          title: 'Shirt',
          size: 'S, M',
          price: '18 EUR',
          availability: 'in stock',
        }),
      },
      { where: 'row 3', raw: expect.objectContaining({ product_id: 'g:blue' }) },
      { where: 'row 4', reason: 'broken' },
      { where: 'row 5', reason: 'another size of a product further up' },
      { where: 'row 6', raw: { product_id: '6' } },
    ]);
  });
});

describe('what cannot be bought', () => {
  it.each([
    'out of stock', 'out_of_stock', 'Out of stock.', 'temporarily out of stock', 'out of stock online', 'not in stock',
    'Not available', 'https://schema.org/OutOfStock', 'https://www.schema.org/OutOfStock', 'http://schema.org/SoldOut',
    'Discontinued', 'currently unavailable', 'nicht auf Lager', 'nicht verfügbar', 'Ausverkauft', 'agotado',
    'no disponible', 'épuisé', 'Rupture de stock', 'non disponible', 'pas en stock', 'no stock', 'false', '0', 'N',
  ])('%s', (said) => expect(isInStock(said)).toBe(false)); // biome-ignore format: words
  it.each([
    '', 'in stock', 'in_stock', 'InStock', 'https://schema.org/InStock', 'preorder', 'backorder', 'LimitedAvailability',
    'limited availability', 'yes', '1', 'true', 'auf Lager', 'sofort lieferbar', 'disponible', 'en stock',
    'almost sold out', 'bald ausverkauft', 'Notice: made to order',
  ])('but not %s', (said) => expect(isInStock(said)).toBe(true)); // biome-ignore format: words
});

describe('several pictures of a product', () => {
  const see = (category: DetectorLabel, x: number, y: number, width: number, height: number, score = 0.9) => ({
    category,
    score,
    box: { x, y, width, height },
  });
  const alone = { address: 'a.jpg', detections: [see('topwear', 0.2, 0.2, 0.6, 0.6)] };
  const worn = { address: 'b.jpg', detections: [see('person', 0.2, 0, 0.6, 1), see('topwear', 0.3, 0.2, 0.4, 0.4)] };
  const detail = { address: 'c.jpg', detections: [see('topwear', 0, 0, 1, 1)] };
  const back = { address: 'a_back.jpg', detections: [see('topwear', 0.2, 0.2, 0.6, 0.6)] };
  const best = (pictures: Parameters<typeof rankPictures>[0]) =>
    rankPictures(pictures, 'topwear').map(({ index }) => pictures[index]?.address);

  it('are ranked: alone, from behind, worn', () => {
    expect(best([worn, back, alone])).toEqual(['a.jpg', 'a_back.jpg', 'b.jpg']);
    expect(best([detail, alone])).toEqual(['a.jpg', 'c.jpg']);
  });

  it('keep the shop’s order where they are alike', () => {
    expect(best([{ ...alone, address: 'x.jpg' }, alone])).toEqual(['x.jpg', 'a.jpg']);
    expect(best([])).toEqual([]);
  });

  it('need no further one only where the product is alone and whole', () => {
    expect([alone, worn, detail, back].map((one) => showsWell(one, 'topwear'))).toEqual([true, false, false, false]);
    expect(showsWell(alone, 'dress')).toBe(false);
    expect(showsWell({ address: 'a.jpg', detections: [] }, 'dress')).toBe(false);
  });

  it('disagree with the words only where the detector is sure and sees nothing of them', () => {
    expect(disagreement('dress', alone.detections)).toEqual({ said: 'dress', seen: 'topwear', score: 0.9 });
    expect(disagreement('topwear', alone.detections)).toBeUndefined();
    expect(disagreement('dress', [see('topwear', 0, 0, 1, 1, 0.5)])).toBeUndefined();
    expect(disagreement('dress', [...alone.detections, see('dress', 0, 0, 1, 1, 0.25)])).toBeUndefined();
  });
});
