import { SENTENCES } from '../../lib/all-sentences';
import { restoreCorrections } from '../../lib/corrections';
import { setPaused } from '../../lib/page/sites';
import { writePreferences } from '../../lib/preferences';
import { PAGE_KIND, type ShopSpec } from '../../lib/shop';
import type { Backup } from '../../lib/store/backup';
import { withDatabase } from '../../lib/store/db';
import { restoreShops } from '../../lib/store/kept-shops';
import { saveLooks } from '../../lib/store/looks';

/** What the engine does for a backup. */
export interface RestoreWays {
  importPack(pack: Blob): Promise<unknown>;
  /** Lets restored shops be kept fresh. */
  keepFresh(): Promise<unknown>;
  /** Reads a shop anew whose products did not come back. */
  addShop(shop: { readonly name: string; readonly spec: ShopSpec }): Promise<unknown>;
}

/** Why work failed, in a box of its own: anything may be thrown. */
type Failure = { readonly error: unknown } | undefined;

const failureOf = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );

/** A catalogue of no shop is all there was. */
const isEmpty = ({ error }: NonNullable<Failure>): boolean =>
  error instanceof Error && error.message === SENTENCES.packNoShop;

async function bringShops({ shops }: Backup, ways: RestoreWays): Promise<void> {
  const restored = await withDatabase((db) => restoreShops(db, shops));
  if (restored > 0) await ways.keepFresh();
  const there = new Set(await withDatabase((db) => db.shops.toCollection().primaryKeys()));
  for (const { id, name, spec } of shops) {
    if (!there.has(id) && spec.kind !== PAGE_KIND) await ways.addShop({ name, spec });
  }
}

/**
 * Brings a backup in. What the catalogue is refused for, another embedder or a damage, costs nothing else: looks,
 * choices and shops come back all the same. Throws why it was refused, or the first thing that failed, at the end.
 */
export async function restoreBackup(backup: Backup, ways: RestoreWays): Promise<void> {
  const { looks, preferences, catalog, paused, corrections } = backup;
  const refused = await failureOf(ways.importPack(catalog));
  const lost = await failureOf(bringShops(backup, ways));
  for (const pattern of paused) await setPaused(pattern, true);
  await saveLooks(looks);
  await writePreferences(preferences);
  await restoreCorrections(corrections);
  if (refused && !isEmpty(refused)) throw refused.error;
  if (lost) throw lost.error;
}
