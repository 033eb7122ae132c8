import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from '../../../catalog/csv-write';
import { contentBox } from '../../../catalog/garment-box';
import { createNodeModels } from '../../../catalog/node/engine';
import { readPictureNode } from '../../../catalog/node/pixels';
import { MODELS, STARTER } from '../../../catalog/node/places';
import { PackManifest } from '../../../lib/store/pack-format';
import { readPack } from '../../../lib/store/pack-read';
import { unzip } from '../../../lib/store/unzip';

const COLUMNS = ['product_id', 'product_url', 'image_url', 'description', 'brand', 'gender', 'category', 'type'];
const ROWS = 48;
let folder: string;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line; `stop` ends it with that signal as soon as the checkpoint holds a batch. */
function catalog(args: readonly string[], stop?: { signal: NodeJS.Signals; checkpoint: string }): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'catalog/cli.ts', ...args, '--threads', '1']);
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    const watch = setInterval(() => {
      // Once: a second signal ends the program at once.
      if (stop && existsSync(stop.checkpoint) && child.kill(stop.signal)) clearInterval(watch);
    }, 5);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      resolve({ code, out, err });
    });
  });
}

async function picture(name: string, hue: number): Promise<void> {
  const shape = `<rect x="60" y="40" width="120" height="150" rx="${hue % 40}" fill="hsl(${hue} 70% ${35 + (hue % 3) * 15}%)"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240">${shape}</svg>`;
  await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toFile(join(folder, name));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalog-'));
  for (let i = 0; i < ROWS; i += 1) await picture(`${i}.png`, 7 * i);
  await writeFile(join(folder, 'broken.jpg'), 'no picture');
  const rows = Array.from({ length: ROWS }, (_, i) => [
    `p${i}`,
    `https://shop.example/${i}`,
    `${i}.png`,
    `Thing ${i}`,
    'Alder',
    'women',
    'Topwear',
    'Shirts', // biome-ignore format: one row
  ]);
  const bad = [
    ['p1', 'https://shop.example/again', '1.png', 'Again', '', '', 'Topwear', ''],
    ['q', 'https://shop.example/q', 'broken.jpg', 'Broken', '', '', 'Topwear', ''],
    ['r', 'https://shop.example/r', 'ftp://x/y.jpg', 'Far', '', '', 'Topwear', ''],
  ];
  await writeFile(join(folder, 'table.csv'), stringify([COLUMNS, ...rows, ...bad]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const build = (out: string) => ['build', join(folder, 'table.csv'), '--out', join(folder, out), '--crop', 'content'];

describe('catalog build and search', () => {
  it('builds the same pack whether or not it was interrupted', async () => {
    const whole = await catalog(build('whole.zip'));
    expect(whole, whole.err).toMatchObject({ code: 0, out: '' });
    const listed = await readFile(join(folder, 'whole.rejected.csv'), 'utf8');
    expect(listed.split('\n').slice(1, 4)).toEqual([
      expect.stringMatching(/^row 49,p1,repeated product_id/),
      expect.stringMatching(/^row 50,q,.*picture cannot be read/),
      expect.stringMatching(/^row 51,r,.*neither a path nor/),
    ]);
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const out = `${signal}.zip`;
      const checkpoint = join(folder, `${out}.partial`, 'rows.ndjson');
      const stopped = await catalog(build(out), { signal, checkpoint });
      expect(stopped.code, stopped.err).toBe(signal === 'SIGINT' ? 130 : null);
      expect(existsSync(join(folder, out))).toBe(false);
      expect((await catalog(build(out))).code).toBe(0);
      expect(await readFile(join(folder, out))).toEqual(await readFile(join(folder, 'whole.zip')));
      expect(existsSync(checkpoint)).toBe(false);
    }
  });

  it('answers every photo with one line and says which it could not read', async () => {
    const photos = ['0.png', 'broken.jpg', 'missing.jpg'].map((name) => join(folder, name));
    const pack = join(folder, 'whole.zip');
    const ran = await catalog(['search', ...photos, '--pack', pack, '--min-score', '0.05', '--top', '3', '--json']);
    const lines = ran.out.trim().split('\n').map((line) => JSON.parse(line)); // biome-ignore format: one thought
    expect(ran.code, ran.err).toBe(1);
    expect(Object.keys(lines[0])).toEqual(['file', 'width', 'height', 'framing', 'persons', 'detections']);
    expect(lines[0]).toMatchObject({ width: 240, height: 240 });
    for (const found of lines[0].detections) {
      expect(Object.keys(found)).toEqual(['category', 'score', 'box', 'person', 'matches']);
    }
    // The engine embeds the 24 surest garments of a picture.
    for (const found of lines[0].detections.slice(0, 24)) {
      expect(found.matches).toHaveLength(found.category === 'topwear' ? 3 : 0);
    }
    expect(lines.slice(1)).toEqual(photos.slice(1).map((file) => ({ file, error: expect.any(String) })));
  });

  it('refuses wrong usage and a missing pack', async () => {
    expect((await catalog(['build'])).code).toBe(2);
    expect((await catalog(['search', 'x.jpg', '--top', 'many'])).code).toBe(2);
    const missing = await catalog(['search', 'x.jpg', '--pack', join(folder, 'none.zip')]);
    expect([missing.code, missing.out]).toEqual([1, '']);
  });
});

describe('the starter pack', () => {
  it('is made with the packaged embedder, all categories, both genders, pictures in the package', async () => {
    const files = await unzip(new Blob([await readFile(STARTER)]));
    const text = (name: string) => new TextDecoder().decode(files.get(name));
    const manifest = v.parse(PackManifest, JSON.parse(text('manifest.json')));
    const embedder = JSON.parse(await readFile(join(MODELS, 'embedder/manifest.json'), 'utf8'));
    expect(manifest.embedder).toBe(`${embedder.name}@${embedder.version}`);
    expect(Object.keys(manifest.categories)).toHaveLength(8);
    expect(manifest.sources).toMatchObject([{ id: 'sample', shop: 'Sample boutique' }]);
    const rows = text('products.ndjson').trim().split('\n').map((line) => JSON.parse(line)); // biome-ignore format: one thought
    expect(new Set(rows.map(({ gender }) => gender))).toContain('men');
    for (const { imageUrl } of rows) expect(existsSync(`public${imageUrl}`), imageUrl).toBe(true);
    // A new embedder under an old version number would pass all of the above.
    const models = createNodeModels(MODELS, 1);
    const row = rows[100];
    const { pixels } = await readPictureNode(await readFile(`public${row.imageUrl}`));
    const [fresh] = await models.embed(pixels, [{ category: row.category, box: contentBox(pixels) }]);
    const pack = await readPack(new Blob([await readFile(STARTER)]), manifest.embedder);
    const stored = pack.embeddings.subarray(100 * 128, 101 * 128);
    expect(stored.reduce((sum, x, i) => sum + x * (fresh?.[i] ?? 0), 0)).toBeGreaterThan(0.99);
    await models.release();
  });
});
