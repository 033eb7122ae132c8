import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAnyPack } from '../../../catalog/node/any-pack';
import { catalog } from './run-catalog';
import { html, json, useShop, woo, wooPage } from './sources/test-shop';

const shop = useShop();
const pictures: Record<string, { type: string; body: Uint8Array }> = {};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broken-off-'));
  for (const at of [1, 2, 3]) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect x="${9 * at}" y="9" width="40" height="${20 * at}" fill="hsl(${99 * at} 70% 45%)"/></svg>`;
    const body = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer();
    pictures[`/${at}.png`] = { type: 'image/png', body: new Uint8Array(body) };
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const page = (...ids: number[]) => json(ids.map((id) => woo(id, { images: [{ src: `${shop.origin}/${id}.png` }] })));
const failing = { status: 403, type: 'text/plain', body: '' };

function routes(...pages: ReturnType<typeof page>[]): void {
  const listed = Object.fromEntries(pages.map((one, at) => [wooPage(at + 1), one]));
  shop.routes = { '/': html('woocommerce'), ...pictures, ...listed };
}

const idsIn = async (out: string) =>
  (await openAnyPack(out)).rows.flatMap(({ productId, inStock }) => (inStock ? [productId] : []));

it('a new pack of a list that breaks off holds what came before; a refresh adds to it, a build takes nothing away', async () => {
  const out = join(folder, 'shop.zip');
  const broke = `The list broke off: ${new URL(shop.origin).host} answers 403. What came before is in ${out}`;
  routes(page(1), failing);
  const built = await catalog('build', shop.origin, '--out', out, '--crop', 'content', '--json');
  expect(built).toMatchObject({ code: 1, err: expect.stringContaining(broke) });
  expect(JSON.parse(built.out)).toMatchObject({ products: 1, broken: expect.stringContaining('answers 403.') });
  expect(await idsIn(out)).toEqual(['1']);

  routes(page(2), page(3), failing);
  expect(await catalog('refresh', out)).toMatchObject({ code: 1, err: expect.stringContaining(broke) });
  expect(await idsIn(out)).toEqual(['1', '2', '3']);

  const before = await readFile(out);
  routes(page(1), failing);
  const again = await catalog('build', shop.origin, '--out', out, '--crop', 'content');
  expect(again).toMatchObject({ code: 1, out: '', err: expect.not.stringContaining('What came before') });
  expect(await readFile(out)).toEqual(before);
});
