import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAnyPack } from '../../../catalog/node/any-pack';
import { STARTER } from '../../../catalog/node/places';
import { catalog } from './run-catalog';

let folder: string;
const file = (name: string) => join(folder, name);
const LONG = 'n'.repeat(230);
const build = (out: string, ...more: string[]) =>
  catalog('build', file(`${LONG}.csv`), '--out', file(out), '--crop', 'content', '--threads', '1', ...more);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'options-'));
  await mkdir(file('a b'));
  const svg = (hue: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect x="20" y="${hue / 9}" width="50" height="50" fill="hsl(${hue} 70% 45%)"/></svg>`;
  for (const [at, name] of ['1.png', 'a b/2.png'].entries()) {
    await sharp(Buffer.from(svg(120 * at + 30))).flatten({ background: '#fff' }).png().toFile(file(name)); // biome-ignore format: one thought
  }
  const rows = ['1.png', 'a b/2.png'].map((image, i) => `${i},https://shop.example/${i},./${image},Linen shirt ${i},topwear`); // biome-ignore format: one thought
  await writeFile(file(`${LONG}.csv`), ['product_id,product_url,image_url,description,category', ...rows].join('\n'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('options of build', () => {
  it.each([
    ['--shop', '--shop='],
    ['--shop', `--shop=${'n'.repeat(201)}`],
    ['--pictures-url', '--pictures-url=pictures/'],
    ['--pictures-url', '--pictures-url=javascript:alert(1)//'],
  ])('%s refuses what no pack can hold', async (option, given) => {
    const ran = await build('never.zip', given);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain(option);
    expect(existsSync(file('never.zip'))).toBe(false);
  });

  it('write a pack that can be read, whatever the file is called', async () => {
    expect(await build('long.zip')).toMatchObject({ code: 0 });
    const { sources, rows } = await openAnyPack(file('long.zip'));
    expect(sources[0]?.shop).toBe('n'.repeat(200));
    expect(rows).toHaveLength(2);
  });

  it('leave out a picture that has no address in the package', async () => {
    const ran = await build('packaged.zip', '--pictures-url', '/catalog/starter/', '--json');
    expect(JSON.parse(ran.out), ran.err).toMatchObject({ products: 1, rejected: 1 });
    const { rows } = await openAnyPack(file('packaged.zip'));
    expect(rows.map(({ imageUrl }) => imageUrl)).toEqual(['/catalog/starter/1.png']);
  });
});

describe('standard output', () => {
  it.runIf(process.platform === 'linux')('that is full is a failure', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, ['--import', 'tsx', 'catalog/cli.ts', 'stats', STARTER, '--json'], {
      stdio: ['ignore', full, 'pipe'],
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(1);
  });
});
