import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAnyPack } from '../../../catalog/node/any-pack';
import { type LoopbackServer, serve } from '../../browser/servers';
import { catalog } from './run-catalog';

let folder: string;
let shop: LoopbackServer;
let router: LoopbackServer;
let asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'private-'));
  const picture = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#a33' } }).png().toBuffer(); // biome-ignore format: one thought
  router = await serve((path) => {
    asked.push(path);
    return { body: picture, type: 'image/png' };
  });
  shop = await serve((path) => {
    if (path === '/moved.png') return { status: 302, headers: { location: `${router.origin}/moved` }, body: '', type: 'text/plain' }; // biome-ignore format: one thought
    if (path !== '/feed.csv') return { body: picture, type: 'image/png' };
    const row = (id: string, image: string) => `${id},https://shop.example/${id},${image},Linen shirt ${id},topwear`;
    const rows = [row('own', '/own.png'), row('moved', '/moved.png'), row('router', `${router.origin}/reboot`)];
    const table = ['product_id,product_url,image_url,description,category', ...rows].join('\n');
    return { body: table.replaceAll(',/', `,${shop.origin}/`), type: 'text/csv' };
  });
});
afterAll(async () => {
  await shop.close();
  await router.close();
  await rm(folder, { recursive: true, force: true });
});

it('asks of a private network only the host that was typed', async () => {
  asked = [];
  const out = join(folder, 'shop.zip');
  const ran = await catalog('build', `${shop.origin}/feed.csv`, '--out', out, '--crop', 'content', '--threads', '1');
  expect(ran, ran.err).toMatchObject({ code: 0 });
  expect((await openAnyPack(out)).rows.map(({ productId }) => productId)).toEqual(['own']);
  expect(asked).not.toContain('/reboot');
});
