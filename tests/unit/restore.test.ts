import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { type RestoreWays, restoreBackup } from '../../entrypoints/options/restore';
import { SENTENCES } from '../../lib/all-sentences';
import { readAllCorrections } from '../../lib/corrections';
import { openIndex } from '../../lib/index/open';
import { pausedSites } from '../../lib/page/sites';
import { readPreferences } from '../../lib/preferences';
import { type Backup, readBackup, writeBackup } from '../../lib/store/backup';
import { openCatalog } from '../../lib/store/catalog';
import { database } from '../../lib/store/db';
import { listLooks } from '../../lib/store/looks';
import { writePack } from '../../lib/store/pack-write';
import { EMBEDDER, samplePack } from './store/sample-pack';

const spec = { kind: 'shopify', address: 'https://shop.example/' };
const shop = { id: 'shop', name: 'Corner', spec, addedAt: 1, refreshedAt: 2, facts: [] };
const pages = { ...shop, id: 'web.pages.a', spec: { kind: 'page', address: 'https://a.example' } };
const said = { box: { x: 0, y: 0, width: 1, height: 1 }, was: 'dress', category: 'topwear', gender: 'men' } as const;
const page = { title: '', note: '', pageUrl: '', pageTitle: '', picture: new Blob(['x'], { type: 'image/webp' }) };
const result = { width: 1, height: 1, framing: 'full', persons: [], garments: [] } as const;
const rest: Omit<Backup, 'catalog'> = {
  looks: [{ ...page, id: 'a', savedAt: 1, result }],
  preferences: { gender: 'men', dots: 'hover', sensitivity: 'few' },
  shops: [shop, pages],
  paused: ['https://news.example/*'],
  sites: [],
  corrections: { 'correction:1a-2b': [said] },
};

let asked: unknown[];
/** The engine of a version with some embedder; it notes what else it is asked for. */
const engineOf = (embedder: string): RestoreWays => {
  const starter = () => writePack({ ...samplePack('sample', 4), embedder });
  const catalog = openCatalog({ embedder, starter, openIndex }, database());
  return {
    importPack: (pack) => catalog.importPack(pack),
    keepFresh: async () => void asked.push('fresh'),
    addShop: async (one) => void asked.push(one),
  };
};
const restore = async (catalog: Blob, embedder = EMBEDDER): Promise<void> =>
  restoreBackup(await readBackup(await writeBackup({ ...rest, catalog })), engineOf(embedder));

async function expectTheRest(): Promise<void> {
  expect((await listLooks()).map(({ id }) => id)).toEqual(['a']);
  expect(await readPreferences()).toMatchObject(rest.preferences);
  expect(await readAllCorrections()).toEqual(rest.corrections);
  expect(await pausedSites()).toEqual(rest.paused);
}

beforeEach(() => {
  asked = [];
  fakeBrowser.reset();
});
afterEach(async () => {
  const db = database();
  await Promise.all(db.tables.map((table) => table.clear()));
});

describe('a backup', () => {
  it('brings everything back', async () => {
    await restore(await writePack(samplePack('shop', 8)));
    await expectTheRest();
    expect(await database().shops.get('shop')).toMatchObject({ name: 'Corner', addedAt: 1 });
    expect(asked).toEqual(['fresh']);
  });

  it('of a version with another embedder brings back all but the vectors, and says so', async () => {
    const pack = await writePack(samplePack('shop', 8));
    await expect(restore(pack, 'embedder@2.0.0')).rejects.toMatchObject({ name: 'PackInvalid' });
    await expectTheRest();
    // What was added page by page cannot be read again.
    expect(asked).toEqual([{ name: 'Corner', spec }]);
  });

  it('with a damaged catalogue loses nothing else', async () => {
    await expect(restore(new Blob(['no pack']))).rejects.toMatchObject({ message: SENTENCES.packIncomplete });
    await expectTheRest();
  });

  it('of an empty catalogue is whole', async () => {
    const empty = { embedder: EMBEDDER, sources: [], rows: [], embeddings: new Float32Array(0), graphs: new Map() };
    await restore(await writePack(empty));
    await expectTheRest();
  });
});
