import { describe, expect, it } from 'vitest';
import { isInStock } from '../../../../catalog/understand/availability';
import { disagreement } from '../../../../catalog/understand/disagreement';
import { createPictures, pageAddress, placeOf } from '../../../../catalog/understand/duplicates';
import { rankPictures, showsWell } from '../../../../catalog/understand/picture-choice';
import { isSamePicture, picturePrint } from '../../../../catalog/understand/same-picture';
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

describe('what cannot be bought', () => {
  it.each([
    'out of stock', 'out_of_stock', 'Out of stock.', 'temporarily out of stock', 'out of stock online', 'not in stock',
    'Not available', 'https://schema.org/OutOfStock', 'https://www.schema.org/OutOfStock', 'http://schema.org/SoldOut',
    'Discontinued', 'currently unavailable', 'nicht auf Lager', 'nicht verfügbar', 'Ausverkauft', 'agotado',
    'no disponible', 'épuisé', 'Rupture de stock', 'non disponible', 'pas en stock', 'no stock', 'false', '0', 'N',
    'Indisponible', 'nicht mehr lieferbar', 'derzeit nicht verfügbar', 'zurzeit nicht auf Lager', 'currently not available',
    'no longer available', 'not_available', 'sin stock', 'no hay existencias', 'ya no disponible', 'Agotada',
    "n'est plus disponible", 'hors stock', 'nein', 'non', 'OOS', '0.0',
  ])('%s', (said) => expect(isInStock(said)).toBe(false)); // biome-ignore format: words
  it.each([
    '', 'in stock', 'in_stock', 'InStock', 'https://schema.org/InStock', 'preorder', 'backorder', 'LimitedAvailability',
    'limited availability', 'yes', '1', 'true', 'auf Lager', 'sofort lieferbar', 'disponible', 'en stock',
    'almost sold out', 'bald ausverkauft', 'Notice: made to order', 'nur noch 2 auf Lager', 'Plus de 10 en stock', '10',
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
