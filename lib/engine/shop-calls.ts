import type { PageAdded, PageText, PageWishes, ProbedShopSummary } from '../messages';
import type { ReportLine, ShopSpec, ShopSummary } from '../shop';

/** What the engine's worker does for shops; `catalog/shop` does it. */
export interface ShopCalls {
  probeShop(address: string): Promise<ProbedShopSummary>;
  addShop(name: string, spec: ShopSpec): Promise<void>;
  listShops(): Promise<readonly ShopSummary[]>;
  pauseShop(id: string, paused: boolean): Promise<void>;
  refreshShop(id: string): Promise<void>;
  rejectedOfShop(id: string): Promise<readonly ReportLine[]>;
  readPages(pages: readonly PageText[]): Promise<PageWishes>;
  addPages(
    pages: readonly PageText[],
    pictures: readonly { readonly address: string; readonly picture: Blob }[],
  ): Promise<PageAdded>;
  /** Queues the shops that were not looked at for a day; answers how many shops there are. */
  dueShops(): Promise<number>;
  /** Works on shops until nothing is left to do. */
  workOnShops(): Promise<void>;
}
