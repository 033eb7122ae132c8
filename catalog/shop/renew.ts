import { addShop, type ListedShop, listShops, type NewShop } from '../../lib/store/shops';
import { startOver } from '../../lib/store/start-over';
import type { ShopParts } from './keep-shops';

type Parts = Pick<ShopParts, 'db' | 'eyes' | 'changed'>;

/** Begins a shop anew where its vectors are of another embedder; otherwise nothing happens. */
export async function renew({ db, eyes, changed }: Parts, id: string): Promise<void> {
  const before = await startOver(db, id, (await eyes()).embedder);
  if (before) changed(before.generation, before.categories);
}

/** Adds a shop, or gives a known one its new name and address; what pages brought to it stays. */
export async function put(parts: Parts, shop: NewShop): Promise<void> {
  await renew(parts, shop.id);
  await addShop(parts.db, shop, (await parts.eyes()).embedder);
}

/**
 * Shops with something to do, oldest first: at work, or resting with vectors of another embedder, which the user need
 * not ask for. `begun` names those whose turn was: one that cannot begin anew is not tried for ever.
 */
export async function shopsToDo({ db, eyes }: Parts, begun: ReadonlySet<string>): Promise<ListedShop[]> {
  const shops = (await listShops(db)).filter(({ paused }) => !paused);
  const resting = shops.filter(({ id, stage, embedder }) => stage === 'resting' && embedder && !begun.has(id));
  // Beginning anew gives up what was stored: not while nothing can be read.
  const mayBegin = resting.length > 0 && globalThis.navigator?.onLine !== false;
  // Where the models cannot be read, whoever looks at a picture says so.
  const now = mayBegin ? await eyes().then(({ embedder }) => embedder, () => undefined) : undefined; // biome-ignore format: one thought
  const outdated = new Set(now ? resting.filter(({ embedder }) => embedder !== now) : []);
  return shops.filter((shop) => shop.stage !== 'resting' || outdated.has(shop));
}
