import { describe, expect, it } from 'vitest';
import { findMatches } from '../../../lib/engine/engine';
import type { Match, Product, ProductSearch, SearchFilter } from '../../../lib/types';
import { samplePack } from '../store/sample-pack';

const [row] = samplePack('shop', 1).rows;

/** A shop's products by similarity; `-` marks what is sold out. */
function shopOf(...products: readonly `${'-' | ''}${number}`[]): ProductSearch {
  const all = products.map((one, at): Match => {
    const product = { ...row, id: one, shop: 'Shop', title: `${at}`, inStock: !one.startsWith('-') } as Product;
    return { product, similarity: Math.abs(Number(one)) };
  });
  return {
    search: async (_category, _embedding, k, { inStock }: SearchFilter = {}) =>
      all.filter(({ product }) => !inStock || product.inStock).slice(0, k),
  };
}

const found = async (search: ProductSearch, top: number): Promise<string[]> => {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const garment = { category: 'dress', score: 1, box, person: null, embedding: new Float32Array(128) } as const;
  const analysis = { width: 1, height: 1, framing: 'product', persons: [], garments: [garment] } as const;
  const { garments } = await findMatches(analysis, search, { top });
  return garments[0]?.matches.map(({ product }) => product.id) ?? [];
};

describe('the products of a garment', () => {
  it('are what can be bought, where that is close; only the nearest of all is shown sold out', async () => {
    const search = shopOf('-0.9', '-0.89', '-0.88', '-0.87', '0.8', '-0.75', '0.7', '0.6');
    expect(await found(search, 4)).toEqual(['-0.9', '0.8', '0.7', '0.6']);
  });

  it('are the nearest where nothing close can be bought, and as many as there are', async () => {
    const search = shopOf('-0.9', '-0.8', '0.6', '-0.55', '0.4', '0.3');
    expect(await found(search, 3)).toEqual(['-0.9', '-0.8', '0.6']);
    expect(await found(search, 10)).toEqual(['-0.9', '-0.8', '0.6', '-0.55', '0.4', '0.3']);
    expect(await found(shopOf('-0.4', '-0.3'), 10)).toEqual(['-0.4', '-0.3']);
    expect(await found(shopOf('0.9', '0.8', '0.7'), 2)).toEqual(['0.9', '0.8']);
  });

  it('stand there once, as the colour that can be bought where the nearest one is sold out', async () => {
    const one = 'https://shop.example/coat';
    const coat = (id: string, inStock: boolean, similarity: number, url = `${one}?variant=${id}`): Match => {
      return { similarity, product: { ...row, id, shop: 'Shop', title: 'Coat', url, inStock } as Product };
    };
    const all = [coat('red', false, 0.9), coat('blue', true, 0.8), coat('other', true, 0.7, 'https://shop.example/b')];
    const search: ProductSearch = {
      // What a search answers has no product twice.
      search: async (_category, _embedding, k, { inStock }: SearchFilter = {}) =>
        (inStock ? all.slice(1) : [all[0], all[2]]).slice(0, k) as Match[],
    };
    expect(await found(search, 3)).toEqual(['blue', 'other']);
  });
});
