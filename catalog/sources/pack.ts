import { isWebAddress } from '../../lib/store/pack-format';
import { unzip } from '../../lib/store/unzip';
import { type CatalogSource, type Found, SourceError } from '../source';
import { isObject, type Json, rowOf, textIn } from './json';

function foundOf(line: string, number: number): Found {
  const where = `product ${number}`;
  try {
    const row = JSON.parse(line) as Json;
    if (!isObject(row)) return { where, reason: 'no product' };
    const price = isObject(row.price) ? row.price : {};
    const [id, title, url, image] = [row.productId, row.title, row.url, row.imageUrl].map(textIn);
    const own = { product_id: id ?? '', product_url: url ?? '', image_url: image ?? '', title: title ?? '' };
    // A thumbnail inside of a pack is too small to look at again.
    if (!isWebAddress(own.image_url)) return { where, reason: 'its picture is only inside of the catalogue file' };
    const amount = { price: textIn(price.amount), currency: textIn(price.currency) };
    const availability = row.inStock === false ? 'out_of_stock' : 'in_stock';
    return { where, raw: { ...rowOf(row), ...own, description: own.title, ...amount, availability } };
  } catch {
    return { where, reason: 'damaged JSON' };
  }
}

/**
 * The products of a pack as a source, to look at their pictures again (another embedder, a merge by hand). Importing a
 * finished pack needs none of this: `readPack` keeps its embeddings.
 */
export function packSource(open: (signal?: AbortSignal) => Promise<Blob>): CatalogSource {
  return {
    kind: 'pack',
    products: async function* (signal) {
      const files = await unzip(await open(signal));
      const rows = files.get('products.ndjson');
      if (!rows) throw new SourceError('This file is no catalogue: it holds no products.');
      let number = 0;
      for (const line of new TextDecoder().decode(rows).split('\n')) {
        signal?.throwIfAborted();
        number += 1;
        if (line.trim() !== '') yield foundOf(line, number);
      }
    },
  };
}
