import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMatcher, type Matcher } from '../../../lib/engine/matcher';
import { createQueue } from '../../../lib/engine/queue';
import { openIndex } from '../../../lib/index/open';
import { type Catalog, openCatalog } from '../../../lib/store/catalog';
import { Database } from '../../../lib/store/db';
import { writePack } from '../../../lib/store/pack-write';
import type { Models } from '../../../lib/vision/models';
import { EMBEDDER, samplePack } from '../store/sample-pack';

let db: Database;
let catalog: Catalog;
let matcher: Matcher;

beforeEach(async () => {
  db = new Database(`test-${crypto.randomUUID()}`);
  const starter = () => writePack(samplePack('sample', 8, 3));
  catalog = openCatalog({ embedder: EMBEDDER, starter, openIndex }, db);
  const { search } = catalog;
  const vectorOf = (id: string) => catalog.vectorOf(id);
  matcher = createMatcher({ models: {} as Models, search, queue: createQueue(1), vectorOf });
  await catalog.importPack(await writePack(samplePack('shop', 64, 9)));
  await catalog.removeSource('sample');
});
afterEach(() => db.delete());

describe('more like a product', () => {
  it('is never that product, not even as another source of its shop has it', async () => {
    const [first, second] = [samplePack('shop', 64, 9), samplePack('again', 64, 9)];
    const rows = second.rows.map((row, at) => ({ ...row, url: first.rows[at]?.url ?? '', title: first.rows[at]?.title ?? '' })); // biome-ignore format: one thought
    await catalog.importPack(await writePack({ ...second, rows }));
    for (const productId of ['shop/p10', 'again/p10']) {
      const found = await matcher.likeProduct({ productId, gender: 'off', top: 5 });
      expect(found).toHaveLength(5);
      expect(found.map(({ product }) => product.productId)).not.toContain('p10');
    }
  });
});
