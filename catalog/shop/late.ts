import { PAGE_KIND } from '../../lib/shop';
import type { ShopRecord } from '../../lib/store/db';
import type { ShopStore } from '../../lib/store/shop-store';
import { isPassing, SourceError } from '../source';

/** Tries in a row, about an hour apart, that brought no picture: then the products that wait are left out. */
const MOST_TRIES = 12;
const HOUR_MS = 3_600_000;
/** A shop is looked at again after a day. */
const DAY_MS = 24 * HOUR_MS;

const sentenceOf = (error: unknown) =>
  error instanceof SourceError || (error instanceof Error && error.name === 'CatalogUnavailable')
    ? error.message
    : 'Something went wrong with this shop. Try again.';

/** Rest after so many failures in a row: an hour, then twice as long each time. Half an hour less, as looks are hourly. */
const restAfter = (runs: number) => Math.min(DAY_MS, HOUR_MS * 2 ** (runs - 1)) - HOUR_MS / 2;

/** Whether a shop is to be looked at again although nobody asks. */
export function isDue({ stage, paused, spec, refreshedAt, failed }: ShopRecord): boolean {
  const now = Date.now();
  if (stage !== 'resting' || paused || spec.kind === PAGE_KIND || now - refreshedAt <= DAY_MS) return false;
  // A clock that was set right holds no shop up for years.
  return !failed || Math.abs(now - failed.at) > restAfter(failed.runs);
}

/** A shop that somebody asks to go on: it was never unlucky. */
export function forgiven({ failed: _failed, ...shop }: ShopRecord): ShopRecord {
  return shop;
}

/** Begins a try: whether pictures that do not come now are waited for, or were for too long. */
export async function isPatient(store: ShopStore): Promise<boolean> {
  const at = await store.head();
  let patient = true;
  await store.change(({ error: _error, ...shop }) => {
    patient = !shop.late || shop.late.at !== at || shop.late.runs < MOST_TRIES;
    return shop;
  });
  return patient;
}

const restingAfter = (error: string, { broken: _broken, ...shop }: ShopRecord): ShopRecord => {
  return { ...shop, stage: 'resting', failed: { at: Date.now(), runs: (shop.failed?.runs ?? 0) + 1 }, error };
};

/** Notes how a run failed: a shop whose pictures may come later keeps its line for the next try, others rest. */
export async function noteFailure(store: ShopStore, failure: unknown): Promise<void> {
  const error = sentenceOf(failure);
  const at = await store.head();
  await store.change((shop): ShopRecord => {
    if (shop.stage !== 'pictures' || at === undefined || !isPassing(failure)) return restingAfter(error, shop);
    const { stuck: _stuck, ...waiting } = shop;
    const runs = shop.late?.at === at ? shop.late.runs + 1 : 1;
    return { ...waiting, late: { at, runs }, error };
  });
}

/** A shop whose run ended: what kept it is forgotten, but for a list that broke off, which is to be read again soon. */
export function ended({ stuck: _stuck, late: _late, broken, ...shop }: ShopRecord): ShopRecord {
  if (broken !== undefined) return restingAfter(broken, shop);
  return { ...forgiven(shop), stage: 'resting', refreshedAt: Date.now() };
}
