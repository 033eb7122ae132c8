import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from '../../../catalog/csv-write';
import { openAnyPack } from '../../../catalog/node/any-pack';
import { catalog } from './run-catalog';

const COLUMNS = 'product_id,product_url,image_url,description,brand,gender,category,type,price,currency,availability';
let folder: string;
const file = (name: string) => join(folder, name);

async function picture(name: string, hue: number): Promise<void> {
  const shape = `<rect x="60" y="40" width="120" height="150" rx="20" fill="hsl(${hue} 70% 45%)"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240">${shape}</svg>`;
  await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toFile(file(name));
}

const row = (id: string, title: string, price: string, image = `${id}.png`) => [
  id,
  `https://shop.example/${id}`,
  image,
  title,
  'Alder',
  'women',
  'Topwear',
  'Shirts',
  price,
  'EUR',
  'in stock',
];

const write = (rows: string[][]) => writeFile(file('shop.csv'), stringify([COLUMNS.split(','), ...rows]));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commands-'));
  for (const [at, id] of ['a', 'b', 'c', 'd', 'e'].entries()) await picture(`${id}.png`, 70 * at);
  await write([row('a', 'A', '30.00'), row('b', 'B', '30.00'), row('c', 'C', '30.00'), row('d', 'D', '30.00')]);
  const built = await catalog('build', file('shop.csv'), '--out', file('shop.zip'), '--crop', 'content', '--json');
  expect(built, built.err).toMatchObject({ code: 0 });
  expect(JSON.parse(built.out)).toMatchObject({ products: 4, rejected: 0, tally: { fresh: 4, same: 0 } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('catalog refresh', () => {
  it('looks only at what changed: new, changed, cheaper, gone', async () => {
    const before = await openAnyPack(file('shop.zip'));
    // a stays, b is cheaper, c has another title, d is gone, e is new; the picture of a and b is not looked at again.
    await write([row('a', 'A', '30.00'), row('b', 'B', '19.90'), row('c', 'See', '30.00'), row('e', 'E', '9.00')]);
    await rm(file('a.png'));
    await rm(file('b.png'));
    const ran = await catalog('refresh', file('shop.zip'), '--json');
    expect(ran, ran.err).toMatchObject({ code: 0 });
    expect(JSON.parse(ran.out)).toMatchObject({
      products: 5,
      rejected: 0,
      tally: { found: 4, fresh: 1, changed: 1, cheaper: 1, same: 2, gone: 1 },
    });
    const { rows, embeddings } = await openAnyPack(file('shop.zip'));
    const facts = rows.map(({ productId, title, price, inStock }) => [productId, title, price?.amount, inStock]);
    expect(facts).toEqual([
      ['a', 'A', '30.00', true],
      ['b', 'B', '19.90', true],
      ['c', 'See', '30.00', true],
      ['d', 'D', '30.00', false],
      ['e', 'E', '9.00', true],
    ]);
    for (let at = 0; at < 256; at += 1) expect(embeddings[at]).toBeCloseTo(before.embeddings[at] ?? 9, 3);
    const again = await catalog('refresh', file('shop.zip'), '--json');
    expect(JSON.parse(again.out).tally).toMatchObject({ fresh: 0, changed: 0, cheaper: 0, same: 4, gone: 0 });
  });

  it('needs its side file', async () => {
    await writeFile(file('lonely.zip'), await readFile(file('shop.zip')));
    const ran = await catalog('refresh', file('lonely.zip'));
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/lonely\.state\.ndjson is missing/);
  });
});

describe('catalog stats, verify and merge', () => {
  it('counts a pack and draws a sheet that runs nothing', async () => {
    const ran = await catalog('stats', file('shop.zip'), '--json', '--html', file('sheet.html'));
    const stats = JSON.parse(ran.out);
    expect(stats.category.topwear.women).toBe(stats.products);
    expect(stats.source).toEqual({ shop: stats.products });
    const sheet = await readFile(file('sheet.html'), 'utf8');
    expect(sheet.match(/<li>/g)).toHaveLength(stats.products);
    expect(sheet).not.toMatch(/<script/);
  });

  it('finds a pack in order, and one with a flipped byte not', async () => {
    const good = await catalog('verify', file('shop.zip'), '--json');
    expect([good.code, JSON.parse(good.out).ok], good.out).toEqual([0, true]);
    const bytes = await readFile(file('shop.zip'));
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    await writeFile(file('bad.zip'), bytes);
    const bad = await catalog('verify', file('bad.zip'));
    expect([bad.code, bad.out.slice(0, 3)]).toEqual([1, 'BAD']);
  });

  it('merges packs, the later one wins', async () => {
    await write([row('a', 'Other A', '1.00', 'c.png'), row('z', 'Z', '2.00', 'd.png')]);
    const args = ['--source', 'second', '--crop', 'content'];
    await catalog('build', file('shop.csv'), '--out', file('second.zip'), ...args);
    await catalog('build', file('shop.csv'), '--out', file('same.zip'), '--source', 'shop', '--crop', 'content');
    const packs = [file('shop.zip'), file('second.zip'), file('same.zip')];
    const ran = await catalog('merge', ...packs, '--out', file('all.zip'), '--json');
    expect(ran, ran.err).toMatchObject({ code: 0 });
    const { rows, sources } = await openAnyPack(file('all.zip'));
    expect(sources.map(({ id }) => id)).toEqual(['shop', 'second']);
    expect(JSON.parse(ran.out)).toMatchObject({ sources: 2, products: rows.length, replaced: 1 });
    expect(rows.find(({ source, productId }) => source === 'shop' && productId === 'a')?.title).toBe('Other A');
    expect((await catalog('verify', file('all.zip'))).code).toBe(0);
  });
});
