import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPack } from '../../../catalog/search';
import { DIMENSIONS } from '../../../lib/store/pack-format';
import { writePack } from '../../../lib/store/pack-write';
import { EMBEDDER, samplePack } from '../store/sample-pack';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'search-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('shows a product in many colours once, and as many others as were asked for', async () => {
  const pack = samplePack('shop', 8 * 40, 9);
  const query = samplePack('query', 8, 4).embeddings.slice(0, DIMENSIONS);
  // Every second dress is the same one in another colour, and these are nearest to what is asked for.
  const rows = pack.rows.map((row, at) =>
    at % 16 === 2 ? { ...row, url: `https://shop.example/one?variant=${at}`, title: 'One dress' } : row,
  );
  for (let at = 2; at < rows.length; at += 16) pack.embeddings.set(query, at * DIMENSIONS);
  const file = join(folder, 'shop.zip');
  await writeFile(file, new Uint8Array(await (await writePack({ ...pack, rows })).arrayBuffer()));
  const search = await openPack(file, EMBEDDER);
  const found = await search.search('dress', query, 10);
  expect(found.map(({ product }) => product.title).filter((title) => title === 'One dress')).toHaveLength(1);
  expect([found.length, found[0]?.product.title]).toEqual([10, 'One dress']);
  expect(await search.search('dress', query, 60)).toHaveLength(21);
  expect(await search.search('dress', query, 10, { inStock: true })).toHaveLength(10);
});
