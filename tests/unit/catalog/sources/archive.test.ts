import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { BlobReader, BlobWriter, TextReader, Uint8ArrayReader, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { STARTER } from '../../../../catalog/node/places';
import { openFile } from '../../../../catalog/sources/open';
import { probeShop } from '../../../../catalog/sources/probe';
import { unzip } from '../../../../lib/store/unzip';
import { drain, streamOf } from './found';
import { HEADER, row } from './rows';
import { dress, fetcher, ld, useShop } from './test-shop';

type Files = readonly (readonly [name: string, content: string | Uint8Array])[];

const shop = useShop();
const TABLE = [HEADER, row(1), row(2)].join('\r\n');
const FEED = `<?xml version="1.0"?><rss><channel><item><id>7</id><title>Dress</title><link>https://s.example/7</link>
<image_link>https://s.example/7.jpg</image_link></item></channel></rss>`;

async function zipOf(files: Files, options: { password?: string; level?: number } = {}): Promise<Uint8Array> {
  const zip = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  for (const [name, content] of files) {
    const reader = typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content);
    if (name.endsWith('/')) await zip.add(name, undefined, { directory: true });
    else await zip.add(name, reader);
  }
  return new Uint8Array(await (await zip.close()).arrayBuffer());
}

/** Reads an archive as a file, in parts of `size` bytes. */
async function read(bytes: Uint8Array, size = 997) {
  const source = await openFile(() => streamOf(bytes, size)).catch((error: Error) => error);
  if (source instanceof Error) return { ids: [], kind: undefined, error: source.message };
  const { raws, error } = await drain(source);
  return { ids: raws.map(({ product_id }) => product_id), kind: source.kind, error };
}

describe('a feed in a zip archive', () => {
  it.each<[string, Files, string, string[]]>([
    ['a table', [['datafeed_12345.csv', TABLE]], 'csv', ['1', '2']],
    ['XML in a folder', [['out/', ''], ['out/products.xml', FEED]], 'google', ['7']], // biome-ignore format: one thought
    ['a table packed again', [['feed.csv.gz', gzipSync(TABLE)]], 'csv', ['1', '2']],
    ['a table without an ending', [['datafeed', TABLE]], 'csv', ['1', '2']],
    ['a table beside what else there is', [['README.txt', 'Hello'], ['LICENSE-2.0.txt', 'x'], ['feed.txt', TABLE], ['logo.png', 'x'], ['__MACOSX/._feed.txt', 'x'], ['.DS_Store', 'x']], 'csv', ['1', '2']], // biome-ignore format: one thought
    ['a table of a shop that is called like what stands beside', [['terms/legally.csv', TABLE], ['terms.txt', 'x']], 'csv', ['1', '2']], // biome-ignore format: one thought
  ])('may be %s', async (_, files, kind, ids) => {
    const bytes = await zipOf(files);
    for (const size of [3, 997, 1_000_000]) expect(await read(bytes, size)).toEqual({ ids, kind, error: undefined });
    expect(await read(await zipOf(files, { level: 0 }))).toMatchObject({ ids, error: undefined });
  });

  it('is read by its address, whatever its server calls it', async () => {
    shop.routes = { '/feed': { type: 'application/octet-stream', body: await zipOf([['feed.csv', TABLE]]) } };
    const before = shop.requests.length;
    const { spec, sample } = await probeShop(`${shop.origin}/feed`, fetcher);
    // It comes whole, so it is asked for once.
    expect(shop.requests.length - before).toBe(1);
    expect(spec).toEqual({ kind: 'csv', address: `${shop.origin}/feed` });
    expect(sample).toHaveLength(2);
    const { raws } = await drain(shop.open('csv', '/feed'));
    expect(raws.map(({ product_id }) => product_id)).toEqual(['1', '2']);
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['empty', () => zipOf([]), 'This zip file holds no product feed.'],
    ['of pictures', () => zipOf([['a.jpg', 'x'], ['b.pdf', 'x']]), 'This zip file holds no product feed.'], // biome-ignore format: one thought
    [
      'of two feeds',
      () => zipOf([['women.csv', TABLE], ['men.csv', TABLE]]), // biome-ignore format: one thought
      'This zip file holds several feeds: women.csv, men.csv. Take one of them out of it.',
    ],
    [
      'of feeds whose names would write on a terminal',
      () => zipOf([['\u001b[2Jwomen.csv', TABLE], ['men\n\u202e.csv', TABLE]]), // biome-ignore format: one thought
      'This zip file holds several feeds: [2Jwomen.csv, men.csv. Take one of them out of it.',
    ],
    [
      'with a password',
      () => zipOf([['feed.csv', TABLE]], { password: 'secret' }),
      'This zip file has a password, so it cannot be read.',
    ],
    [
      'cut',
      async () => (await zipOf([['feed.csv', TABLE]])).slice(0, -30),
      'This zip file is damaged, or packed in a way that cannot be read.',
    ],
    [
      'a bomb',
      () => zipOf([['feed.csv', '0'.repeat(30_000_000)]]),
      'This zip file unpacks to far more than it should, so it was not opened.',
    ],
  ])('that is %s is refused in a sentence', async (_, make, sentence) => {
    expect(await read(await make())).toEqual({ ids: [], kind: undefined, error: sentence });
    shop.routes = { '/feed.zip': { type: 'application/zip', body: await make() } };
    await expect(probeShop(`${shop.origin}/feed.zip`, fetcher)).rejects.toThrow(sentence);
  });

  it('that states less than it holds, or another checksum, ends there', async () => {
    const bytes = await zipOf([['feed.csv', [HEADER, ...Array.from({ length: 2_000 }, (_, i) => row(i))].join('\n')]]);
    const central = Buffer.from(bytes).lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    const [less, other] = [Uint8Array.from(bytes), Uint8Array.from(bytes)];
    new DataView(less.buffer).setUint32(central + 24, 50_000, true);
    new DataView(other.buffer).setUint32(central + 16, 1, true);
    for (const wrong of [less, other]) {
      const { ids, error } = await read(wrong);
      expect(error).toMatch(/far more than it should|ended in the middle|is damaged/);
      expect(ids.length).toBeLessThan(2_001);
    }
  });
});

it('stays closed where a page is asked for', async () => {
  const { origin } = shop;
  const bytes = await zipOf([['page.txt', ld(dress)]]);
  shop.routes = { '/map.xml': { type: 'text/xml', body: `<urlset><url><loc>${origin}/a</loc></url></urlset>` }, '/a': { type: 'text/html', body: bytes } }; // biome-ignore format: one thought
  expect((await drain(shop.open('json-ld', '/map.xml'))).raws).toEqual([]);
});

describe('a pack', () => {
  it('stays one whatever the order of its files, and tells its own faults', async () => {
    const starter = new Uint8Array(await readFile(STARTER));
    const files = [...(await unzip(new Blob([starter])))];
    const [first] = await new ZipReader(new BlobReader(new Blob([starter]))).getEntries();
    expect(first?.filename).toBe('manifest.json');
    const turned = await zipOf(files.toReversed(), { level: 0 });
    const beside = await zipOf([['README.md', 'Hello'], ['more.csv', TABLE], ...files], { level: 0 });
    for (const bytes of [starter, turned, beside]) expect((await read(bytes, 500_000)).kind).toBe('pack');
    for (const bytes of [starter, turned]) {
      const cut = bytes.subarray(0, bytes.length / 2);
      expect(await read(cut, 500_000)).toMatchObject({ kind: 'pack', error: expect.stringContaining('not a complete catalogue file') }); // biome-ignore format: one thought
    }
    const hollow = await zipOf(files.filter(([name]) => name !== 'products.ndjson'));
    expect((await read(hollow, 500_000)).error).toContain('holds no products');
    const far = { productId: '1', title: 'Dress', url: 'https://s.example/1', imageUrl: 'https://s.example/1.jpg' };
    const small = await zipOf([['README.md', 'Hello'], ['products.ndjson', JSON.stringify(far)]]); // biome-ignore format: one thought
    shop.routes = { '/pack.zip': { type: 'application/zip', body: small } };
    expect((await probeShop(`${shop.origin}/pack.zip`, fetcher)).spec.kind).toBe('pack');
  });

  it('is no table whose first column is called PK', async () => {
    const table = `PK,${HEADER}\n9,${row(1)}\n`;
    expect(await read(Buffer.from(table))).toEqual({ ids: ['1'], kind: 'csv', error: undefined });
  });
});
