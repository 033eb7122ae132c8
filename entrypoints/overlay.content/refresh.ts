import type { ShopResult } from '../../lib/types';
import type { Shown } from './overlay';
import type { Answered } from './said';
import type { ShownList } from './shown-list';

/**
 * Products change while somebody is elsewhere, above all where they add a shop: what was answered before they came back
 * to the page is asked about once more when a popover of it opens, or is still open. Answers whom to tell of which picture
 * a popover is open, undefined for none; that never rejects.
 */
export function createRefresher(
  list: Pick<ShownList, 'all' | 'change'>,
  ask: (one: Answered & Shown) => Promise<Answered>,
  signal: AbortSignal,
): (open: number | undefined) => Promise<void> {
  const stale = new Set<number>();
  /** A page can pretend that somebody comes back, as often as it likes. */
  let busy = false;
  let open: number | undefined;
  const refresh = async (id: number): Promise<void> => {
    const one = list.all.find((other) => other.id === id);
    const { result: before } = one ?? {};
    if (busy || !one || !before || !stale.delete(id)) return;
    busy = true;
    const fresh = await ask({ ...one, result: before }).catch(() => undefined);
    busy = false;
    // Another popover may have opened while this one's answer was awaited.
    if (open !== undefined && open !== id) void refresh(open);
    const now = list.all.find((other) => other.id === id);
    // Something may have been said of it meanwhile.
    if (!fresh || now?.result !== before) return;
    const result = withMatches(before, fresh.result);
    if (result) list.change(id, { result });
  };
  const onReturn = (): void => {
    if (document.hidden) return;
    stale.clear();
    for (const { id, result } of list.all) if (result) stale.add(id);
    if (open !== undefined) void refresh(open);
  };
  addEventListener('focus', onReturn, { signal });
  document.addEventListener('visibilitychange', onReturn, { signal });
  return async (id) => {
    open = id;
    if (id !== undefined) await refresh(id);
  };
}

/** An answer with the matches of a newer one; undefined where that sees something else or finds the same. */
function withMatches(before: ShopResult, { garments: fresh }: ShopResult): ShopResult | undefined {
  const isSame = fresh.every(({ box }, at) => JSON.stringify(box) === JSON.stringify(before.garments[at]?.box));
  if (!isSame || fresh.length !== before.garments.length) return undefined;
  const garments = before.garments.map((one, at) => ({ ...one, matches: fresh[at]?.matches ?? [] }));
  return JSON.stringify(garments) === JSON.stringify(before.garments) ? undefined : { ...before, garments };
}
