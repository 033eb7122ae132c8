import { useEffect, useState } from 'preact/hooks';
import { readSuggestedShops, SUGGESTED_SHOPS, type SuggestedShop, sitesOf } from '../../catalog/shop/suggested';
import { SuggestedShops, type SuggestionState } from '../../components/suggested-shops';
import { readLocal } from '../../lib/request';
import type { ShopSummary } from '../../lib/shop';

const FILE_MS = 10_000;
const hostOf = (address: string) => new URL(address).host.replace(/^www\./, '');
const bareHosts = (patterns: readonly string[]) => [
  ...new Set(patterns.map((pattern) => pattern.replace(/^.*:\/\/(www\.)?|\/\*$/g, ''))),
];

async function readList(): Promise<readonly SuggestedShop[]> {
  const answer = await readLocal(SUGGESTED_SHOPS, AbortSignal.timeout(FILE_MS));
  return readSuggestedShops(JSON.parse(await (await answer.blob()).text()));
}

/** What the list needs: the shops there are, and a way to look at one and add it; `false` when it could not be. */
export interface SuggestedProps {
  readonly shops: readonly ShopSummary[];
  readonly busy: boolean;
  readonly onAdd: (shop: SuggestedShop, sites: readonly string[]) => Promise<boolean>;
}

/** The packaged list of shops, each with how far it is. */
export function Suggested({ shops, busy, onAdd }: SuggestedProps) {
  const [list, setList] = useState<readonly SuggestedShop[]>([]);
  const [states, setStates] = useState<ReadonlyMap<string, SuggestionState>>(new Map());
  useEffect(() => {
    readList().then(setList, (error: unknown) => console.warn('The list of shops is damaged', error));
  }, []);
  const there = new Set(shops.filter(({ kind }) => kind !== 'page').map(({ address }) => hostOf(address)));
  const note = (id: string, state: SuggestionState) => setStates((known) => new Map(known).set(id, state));
  const add = async (id: string) => {
    const shop = list.find(({ address }) => hostOf(address) === id);
    if (!shop) return;
    note(id, 'looking');
    note(id, (await onAdd(shop, sitesOf(shop))) ? 'new' : 'failed');
  };
  const rows = list.map((shop) => {
    const id = hostOf(shop.address);
    const state = there.has(id) ? ('added' as const) : (states.get(id) ?? 'new');
    return { id, name: shop.name, host: id, sells: shop.sells, asks: bareHosts(sitesOf(shop)), state };
  });
  return <SuggestedShops shops={rows} busy={busy} onAdd={(id) => void add(id)} />;
}
