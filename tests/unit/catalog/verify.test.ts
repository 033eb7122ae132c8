import { beforeAll, describe, expect, it } from 'vitest';
import { packOf } from '../../../catalog/pack-of';
import { verifyPack } from '../../../catalog/verify';
import { DIMENSIONS, type Pack } from '../../../lib/store/pack-format';
import { EMBEDDER, samplePack } from '../store/sample-pack';

let pack: Pack;

beforeAll(async () => {
  const { sources, rows, embeddings } = samplePack('shop', 1_600, 3);
  const products = rows.map((row, i) => ({ row, embedding: embeddings.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS) }));
  pack = await packOf({ embedder: EMBEDDER, sources, products, step: () => undefined });
});

const wrong = async (changed: Partial<Pack>) =>
  (await verifyPack({ ...pack, ...changed })).filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);

const withGraph = (graph: Uint8Array<ArrayBuffer> | undefined): Partial<Pack> => {
  const graphs = new Map(pack.graphs);
  if (graph) graphs.set('dress', graph);
  else graphs.delete('dress');
  return { graphs };
};

describe('verifying a pack', () => {
  it('finds nothing wrong with a good one', async () => {
    expect(await wrong({})).toEqual([]);
    expect(await verifyPack(pack)).toHaveLength(1 + pack.graphs.size);
  });

  it('finds an index that is of other products or damaged; a small kind needs none', async () => {
    expect(await wrong(withGraph(pack.graphs.get('handbag')))).toEqual(['index of dress: holds other products']);
    const half = pack.graphs.get('dress')?.slice(0, 5_000);
    expect(await wrong(withGraph(half))).toEqual(['index of dress: damaged']);
    expect(await wrong(withGraph(undefined))).toEqual([]);
  });

  it('finds an index that finds the wrong products', async () => {
    // The graph is sound and of these rows, but the vectors are not those that it was drawn from.
    const embeddings = samplePack('shop', 1_600, 9).embeddings;
    const found = await wrong({ embeddings });
    expect(found).toHaveLength(pack.graphs.size);
    for (const line of found) expect(line).toMatch(/^index of \w+: 200 vectors, recall@10 0\.\d/);
  });

  it('finds addresses in private networks', async () => {
    const rows = pack.rows.map((row, i) => (i === 7 ? { ...row, imageUrl: 'http://192.168.0.1/a.jpg' } : row));
    expect(await wrong({ rows })).toEqual(['addresses: 1 in a private network, as http://192.168.0.1/a.jpg']);
  });
});
