import { useCallback, useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import type { SuggestedShop } from '../../catalog/shop/suggested';
import { saveFile } from '../../components/save-file';
import { AddressForm, FoundShop, ShopList } from '../../components/shops';
import type { Task } from '../../components/task';
import { SENTENCES } from '../../lib/all-sentences';
import { askEngine } from '../../lib/engine/remote';
import { UserError } from '../../lib/errors';
import { type ProbedShopSummary, sendMessage } from '../../lib/messages';
import { setPaused, sitePattern } from '../../lib/page/sites';
import type { ShopSummary } from '../../lib/shop';
import { t } from '../../lib/words';
import { reportFile } from './report';
import { Suggested } from './suggested';

/** Milliseconds between two looks at how far shops are, at work and at rest. */
const LOOK_EVERY = { busy: 1_000, idle: 5_000 } as const;

/** `shop.example` is meant as a web address. */
const addressOf = (typed: string) => (/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`);

/** Browsers take `some words` for the name of a host all the same. */
const isAddress = (typed: string) =>
  URL.canParse(addressOf(typed)) && /^([\w.-]*|\[[\d:a-f.]+\])$/i.test(new URL(addressOf(typed)).hostname);

async function missing(patterns: readonly string[]): Promise<string[]> {
  const asks: string[] = [];
  for (const pattern of patterns) {
    if (!(await browser.permissions.contains({ origins: [pattern] }))) asks.push(pattern);
  }
  return asks;
}

/** Asks for the sites that are not granted yet. A shop's pages get no dots by that: products were asked for, not dots. */
async function grant(patterns: readonly string[]): Promise<boolean> {
  const asks = await missing(patterns);
  if (asks.length === 0) return true;
  // In a page the click still counts a moment later.
  if (!(await browser.permissions.request({ origins: asks }))) return false;
  for (const pattern of asks) await setPaused(pattern, true);
  return true;
}

/** `onChange` hears when what the catalogue holds has changed, `onShops` how many shops there are. */
export interface ShopKeeperProps extends Pick<Task, 'run'> {
  readonly onChange: () => Promise<unknown>;
  readonly onShops: (count: number) => void;
}

/** Adds shops by address and shows how far they are. */
export function ShopKeeper({ run, onChange, onShops }: ShopKeeperProps) {
  const [shops, setShops] = useState<readonly ShopSummary[]>([]);
  const [bytes, setBytes] = useState(0);
  const [found, setFound] = useState<ProbedShopSummary>();
  const [busy, setBusy] = useState(false);
  const look = useCallback(async () => {
    const listed = await askEngine(() => sendMessage('listShops', undefined));
    setShops(listed);
    onShops(listed.length);
    setBytes((await navigator.storage.estimate()).usage ?? 0);
  }, [onShops]);
  const attempt = async (work: () => Promise<string | undefined>): Promise<boolean> => {
    setBusy(true);
    const went = await run(async () => {
      const said = await work();
      await Promise.all([look(), onChange()]);
      return said ?? '';
    });
    setBusy(false);
    return went;
  };
  const isWorking = shops.some(({ stage, paused }) => stage !== 'resting' && !paused);
  useEffect(() => {
    // A backup that comes back, or another page, changes what the catalogue holds too.
    const again = () => void Promise.all([look(), onChange()]).catch(() => undefined);
    again();
    const timer = setInterval(again, isWorking ? LOOK_EVERY.busy : LOOK_EVERY.idle);
    return () => clearInterval(timer);
  }, [look, onChange, isWorking]);
  const probe = (typed: string) =>
    attempt(async () => {
      if (!isAddress(typed)) throw new UserError('ShopUnreadable', SENTENCES.notWebAddress);
      const pattern = sitePattern(addressOf(typed));
      if (pattern && !(await grant([pattern]))) return t('shopNotGranted');
      setFound(await askEngine(() => sendMessage('probeShop', typed)));
      return undefined;
    });
  const add = ({ name, spec, pictureSites }: ProbedShopSummary, currency: string | undefined) =>
    attempt(async () => {
      if (pictureSites.length > 0 && !(await grant(pictureSites))) return t('shopNotGranted');
      await askEngine(() => sendMessage('addShop', { name, spec: currency ? { ...spec, currency } : spec }));
      setFound(undefined);
      return t('suggestedReady', name);
    });
  /** One click: asks for the shop and its pictures, looks whether it can be read, and only then adds it. */
  const addSuggested = async (shop: SuggestedShop, sites: readonly string[]): Promise<boolean> => {
    let cannot = true;
    await attempt(async () => {
      // Where permission is declined nobody looks: nothing is known of the shop.
      cannot = await grant(sites);
      if (!cannot) return t('shopNotGranted');
      const seen = await askEngine(() => sendMessage('probeShop', shop.address));
      const spec = seen.spec.currency ? seen.spec : { ...seen.spec, currency: shop.currency };
      cannot = false;
      // Its pictures lie elsewhere than the list says: the browser wants a click of its own for that.
      const asks = await missing(seen.pictureSites);
      if (asks.length > 0) setFound({ ...seen, spec, name: shop.name, needsCurrency: false });
      else await askEngine(() => sendMessage('addShop', { name: shop.name, spec }));
      return asks.length > 0 ? '' : t('suggestedReady', shop.name);
    });
    return !cannot;
  };
  const tell = (message: () => Promise<void>, said?: string) =>
    void attempt(async () => {
      await askEngine(message);
      return said;
    });
  const remove = (id: string) => {
    const name = shops.find((shop) => shop.id === id)?.name ?? id;
    tell(() => sendMessage('removeSource', id), t('shopRemoved', name));
  };
  return (
    <div aria-busy={busy}>
      <Suggested shops={shops} busy={busy} onAdd={addSuggested} />
      <AddressForm busy={busy} onLook={(typed) => void probe(typed)} />
      {found && (
        <FoundShop
          key={found.spec.address}
          shop={found}
          busy={busy}
          onAdd={(currency) => void add(found, currency)}
          onCancel={() => setFound(undefined)}
        />
      )}
      <ShopList
        shops={shops}
        bytes={bytes}
        onPause={(id, paused) => tell(() => sendMessage('pauseShop', { id, paused }))}
        onRefresh={(id) => tell(() => sendMessage('refreshShop', id))}
        onRejected={(id) =>
          void attempt(async () => {
            const lines = await askEngine(() => sendMessage('rejectedOfShop', id));
            saveFile(reportFile(lines), `${id}.rejected.csv`);
            return t('saved');
          })
        }
        onRemove={remove}
      />
    </div>
  );
}
