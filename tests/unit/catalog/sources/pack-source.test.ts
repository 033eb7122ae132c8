import { readFile } from 'node:fs/promises';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { STARTER } from '../../../../catalog/node/places';
import { cleanProduct } from '../../../../catalog/schema';
import { openFile } from '../../../../catalog/sources/open';
import { drain, streamOf } from './found';

async function packOf(lines: readonly string[]): Promise<Uint8Array> {
  const zip = new ZipWriter(new BlobWriter());
  await zip.add('products.ndjson', new TextReader(lines.join('\n')));
  return new Uint8Array(await (await zip.close()).arrayBuffer());
}

const product = {
  source: 'shop',
  productId: '1',
  title: 'Wrap dress',
  brand: 'Alder',
  url: 'https://s.example/1',
  imageUrl: 'https://s.example/1.jpg',
  category: 'dress',
  type: 'Dresses',
  gender: 'women',
  price: { amount: '49.95', currency: 'EUR' },
  inStock: false,
};

describe('a pack as a source', () => {
  it('gives its products back as they were, broken lines reported', async () => {
    const inside = { ...product, productId: '2', imageUrl: 'data:image/webp;base64,AA' };
    const bytes = await packOf([JSON.stringify(product), '{"cut', '[]', JSON.stringify(inside)]);
    const { raws, refused, error } = await drain(await openFile(() => streamOf(bytes, 1_000)));
    expect(error).toBeUndefined();
    expect(raws).toHaveLength(1);
    const cleaned = cleanProduct(raws[0] ?? {}, 'shop');
    expect('row' in cleaned && cleaned.row).toEqual({ ...product, imageUrl: '' });
    expect(refused).toEqual([
      'product 2: damaged JSON',
      'product 3: no product',
      'product 4: its picture is only inside of the catalogue file',
    ]);
  });

  it('says in a sentence that an archive is none or damaged', async () => {
    const zip = new ZipWriter(new BlobWriter());
    await zip.add('holiday.jpg', new TextReader('sun'));
    const other = new Uint8Array(await (await zip.close()).arrayBuffer());
    await expect(openFile(() => streamOf(other, 1_000))).rejects.toThrow('holds no product feed');
    const starter = new Uint8Array(await readFile(STARTER));
    const cut = starter.subarray(0, starter.length / 2);
    expect((await drain(await openFile(() => streamOf(cut, 100_000)))).error).toContain(
      'not a complete catalogue file',
    );
  });
});
