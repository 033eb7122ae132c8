import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withReport, writeWhole } from '../../../catalog/node/files';
import { STARTER } from '../../../catalog/node/places';
import { catalog } from './run-catalog';

const TABLE = 'product_id,product_url,image_url,description\n1,https://shop.example/1,1.png,Linen shirt\n';
let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  await mkdir(file('folder'));
  await writeFile(file('table.csv'), TABLE);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a file that cannot be opened', () => {
  it.each([
    ['build', 'none', ['--out', 'shop.zip'], /There is no file .*none\./],
    ['build', 'folder', ['--out', 'shop.zip'], /folder is a folder, not a file\./],
    ['stats', 'none', [], /There is no file .*none\./],
    ['stats', 'folder', [], /folder is a folder, not a file\./],
    ['refresh', 'no folder/none', [], /There is no file .*none\./],
    ['merge', 'none', ['--out', 'all.zip'], /There is no file .*none\./],
  ])('%s %s is told in a sentence', async (command, input, more, sentence) => {
    const ran = await catalog(command, file(input), ...more.map((one) => (one.endsWith('.zip') ? file(one) : one)));
    expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringMatching(sentence) });
    expect(existsSync(file('no folder'))).toBe(false);
  });
});

it('merge names the pack that cannot be read', async () => {
  await writeFile(file('half.zip'), (await readFile(STARTER)).subarray(0, 5_000));
  const ran = await catalog('merge', STARTER, file('half.zip'), '--out', file('all.zip'));
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toBe(
    `${file('half.zip')}: This file is not a complete catalogue file. Download or export it again.\n`,
  );
});

describe('a place where nothing can be written', () => {
  it.each([
    ['build', 'table.csv', '--out'],
    ['stats', STARTER, '--html'],
    ['merge', STARTER, '--out'],
  ])('%s says so before it begins', async (command, input, option) => {
    const ran = await catalog(command, input.startsWith('/') ? input : file(input), option, file('folder'));
    expect(ran).toEqual({ code: 1, out: '', err: `${file('folder')} is a folder, not a file.\n` });
    expect(existsSync(file('folder.tmp'))).toBe(false);
  });

  it.each([
    ['build', 'table.csv', '--out', './table.csv'],
    ['stats', 'pack.zip', '--html', 'linked.html'],
    ['crawl', 'table.csv', '--out', 'table.csv'],
  ])('%s is no file that it reads', async (command, input, option, out) => {
    await copyFile(STARTER, file('pack.zip'));
    await rm(file('linked.html'), { force: true });
    await link(file('pack.zip'), file('linked.html'));
    const before = await readFile(file(input));
    const reads = command === 'crawl' ? ['--site', 'json-ld', '--terms', file(input)] : [file(input)];
    const ran = await catalog(command, ...reads, option, file(out));
    const err = `${file(input)} would be overwritten by what is made of it. Name another file.\n`;
    expect(ran).toEqual({ code: 1, out: '', err });
    expect(await readFile(file(input))).toEqual(before);
  });

  it('needs a name', async () => {
    const ran = await catalog('build', file('table.csv'), '--out', '');
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Name a file.') });
  });

  it('keeps no half of a file', async () => {
    await mkdir(file('target'));
    await expect(writeWhole(file('target'), 'new')).rejects.toThrow('EISDIR');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a build that fails', () => {
  it('leaves the list of an earlier one as it was, and says why elsewhere', async () => {
    await writeFile(file('socks.csv'), TABLE.replace('Linen shirt', 'Wool socks'));
    await writeFile(file('shop.rejected.csv'), 'earlier');
    const ran = await catalog('build', file('socks.csv'), '--out', file('shop.zip'), '--crop', 'content');
    const why = file('shop.zip.partial/rejected.csv');
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining(`No usable product in ${file('socks.csv')}: see ${why}.`) }); // biome-ignore format: one thought
    expect(await readFile(file('shop.rejected.csv'), 'utf8')).toBe('earlier');
    expect(await readFile(why, 'utf8')).toMatch(/^where,product_id,reason,kept\nrow 1,1,.*looked for in pictures/);
  });

  it('has no list of its own beside it, also where it breaks at its end', async () => {
    const lines = [{ where: 'row 2', productId: '2', reason: 'no title' }];
    const breaks = async () => Promise.reject(new Error('no room'));
    await expect(withReport(lines, file('new.zip'), breaks)).rejects.toThrow('no room');
    expect((await readdir(folder)).filter((name) => name.startsWith('new'))).toEqual([]);
    const written = await withReport(lines, file('new.zip'), async () => undefined);
    expect(written).toBe(file('new.rejected.csv'));
    expect(await readFile(file('new.rejected.csv'), 'utf8')).toContain('row 2,2,no title,no');
    // The next build has nothing to list.
    expect(await withReport([], file('new.zip'), async () => undefined)).toBeUndefined();
    expect(existsSync(file('new.rejected.csv'))).toBe(false);
  });
});
