import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodePictureReader } from '../../../catalog/node/picture';

const BYTES = Uint8Array.of(1, 2, 3);
let folder: string;
const shop = () => join(folder, 'shop');
const read = (address: string, within?: string) =>
  nodePictureReader(() => Promise.reject(new Error('the web was asked')), { folder: shop(), within })(address);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-'));
  await mkdir(join(shop(), 'mit Ümlaut'), { recursive: true });
  for (const name of ['a.png', 'shop/a.png', 'shop/..b.png', 'shop/mit Ümlaut/c.png']) await writeFile(join(folder, name), BYTES); // biome-ignore format: one thought
  execFileSync('mkfifo', [join(shop(), 'pipe.png')]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('pictures that a table names on this computer', () => {
  it.each(['a.png', './a.png', 'mit Ümlaut/../a.png', 'mit Ümlaut/c.png', '..b.png'])('reads %s', async (path) => {
    expect((await read(path))?.bytes).toEqual(BYTES);
    expect((await read(pathToFileURL(join(shop(), path)).href))?.bytes).toEqual(BYTES);
  });

  it('reads nothing outside of the folder of the table', async () => {
    const outside = ['../a.png', 'mit Ümlaut/../../a.png', join(folder, 'a.png'), '/dev/zero', '..'];
    const addresses = [join(folder, 'a.png'), join(shop(), '../a.png')].map((path) => pathToFileURL(path).href);
    for (const address of [...outside, ...addresses]) {
      await expect(read(address), address).rejects.toThrow('outside of the folder of pictures');
    }
    await expect(read('file:///etc/%2e%2e/etc/hostname')).rejects.toThrow('outside of the folder of pictures');
  });

  it('reads another folder where it was named, by paths from the table', async () => {
    expect((await read('../a.png', folder))?.bytes).toEqual(BYTES);
    expect((await read(pathToFileURL(join(folder, 'a.png')).href, folder))?.bytes).toEqual(BYTES);
    await expect(read('a.png', join(shop(), 'mit Ümlaut'))).rejects.toThrow('outside of the folder of pictures');
  });

  it('reads nothing of this computer for a table from the web', async () => {
    const fromWeb = nodePictureReader(() => Promise.reject(new Error('the web was asked')), { folder: undefined, within: folder }); // biome-ignore format: one thought
    await expect(fromWeb(pathToFileURL(join(folder, 'a.png')).href)).rejects.toThrow('not an http(s) address');
  });

  it('reads no folder and nothing that never ends', async () => {
    await expect(read('.')).rejects.toThrow('no file');
    await expect(read('pipe.png')).rejects.toThrow('no file');
  });
});
