import type { ShopStore } from '../../lib/store/shop-store';
import { hashOf } from '../understand/hash';

/** Runs after which every picture was asked for again; a shop is looked at once a day. */
const ROUND = 30;
/** Most pictures of one shop that are asked for again in one run. */
const MOST_A_RUN = 500;

/** In which of how many runs a product has its turn: the same products together, each once a round. */
export function isTurn(productId: string, run: number, products: number): boolean {
  const round = Math.max(ROUND, Math.ceil(products / MOST_A_RUN));
  return hashOf(productId) % round === run % round;
}

/** Begins a run: whose pictures are asked for again in it. */
export async function dueNow(store: ShopStore): Promise<(productId: string) => boolean> {
  let run = 0;
  await store.change((shop) => {
    run = shop.runs ?? 0;
    return { ...shop, runs: run + 1 };
  });
  const products = await store.count();
  return (productId) => isTurn(productId, run, products);
}
