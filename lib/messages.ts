import { defineExtensionMessaging } from '@webext-core/messaging';
import { browser } from 'wxt/browser';
import type { LedgerEntry } from './request';
import type { ReportLine, ShopSpec, ShopSummary } from './shop';
import type { GarmentsRequest, LikeRequest, ShopRequest } from './similar';
import type { ImageSource, Look, Match, Price, Product, ShopResult } from './types';

/**
 * A look as it travels to the store: the engine re-encodes the picture itself. Whoever saves it chooses its id, so that
 * asking twice, where an answer was lost, saves one look.
 */
export type LookDraft = Pick<Look, 'id' | 'title' | 'pageUrl' | 'pageTitle' | 'result' | 'chosen' | 'wanted'> & {
  readonly source: ImageSource;
};

/** State of one catalogue source. */
export interface SourceSummary {
  readonly id: string;
  readonly shop: string;
  readonly products: number;
  readonly sample: boolean;
  /** Another embedder made its vectors: nothing of it is found. */
  readonly outdated?: true;
}

/** The catalogue as a file. */
export interface ExportedPack {
  readonly pack: Blob;
  /** Names of the shops for which a pack has no room. */
  readonly missing: readonly string[];
  /** Names of the shops that another embedder made: one pack holds vectors of one. */
  readonly outdated: readonly string[];
}

/** What an address turned out to be, before it is added. */
export interface ProbedShopSummary {
  readonly name: string;
  readonly spec: ShopSpec;
  /** A few products, to show that it works; a price as the shop writes it where that cannot be understood. */
  readonly sample: readonly { readonly title: string; readonly imageUrl: string; readonly price: Price | string }[];
  /** Match patterns of the hosts its pictures come from. */
  readonly pictureSites: readonly string[];
  /** True where prices have no currency: ask the user. */
  readonly needsCurrency: boolean;
}

/** A page as its tab hands it over: the parts of its markup that speak of products. */
export interface PageText {
  readonly url: string;
  readonly html: string;
}

/** What pages at hand ask for before they can be added: pictures, and product pages that a listing only names. */
export interface PageWishes {
  readonly pictures: readonly string[];
  readonly listed: readonly string[];
}

/** What became of the products of a page. */
export interface PageAdded {
  readonly shop: string;
  readonly added: number;
  /** They were in the catalogue before. */
  readonly known: number;
  readonly left: number;
}

/** What runs the models. */
export interface EngineInfo {
  readonly backend: 'webgpu' | 'wasm';
  readonly threads: number;
  readonly models: readonly { readonly name: string; readonly version: string }[];
  /** Milliseconds of each stage of the last picture. */
  readonly timings?: Readonly<Record<string, number>>;
}

/** Every message of the extension. The comment names the one context that answers it. */
export interface Protocol {
  /** Service worker: resolves once the offscreen document answers messages. */
  ensureEngine(): void;
  /** Service worker: whether the user granted the sender's site; for a frame without one that of the page around it. */
  isGranted(around: string | undefined): boolean;
  /** Service worker: whether the focus is in the page around the sender, in whichever of its frames, by what a person did. */
  isPageUsed(): boolean;
  /** Service worker: a crop of the visible tab of the sender, CSS pixels of its viewport, as PNG. */
  captureVisible(area: { x: number; y: number; width: number; height: number; viewWidth: number }): Blob;
  /** Service worker: opens the side panel in the sender's window. */
  openLooks(): void;
  /** Service worker: opens the options page. */
  openOptions(): void;
  /** Offscreen document: loads models and catalogue, so that the first picture need not wait for them. */
  prepare(): void;
  /** Offscreen document: the straight line's one question. `id` makes a retry idempotent and `cancelShop` possible. */
  shop(request: ShopRequest): ShopResult;
  /** Offscreen document: reads a picture that will soon be asked about. */
  readAhead(request: ShopRequest): void;
  /** Offscreen document: drops a request that is still queued. */
  cancelShop(id: string): void;
  /** Offscreen document: matches of garments of a picture as a person corrected them, one list for each. */
  matchGarments(request: GarmentsRequest): readonly (readonly Match[])[];
  /** Offscreen document: more like a product of the catalogue, without itself. */
  likeProduct(request: LikeRequest): readonly Match[];
  /** Offscreen document: those of the products, by id, that shops still have, as they are now. */
  findProducts(ids: readonly string[]): readonly Product[];
  /** Offscreen document: stores a look, answers its id. */
  saveLook(look: LookDraft): string;
  /** Offscreen document: imports a pack; replaces the source of the same id. */
  importPack(pack: Blob): SourceSummary;
  /** Offscreen document: the whole catalogue as one pack, or as much of it as one may hold. */
  exportPack(): ExportedPack;
  /** Offscreen document: removes a source with its products, vectors and index entries. */
  removeSource(id: string): void;
  /** Offscreen document: whether there is any shop, in the catalogue or on its way into it: all that a page may know. */
  hasShops(): boolean;
  /** Offscreen document: what the catalogue holds (imports the sample boutique on first use). */
  listSources(): readonly SourceSummary[];
  /** Offscreen document: finds out what the typed address of a shop speaks. Fails with `ShopUnreadable`. */
  probeShop(address: string): ProbedShopSummary;
  /** Offscreen document: adds a shop and begins to bring it in. A pack is imported at once. */
  addShop(shop: { name: string; spec: ShopSpec }): void;
  /** Offscreen document: the shops the user added, and how far they are. */
  listShops(): readonly ShopSummary[];
  /** Offscreen document: stops a shop after the batch in hand, or lets it go on. */
  pauseShop(request: { id: string; paused: boolean }): void;
  /** Offscreen document: looks for what changed in a shop. */
  refreshShop(id: string): void;
  /** Offscreen document: what of a shop did not go in and why. */
  rejectedOfShop(id: string): readonly ReportLine[];
  /** Offscreen document: what pages of a shop offer, and what it needs to take it in. */
  readPages(pages: readonly PageText[]): PageWishes;
  /** Offscreen document: takes the products of pages in; `pictures` where the tab could read them. */
  addPages(request: {
    pages: readonly PageText[];
    pictures: readonly { readonly address: string; readonly picture: Blob }[];
  }): PageAdded;
  /** Offscreen document: goes on with unfinished shops, refreshes those of yesterday; answers how many there are. */
  resumeShops(): number;
  /** Service worker: there are shops to keep fresh. */
  keepShopsFresh(): void;
  /** Offscreen document: backend, threads, model versions. */
  engineInfo(): EngineInfo;
  /** Offscreen document: runs every model on its golden input; milliseconds by model. Throws when one is wrong. */
  selfTest(): Readonly<Record<string, number>>;
  /** Offscreen document: a product's picture, so that no page's policy decides whether a card shows it. */
  thumbnail(asked: { readonly imageUrl: string; readonly inPrivate: boolean }): Blob;
  /** Offscreen document: a request that a page's own script made for the extension, for the ledger. */
  noteRequest(entry: LedgerEntry): void;
  /** Side panel of that id: the sending frame lists its pictures. */
  pageListens(panel: string): void;
  /** Content script of one frame: "Shop this look" on the picture at `srcUrl`, without it on what was right-clicked. */
  shopPicture(request: { srcUrl?: string }): void;
  /** Content script of a page's top frame: lets the user choose an area, and shops what it shows. */
  shopArea(): void;
  /** Content script of one frame: the focus goes to the dots; where there are none, the picture there is shopped. */
  goToDots(): void;
  /** Content script of every frame: dots on or off; `once` where a click asked for them on a site that is not granted. */
  setActive(request: { active: boolean; once?: boolean }): void;
  /** Content script of every frame: a site was taken back or paused, perhaps its own. Answered once it goes by what is allowed. */
  recheck(): void;
}

/** Typed messages; each type is answered by exactly one context. */
export const { sendMessage, onMessage } = defineExtensionMessaging<Protocol>();

/**
 * Sends a message without content to every frame of a tab; one in which nobody listens is left alone, for which
 * `sendMessage` has an error in the console.
 */
export async function tellIfHeard(type: 'recheck', tabId: number): Promise<void> {
  await browser.tabs.sendMessage(tabId, { id: 0, type, timestamp: Date.now() }).catch(() => {});
}
