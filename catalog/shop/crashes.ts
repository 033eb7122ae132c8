import type { ShopStore } from '../../lib/store/shop-store';

/** A picture on which the engine crashed so often is left out. */
const MOST_CRASHES = 3;

/** A run that begins again and again at the same product died of it: the `batch` products there are left out. */
export async function leaveOutCrashes(store: ShopStore, batch: number): Promise<void> {
  const at = await store.head();
  let runs = 1;
  await store.change(({ stuck, ...shop }) => {
    runs = stuck && stuck.at === at ? stuck.runs + 1 : 1;
    return at === undefined ? shop : { ...shop, stuck: { at, runs } };
  });
  if (runs <= MOST_CRASHES) return;
  const reason = 'the engine stopped at this picture or one beside it';
  const left = await store.next(batch);
  await store.commit(left.map(({ where, row }) => ({ where, productId: row.productId, reason })));
}
