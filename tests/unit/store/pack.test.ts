import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { type Pack, sha256 } from '../../../lib/store/pack-format';
import { readPack } from '../../../lib/store/pack-read';
import { writePack } from '../../../lib/store/pack-write';
import { unzip } from '../../../lib/store/unzip';
import { EMBEDDER, samplePack } from './sample-pack';

const pack = samplePack('shop', 40);
const refused = (sentence: RegExp) => ({ name: 'PackInvalid', message: expect.stringMatching(sentence) });

/** The archive with one file replaced and, unless `stale`, its checksum in the manifest corrected. */
async function with_(name: string, change: (bytes: Uint8Array) => Uint8Array, stale = false): Promise<Blob> {
  const files = await unzip(await writePack(pack));
  const changed = new Uint8Array(change(files.get(name) ?? new Uint8Array()));
  files.set(name, changed);
  if (name !== 'manifest.json' && !stale) {
    const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
    manifest.entries[name] = { bytes: changed.length, sha256: await sha256(changed) };
    files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  }
  const writer = new ZipWriter(new BlobWriter());
  for (const [entry, bytes] of files) await writer.add(entry, new Uint8ArrayReader(bytes));
  return writer.close();
}

/** The archive with other sizes in its directory (APPNOTE 4.3.12) than its files have. */
async function claiming(archive: Blob, { packed, unpacked }: { packed: number; unpacked: number }): Promise<Blob> {
  const view = new DataView(await archive.arrayBuffer());
  for (let at = 0; at + 46 < view.byteLength; at += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    view.setUint32(at + 20, packed, true);
    view.setUint32(at + 24, unpacked, true);
  }
  return new Blob([view.buffer]);
}

const edit = (from: string | RegExp, to: string) => (bytes: Uint8Array) =>
  new TextEncoder().encode(new TextDecoder().decode(bytes).replace(from, to));

describe('a pack', () => {
  it('comes back as it was written', async () => {
    const graphs = new Map([['dress', new Uint8Array([1, 2, 3])]]);
    const back: Pack = await readPack(await writePack({ ...pack, graphs }), EMBEDDER);
    expect(back.rows).toEqual(pack.rows);
    expect(back.sources).toEqual(pack.sources);
    expect(back.graphs.get('dress')).toEqual(new Uint8Array([1, 2, 3]));
    const off = back.embeddings.map((x, i) => Math.abs(x - (pack.embeddings[i] ?? 0)));
    expect(Math.max(...off)).toBeLessThan(5e-4);
  });

  it('is refused when truncated or no zip at all', async () => {
    const whole = await writePack(pack);
    for (const part of [
      whole.slice(0, whole.size >> 1),
      whole.slice(0, whole.size - 10),
      new Blob(['hello']),
      new Blob([]),
    ]) {
      await expect(readPack(part, EMBEDDER)).rejects.toMatchObject(refused(/complete catalogue file/));
    }
  });

  it('is refused when a checksum does not match', async () => {
    const changed = await with_('products.ndjson', edit('product 3', 'product X'), true);
    await expect(readPack(changed, EMBEDDER)).rejects.toMatchObject(refused(/damaged/));
  });

  it("is refused with another embedder's vectors", async () => {
    await expect(readPack(await writePack(pack), 'embedder@2.0.0')).rejects.toMatchObject(refused(/embedder@2.0.0/));
  });

  it('is refused with a script as address, an unknown source or a repeated product', async () => {
    for (const [from, to] of [
      ['https://shop.example/shop/5"', 'javascript:alert(1)"'],
      ['https://shop.example/shop/5.jpg', '/../etc/passwd'],
      ['"source":"shop"', '"source":"other"'],
      ['"productId":"p1"', '"productId":"p2"'],
      ['"category":"dress"', '"category":"person"'],
    ] as const) {
      const changed = await with_('products.ndjson', edit(from, to));
      await expect(readPack(changed, EMBEDDER), to).rejects.toMatchObject(refused(/Product \d+ .* not valid/));
    }
  });

  it('is refused with vectors of a wrong shape, NaN or another length', async () => {
    const nan = (bytes: Uint8Array) => bytes.with(bytes.length - 1, 0x7e).with(bytes.length - 2, 1);
    const big = (bytes: Uint8Array) => bytes.with(bytes.length - 1, 0x44);
    for (const change of [edit('(40, 128)', '(20, 256)'), nan, big, (bytes: Uint8Array) => bytes.slice(0, -256)]) {
      const changed = await with_('embeddings.npy', change);
      await expect(readPack(changed, EMBEDDER)).rejects.toMatchObject(refused(/part of .* damaged/));
    }
  });

  it('is refused when it is a bomb', async () => {
    const writer = new ZipWriter(new BlobWriter());
    await writer.add('manifest.json', new TextReader(' '.repeat(20_000_000)));
    await expect(readPack(await writer.close(), EMBEDDER)).rejects.toMatchObject(refused(/unpacks to far more/));
    const crowd = new ZipWriter(new BlobWriter());
    for (let i = 0; i < 20; i += 1) await crowd.add(`${i}.txt`, new TextReader('x'));
    await expect(readPack(await crowd.close(), EMBEDDER)).rejects.toMatchObject(refused(/more than a catalogue/));
  });

  it('is refused when all its files together are a bomb', async () => {
    const many = new ZipWriter(new BlobWriter());
    for (let i = 0; i < 12; i += 1) await many.add(`${i}.txt`, new TextReader('x'));
    const large = await claiming(await many.close(), { packed: 1_000_000, unpacked: 90_000_000 });
    await expect(readPack(large, EMBEDDER)).rejects.toMatchObject(refused(/unpacks to far more/));
  });

  it('is refused with a file that its manifest does not name', async () => {
    const changed = await with_('more.txt', () => new TextEncoder().encode('more'), true);
    await expect(readPack(changed, EMBEDDER)).rejects.toMatchObject(refused(/damaged/));
  });

  it('is refused with another number of products than its manifest states', async () => {
    const changed = await with_('manifest.json', edit('"products": 40', '"products": 41'));
    await expect(readPack(changed, EMBEDDER)).rejects.toMatchObject(refused(/damaged/));
  });

  it('is refused when a byte changed in what has no checksum of ours', async () => {
    const writer = new ZipWriter(new BlobWriter());
    await writer.add('looks.json', new TextReader('{"look":"mine"}'), { level: 0 });
    const bytes = new Uint8Array(await (await writer.close()).arrayBuffer());
    const at = new TextDecoder('latin1').decode(bytes).indexOf('mine');
    await expect(unzip(new Blob([bytes.with(at, 0x21)]))).rejects.toMatchObject(refused(/complete catalogue file/));
    expect([...(await unzip(new Blob([bytes]))).keys()]).toEqual(['looks.json']);
  });

  it('is refused with a manifest of another format', async () => {
    const changed = await with_('manifest.json', edit('"format": 1', '"format": 2'));
    await expect(readPack(changed, EMBEDDER)).rejects.toMatchObject(refused(/another version/));
  });
});
