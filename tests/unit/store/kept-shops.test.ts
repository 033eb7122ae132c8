import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIndex } from '../../../lib/index/open';
import { openCatalog } from '../../../lib/store/catalog';
import { Database } from '../../../lib/store/db';
import { keptShops, parseKeptShops, restoreShops } from '../../../lib/store/kept-shops';
import type { PackRow } from '../../../lib/store/pack-format';
import { writePack } from '../../../lib/store/pack-write';
import { ShopStore } from '../../../lib/store/shop-store';
import { EMBEDDER, samplePack } from './sample-pack';

const open = (db: Database) =>
  openCatalog({ embedder: EMBEDDER, starter: async () => writePack(samplePack('sample', 4, 3)), openIndex }, db);
const SHOP = {
  id: 'shop',
  name: 'Corner',
  spec: { kind: 'shopify', address: 'https://shop.example/' },
  addedAt: 5,
  refreshedAt: 9,
  facts: [{ productId: 'p3', hash: 'h3', validators: { etag: '"3"' } }],
};

let db: Database;
beforeEach(() => {
  db = new Database(`test-${crypto.randomUUID()}`);
});
afterEach(() => db.delete());

describe('shops of a backup', () => {
  it('are kept fresh again once their products are back, without reading every picture anew', async () => {
    await open(db).importPack(await writePack(samplePack('shop', 12, 9)));
    expect(await restoreShops(db, parseKeptShops(JSON.parse(JSON.stringify([SHOP]))))).toBe(1);
    const known = await new ShopStore(db, 'shop').known(['p3', 'p4', 'p99']);
    expect(known.get('p3')).toMatchObject({ hash: 'h3', validators: { etag: '"3"' } });
    expect(known.get('p4')).toMatchObject({ hash: '' });
    expect(known.has('p99')).toBe(false);
    const shop = await db.shops.get('shop');
    expect(shop).toMatchObject({ stage: 'resting', nextRow: 12, refreshedAt: 9, spec: SHOP.spec });
    expect(shop?.generation).toBe((await db.sources.get('shop'))?.generation);
    const [kept] = await keptShops(db);
    expect(kept).toMatchObject({ id: 'shop', name: 'Corner', addedAt: 5 });
    expect(kept?.facts).toHaveLength(12);
    // A second restore changes nothing.
    expect(await restoreShops(db, [SHOP])).toBe(0);
  });

  it('come back whatever a server said about a picture', async () => {
    await open(db).importPack(await writePack(samplePack('shop', 3, 9)));
    const [p0, p1] = ['p0', 'p1'].map((productId) => ({ ...SHOP.facts[0], productId, hash: 'h' }));
    const said = { etag: 'e'.repeat(1_001), lastModified: 'Sat', address: 'https://shop.example/1.jpg' };
    const far = { etag: '"1"', address: `https://shop.example/${'a'.repeat(5_000)}` };
    const facts = [{ ...p0, validators: said }, { ...p1, validators: far }]; // biome-ignore format: one thought
    // An older version wrote it whole.
    await restoreShops(db, parseKeptShops(JSON.parse(JSON.stringify([{ ...SHOP, facts }]))));
    const kept = { lastModified: 'Sat', address: said.address };
    const known = await new ShopStore(db, 'shop').known(['p0', 'p1']);
    expect([known.get('p0')?.validators, known.get('p1')?.validators]).toEqual([kept, {}]);
    // An older version stored it whole.
    await db.facts.update(['shop', 'p0'], { validators: said });
    expect((await keptShops(db))[0]?.facts[0]?.validators).toEqual(kept);
    const shops = new ShopStore(db, 'shop');
    const row = samplePack('shop', 3).rows[2] as PackRow;
    await shops.commit([{ row, hash: 'h2', embedding: new Float32Array(128), validators: said }]);
    expect((await shops.known(['p2'])).get('p2')?.validators).toEqual(kept);
  });

  it('remember what was left out as copies, else it comes in with the next refresh', async () => {
    await open(db).importPack(await writePack(samplePack('shop', 3, 9)));
    const copies = [{ productId: 'c1', hash: 'hc', original: { productId: 'p1', hash: 'h1' } }];
    await restoreShops(db, parseKeptShops(JSON.parse(JSON.stringify([{ ...SHOP, copies }]))));
    expect((await new ShopStore(db, 'shop').copies(['c1', 'p1'])).get('c1')).toMatchObject(copies[0] ?? {});
    expect((await keptShops(db))[0]?.copies).toEqual(copies);
    // Older backups have none.
    expect(parseKeptShops([SHOP])).toEqual([SHOP]);
  });

  it('remember what their pictures look like, else a new copy comes in beside its original', async () => {
    await open(db).importPack(await writePack(samplePack('shop', 3, 9)));
    const print = Uint8Array.from({ length: 192 }, (_, i) => (i * 37) % 256);
    const facts = [{ ...SHOP.facts[0], productId: 'p1', hash: 'h1', print: Buffer.from(print).toString('base64') }];
    await restoreShops(db, parseKeptShops(JSON.parse(JSON.stringify([{ ...SHOP, facts }]))));
    const prints: unknown[] = [];
    for await (const part of new ShopStore(db, 'shop').prints()) prints.push(...part);
    const { category, gender } = samplePack('shop', 3, 9).rows[1] as PackRow;
    expect(prints).toEqual([{ productId: 'p1', hash: 'h1', category, gender, print }]);
    expect((await keptShops(db))[0]?.facts.map((fact) => fact.print)).toEqual([undefined, facts[0]?.print, undefined]);
    for (const odd of ['no base64!', 'abcde']) {
      expect(() => parseKeptShops([{ ...SHOP, facts: [{ ...facts[0], print: odd }] }])).toThrow();
    }
  });

  it('are left out where their products are not there', async () => {
    expect(await restoreShops(db, [SHOP])).toBe(0);
    expect(await keptShops(db)).toEqual([]);
  });
});
