import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAnyPack } from '../../../catalog/node/any-pack';
import { type LoopbackServer, serve } from '../../browser/servers';
import { catalog } from './run-catalog';
import { html, json, shirt, shirtPage } from './sources/test-shop';

const COUNT = 20;
const pictures = new Map<string, Uint8Array>();
let folder: string;
let server: LoopbackServer;
/** Pictures that the server gives before it has enough. */
let left = 0;
/** What its front page is called, and whether its list can be read. */
let [title, isListed] = ['Alder', true];

const shirts = () =>
  Array.from(pictures.keys(), (name, at) =>
    shirt(at + 1, { options: [], images: [{ src: `${server.origin}${name}` }] }),
  );

const draw = async (at: number): Promise<Uint8Array> => {
  const [x, y, hue] = [(at % 7) * 6, Math.floor(at / 7) * 6, (at * 47) % 360];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect x="${x}" y="${y}" width="${30 + (at % 5) * 5}" height="${30 + (at % 3) * 9}" fill="hsl(${hue} 70% 45%)"/></svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer());
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'too-much-'));
  for (let at = 0; at < COUNT; at += 1) pictures.set(`/${at}.png`, await draw(at));
  server = await serve((path) => {
    if (path === '/feed.csv') {
      const rows = Array.from(pictures.keys(), (name, at) => `${at},https://shop.example/${at},${server.origin}${name},Linen shirt ${at},topwear`); // biome-ignore format: one row
      const body = ['product_id,product_url,image_url,description,category', ...rows].join('\n');
      return { type: 'text/csv', body };
    }
    if (path === '/') return html(`<title>${title}</title>Shopify.shop`);
    if (path === shirtPage(1) && isListed) return json({ products: shirts() });
    if (path.startsWith('/products.json') && isListed) return json({ products: [] });
    const body = pictures.get(path);
    if (!body) return undefined;
    left -= 1;
    if (left < 0) return { status: 429, type: 'text/plain', body: '', headers: { 'retry-after': '3600' } };
    return { type: 'image/png', body };
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

it('a build whose pictures are held back keeps what it has, writes no half of a pack, and goes on later', async () => {
  const out = join(folder, 'shop.zip');
  const build = (...more: string[]) =>
    catalog('build', `${server.origin}/feed.csv`, '--out', out, '--crop', 'content', '--json', ...more);
  left = 6;
  const first = await build();
  const host = new URL(server.origin).host;
  expect([first.code, first.out]).toEqual([1, '']);
  expect(first.err).toContain(
    `${host} asks to come back in 60 minutes. What is done is kept: the same command goes on`,
  );
  // Pictures on their way are many, and nobody's leak.
  expect(first.err).not.toContain('Warning');
  expect(existsSync(out)).toBe(false);

  server.requests.length = 0;
  left = COUNT;
  const second = await build();
  expect(JSON.parse(second.out || second.err)).toMatchObject({ products: COUNT, rejected: 0 });
  const asked = server.requests.filter(({ url }) => url.endsWith('.png'));
  expect(asked.length).toBeLessThanOrEqual(COUNT - 6);

  const whole = await readFile(out);
  left = 6;
  expect((await build()).code).toBe(1);
  expect(await readFile(out)).toEqual(whole);
  expect((await openAnyPack(out)).rows).toHaveLength(COUNT);
  const hasty = await build('--hasty');
  expect(JSON.parse(hasty.out || hasty.err)).toMatchObject({ products: 6, rejected: COUNT - 6 });
});

it('goes on with what an address was found to be, also where its front page says something else by then', async () => {
  const out = join(folder, 'found.zip');
  const build = () => catalog('build', server.origin, '--out', out, '--crop', 'content', '--currency', 'EUR', '--json');
  left = 6;
  expect((await build()).code).toBe(1);
  title = 'Just a moment…';
  server.requests.length = 0;
  left = COUNT;
  const second = await build();
  expect(JSON.parse(second.out || second.err)).toMatchObject({ products: COUNT });
  expect(server.requests.filter(({ url }) => url.endsWith('.png')).length).toBeLessThanOrEqual(COUNT - 6);
  expect((await openAnyPack(out)).sources).toEqual([{ id: 'alder', shop: 'Alder' }]);
});
