import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindOfGoogle, kindOfPath, understandCategory } from '../../../../catalog/understand/category';
import { understandColor } from '../../../../catalog/understand/color';
import { understandGender } from '../../../../catalog/understand/gender';
import { read } from '../../../../catalog/understand/reading';

interface Title {
  readonly language: string;
  readonly title: string;
  readonly kind: string;
  readonly gender: string;
}

/** Written before the word lists and not used to extend them, but by the same hand: language, title, kind, gender. */
const TITLES: readonly Title[] = readFileSync(join(import.meta.dirname, 'titles.tsv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t'))
  .map(([language = '', title = '', kind = '', gender = '']) => ({ language, title, kind, gender }));

const share = (titles: readonly Title[], isRight: (title: Title) => boolean) =>
  titles.filter(isRight).length / titles.length;

describe('held-out titles', () => {
  const rightKind = ({ title, kind }: Title) => (read(title).kind ?? 'none') === kind;
  const rightGender = ({ title, gender }: Title) => (read(title).gender ?? '-') === gender;
  const languages = [...new Set(TITLES.map(({ language }) => language))];

  it('are two hundred, of five vocabularies', () => {
    expect(TITLES).toHaveLength(200);
    expect(languages).toEqual(['en', 'de', 'fr', 'es', 'hi']);
  });

  it('are understood in every language', () => {
    const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
    for (const language of languages) {
      const titles = TITLES.filter((one) => one.language === language);
      const [kind, gender] = [share(titles, rightKind), share(titles, rightGender)];
      console.log(`${language}: category ${percent(kind)}, gender ${percent(gender)} of ${titles.length} titles`);
      expect(kind).toBeGreaterThanOrEqual(0.95);
      expect(gender).toBeGreaterThanOrEqual(0.95);
    }
    const wrong = TITLES.filter((one) => !rightKind(one) || !rightGender(one)).map(({ title }) => title);
    console.log(`all: category ${percent(share(TITLES, rightKind))}, wrong: ${wrong.join('; ')}`);
  });
});

describe('what a title names', () => {
  it.each([
    ['Hemdblusenkleid', 'dress'],
    ['shirt dress', 'dress'],
    ['dress shirt', 'topwear'],
    ['denim jacket', 'outerwear'],
    ['kurta', 'topwear'],
    ['saree', 'dress'],
    ['sneaker socks', 'none'],
    ['Robe chemise', 'dress'],
    ['Chemise en jean', 'topwear'],
    ['Pleated Tennis Skirt', 'bottomwear'],
    ['Kleiderbügel', 'none'],
    ['Herrenhut aus Wolle', 'headwear'],
    ['Damentop mit Spitze', 'topwear'],
    ['Spaghettitop', 'topwear'],
    ['Laptop', undefined],
    ['Baby tee', 'topwear'],
    ['Boy Shorts', 'none'],
    ['Zzyzx 4000', undefined],
    ['', undefined],
  ])('%s → %s', (title, kind) => expect(read(title).kind).toBe(kind));

  it('is found in bounded time in a title of ten megabytes', () => {
    const start = performance.now();
    expect(read(`Dress ${'shirt '.repeat(1_700_000)}`).kind).toBe('topwear');
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('categories of shops', () => {
  it.each([
    ['212', 'topwear'],
    ['Apparel & Accessories > Clothing > Shirts & Tops', 'topwear'],
    ['5598 - Apparel & Accessories > Clothing > Outerwear > Coats & Jackets', 'outerwear'],
    ['Apparel & Accessories > Clothing > Underwear & Socks > Socks', 'none'],
    ['Apparel & Accessories > Handbags, Wallets & Cases', 'handbag'],
    ['Bekleidung & Accessoires > Bekleidung > Kleider', 'dress'],
    ['Apparel & Accessories > Clothing', undefined],
    ['Home & Garden > Decor', undefined],
  ])('Google: %s → %s', (text, kind) => expect(kindOfGoogle(text)).toBe(kind));

  it.each([
    ['Women > Clothing > Jackets & Coats', 'outerwear'],
    ['Women/Tops & Dresses', undefined],
    ['Damen › Schuhe › Stiefeletten', 'footwear'],
    ['Mujer > Ropa > Vestidos', 'dress'],
  ])('path: %s → %s', (path, kind) => expect(kindOfPath(path)).toBe(kind));

  it.each([
    ['a title', { title: 'Robe longue à fleurs', type: 'Robes' }],
    ['a path', { title: 'Juliette', type: 'Femme > Vêtements > Robes' }],
    ['an ending', { title: 'Robe Juliette', product_url: 'https://boutique.fr/products/juliette' }],
    ['a folder', { title: 'Robe Juliette', product_url: 'https://boutique.example/fr-be/products/juliette' }],
  ])('are in the language of %s: a French robe is a dress', (_, raw) => {
    expect(understandCategory(raw)).toMatchObject({ category: 'dress' });
  });

  it('are English else: a robe is nothing that is looked for', () => {
    expect(understandCategory({ title: 'Waffle robe', type: 'Robes', product_url: 'https://s.example/en/r' })).toEqual({
      reason: '"Waffle robe" is nothing that is looked for in pictures',
    });
  });

  it('are weighed: Google before type before title before tags', () => {
    const title = 'Aria';
    const evidence = (raw: Readonly<Record<string, string>>) => {
      const found = understandCategory({ title, ...raw });
      return found.reason === undefined ? `${found.evidence} ${found.category}` : found.reason;
    };
    expect(evidence({ google_product_category: '2271', type: 'Shirts' })).toBe('google dress');
    expect(evidence({ type: 'Women > Shirts', tags: 'jeans' })).toBe('type topwear');
    expect(evidence({ type: 'New in', tags: 'sale, jeans' })).toBe('tags bottomwear');
    expect(evidence({ title: 'Sneaker socks', type: 'Sneakers' })).toContain('nothing that is looked for');
    expect(evidence({})).toBe('unknown category "Aria"');
  });
});

describe('for whom and in which colour', () => {
  it.each([
    [{ gender: 'female' }, 'women'],
    [{ gender: 'Herren' }, 'men'],
    [{ gender: 'male', age_group: 'kids' }, 'kids'],
    [{ gender: 'male', title: "Boys' tee" }, 'kids'],
    [{ gender: 'unisex', title: 'Tee for men' }, 'unisex'],
    [{ type: 'Women > Shirts' }, 'women'],
    [{ tags: 'sale, homme' }, 'men'],
    [{ title: 'Tee' }, undefined],
    [{ title: 'Kid leather ankle boots', gender: 'female', age_group: 'adult' }, 'women'],
    [{ title: "Girls' night out dress", gender: 'female', age_group: 'Adult' }, 'women'],
    [{ title: "Men's baby alpaca sweater" }, 'men'],
    [{ title: 'Kid mohair sweater', gender: 'women' }, 'women'],
    [{ title: 'Baby tee', gender: 'women' }, 'women'],
    [{ title: 'Baby-Alpaka Pullover Damen' }, 'women'],
    [{ title: 'Robe bleu bébé', gender: 'femme' }, 'women'],
    [{ age_group: '5-13', gender: 'male' }, 'kids'],
    [{ age_group: '3-6M' }, 'kids'],
    [{ age_group: '0–24 months' }, 'kids'],
    [{ age_group: '8 Jahre' }, 'kids'],
    [{ age_group: 'Junior', gender: 'female' }, 'kids'],
    [{ age_group: '13+', gender: 'female' }, 'women'],
    [{ age_group: '18-99', gender: 'female' }, 'women'],
    [{ tags: `${'summer sale, '.repeat(60)}womens` }, 'women'],
    [{ tags: `men, ${'summer sale, '.repeat(60)}women` }, 'unisex'],
  ])('%j → %s', (raw, gender) => expect(understandGender(raw)).toBe(gender));

  it.each([
    [{ color: 'Bleu marine' }, 'blue'],
    [{ color: 'Heather Grey' }, 'grey'],
    [{ title: 'Kleid in Dunkelrot' }, 'red'],
    [{ title: 'Tee' }, undefined],
  ])('%j → %s', (raw, color) => expect(understandColor(raw)).toBe(color));
});
