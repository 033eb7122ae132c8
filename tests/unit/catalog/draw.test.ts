import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { drawProduct } from '../../../catalog/draw/product.ts';
import { pixels } from '../../../catalog/draw/raster.ts';
import { type Box, drawScene, renderScene } from '../../../catalog/draw/scene.ts';
import { STARTER } from '../../../catalog/draw/starter.ts';
import { GARMENT_CATEGORIES } from '../../../lib/types.ts';

const SIZE = { width: 360, height: 520 };
const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1);

describe('the command', () => {
  it.each(['--count', '--seed'])('refuses %s that is no number, in a sentence', (option) => {
    const args = ['--import', 'tsx', 'catalog/draw/cli.ts', 'people', '--out', join(tmpdir(), 'never-drawn')];
    const { status, stderr } = spawnSync(process.execPath, [...args, option, '1x'], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: option '.*' argument '1x' is invalid\. Give a number from \d+ to \d+\.\n$/);
  });
});

describe('starter catalogue', () => {
  it('has about 240 products with ids of their own', () => {
    expect(Math.abs(STARTER.length - 240)).toBeLessThanOrEqual(10);
    expect(new Set(STARTER.map((p) => p.id)).size).toBe(STARTER.length);
  });

  it('knows category and gender of every product, and dresses women and men from every category', () => {
    for (const p of STARTER) {
      expect(GARMENT_CATEGORIES).toContain(p.category);
      expect(['women', 'men', 'unisex']).toContain(p.gender);
      expect(p.title).not.toMatch(/undefined|null|\s{2}/);
    }
    for (const gender of ['women', 'men']) {
      const found = new Set(STARTER.filter((p) => p.gender === gender || p.gender === 'unisex').map((p) => p.category));
      expect(GARMENT_CATEGORIES.filter((c) => !found.has(c))).toEqual(gender === 'women' ? [] : ['dress']);
    }
  });

  it('is the table in the package', () => {
    const rows: Record<string, string>[] = parse(readFileSync('public/catalog/starter/products.csv'), {
      columns: true,
    });
    expect(rows.map((r) => r.product_id)).toEqual(STARTER.map((p) => p.id));
    for (const row of rows) {
      expect(row.product_url).toMatch(/^https:\/\/sample-boutique\.example\//);
      const picture = readFileSync(`public/catalog/starter/${row.image_url}`);
      expect(picture.subarray(8, 12).toString()).toBe('WEBP');
    }
  });

  it('draws every product inside a white picture', async () => {
    for (const p of STARTER.filter((_, i) => i % 12 === 0)) {
      const { data, width, height } = await pixels(drawProduct(p, 96));
      let ink = 0;
      let rim = 0;
      for (let i = 0; i < width * height; i++) {
        if (Math.min(data[i * 3] ?? 0, data[i * 3 + 1] ?? 0, data[i * 3 + 2] ?? 0) > 246) continue;
        ink++;
        const x = i % width;
        const y = Math.floor(i / width);
        if (x === 0 || y === 0 || x === width - 1 || y === height - 1) rim++;
      }
      expect(ink, p.id).toBeGreaterThan(width * height * 0.02);
      expect(rim, p.id).toBe(0);
    }
  });
});

describe('drawScene', () => {
  it('draws the same picture for the same seed and another for another', () => {
    const one = drawScene({ seed: 5, ...SIZE });
    expect(drawScene({ seed: 5, ...SIZE })).toEqual(one);
    expect(drawScene({ seed: 6, ...SIZE }).svg).not.toBe(one.svg);
  });

  it('keeps every box inside the picture and names a product of its category and of the wearer', () => {
    for (const seed of SEEDS) {
      const scene = drawScene({ seed, ...SIZE });
      expect(scene.persons.length).toBeGreaterThan(0);
      for (const { box } of [...scene.persons, ...scene.boxes]) {
        expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(box.x + box.width, box.y + box.height)).toBeLessThanOrEqual(1 + 1e-9);
        expect(Math.min(box.width, box.height)).toBeGreaterThan(0);
      }
      for (const b of scene.boxes) {
        const product = STARTER.find((p) => p.id === b.productId);
        expect(product?.category).toBe(b.category);
        expect(['unisex', scene.persons[b.person]?.gender]).toContain(product?.gender);
      }
    }
  });

  it('obeys people, framing and gender', () => {
    const scene = drawScene({ seed: 3, ...SIZE, people: 3, framing: 'full', gender: 'men' });
    expect(scene.persons.map((p) => [p.gender, p.framing])).toEqual(Array(3).fill(['men', 'full']));
  });

  it('renders a JPEG of the size asked for', async () => {
    const bytes = await renderScene(drawScene({ seed: 2, width: 200, height: 300 }));
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  });
});

/** Box around the pixels in which two pictures differ visibly. */
async function changed(a: string, b: string): Promise<Box> {
  const [p, q] = [await pixels(a), await pixels(b)];
  let [x0, y0, x1, y1] = [p.width, p.height, 0, 0];
  for (let i = 0; i < p.width * p.height; i++) {
    const far = [0, 1, 2].some((c) => Math.abs((p.data[i * 3 + c] ?? 0) - (q.data[i * 3 + c] ?? 0)) > 24);
    if (!far) continue;
    const x = i % p.width;
    const y = Math.floor(i / p.width);
    [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x + 1), Math.max(y1, y + 1)];
  }
  return { x: x0 / p.width, y: y0 / p.height, width: (x1 - x0) / p.width, height: (y1 - y0) / p.height };
}

describe('boxes and pixels', () => {
  for (const category of ['topwear', 'outerwear', 'bottomwear', 'eyewear', 'headwear'] as const) {
    it(`the box of ${category} is where the picture changes without it`, async () => {
      let checked = 0;
      for (let seed = 1; seed < 60 && checked < 3; seed++) {
        const options = { seed, ...SIZE, people: 1, framing: 'full', backdrop: 'studio' } as const;
        const scene = drawScene(options);
        const found = scene.boxes.find((b) => b.category === category && b.visible > 0.5);
        if (!found) continue;
        checked++;
        const real = await changed(scene.svg, drawScene({ ...options, omit: [category] }).svg);
        const near = (a: number, b: number, what: string) =>
          expect(Math.abs(a - b), `seed ${seed} ${what}`).toBeLessThanOrEqual(0.02);
        near(found.box.x, real.x, 'left');
        near(found.box.y, real.y, 'top');
        near(found.box.x + found.box.width, real.x + real.width, 'right');
        near(found.box.y + found.box.height, real.y + real.height, 'bottom');
      }
      expect(checked).toBe(3);
    }, 30_000);
  }
});
