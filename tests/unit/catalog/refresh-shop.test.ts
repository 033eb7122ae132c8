import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAnyPack } from '../../../catalog/node/any-pack';
import { catalog } from './run-catalog';
import { dress, html, json, ld, shirt, shirtPage, useShop } from './sources/test-shop';

const shop = useShop();
let folder: string;
let out: string;

async function picture(at: number) {
  const shape = `<rect x="20" y="${10 + 12 * at}" width="${50 + 20 * at}" height="80" fill="hsl(${90 * at} 70% 45%)"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160">${shape}</svg>`;
  const body = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer();
  return { type: 'image/png', body: new Uint8Array(body) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refresh-'));
  out = join(folder, 'shop.zip');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('asks a shop in the language in which it was built, also on a day when that is out of order', async () => {
  const pictures = { '/1.png': await picture(1), '/2.png': await picture(2), '/3.png': await picture(3) };
  const shirts = [1, 2].map((id) => shirt(id, { options: [], images: [{ src: `${shop.origin}/${id}.png` }] }));
  const home = {
    '/': html(`Shopify.shop ${ld({ ...dress, image: '/3.png' })}`),
    '/cart.js': json({ currency: 'EUR' }),
  };
  shop.routes = {
    ...pictures,
    ...home,
    [shirtPage(1)]: json({ products: shirts }),
    [shirtPage(2)]: json({ products: [] }),
  };
  const built = await catalog('build', shop.origin, '--out', out, '--crop', 'content', '--json');
  expect(JSON.parse(built.out || built.err)).toMatchObject({ products: 2 });
  const before = await readFile(out);

  shop.routes = { ...pictures, ...home };
  const host = new URL(shop.origin).host;
  expect(await catalog('refresh', out)).toMatchObject({
    code: 1,
    err: expect.stringContaining(`${host} answers 404.`),
  });
  expect(await readFile(out)).toEqual(before);

  // A pack from before that was noted finds it out once.
  shop.routes = { ...shop.routes, [shirtPage(1)]: json({ products: shirts }), [shirtPage(2)]: json({ products: [] }) };
  const state = join(folder, 'shop.state.ndjson');
  const [first = '', ...lines] = (await readFile(state, 'utf8')).split('\n');
  const { spec, ...older } = JSON.parse(first);
  await writeFile(state, [JSON.stringify(older), ...lines].join('\n'));
  expect(await catalog('refresh', out)).toMatchObject({ code: 0 });
  expect(JSON.parse((await readFile(state, 'utf8')).split('\n')[0] ?? '').spec).toEqual(spec);
  expect((await openAnyPack(out)).rows.filter(({ inStock }) => inStock)).toHaveLength(2);
});
