import type { PageAdded } from '../../lib/messages';
import { PAGE_KIND, type ReportLine, type ShopSpec, type ShopSummary, type Tally } from '../../lib/shop';
import type { Database } from '../../lib/store/db';
import { ShopStore } from '../../lib/store/shop-store';
import { doubtfulOf, type ListedShop, listShops, type NewShop, rejectedOf } from '../../lib/store/shops';
import type { GarmentCategory } from '../../lib/types';
import { pictureReader } from '../fetch/picture';
import type { PoliteFetcher } from '../fetch/polite';
import { type Clean, listSoFar, listSource } from '../ingest/list';
import type { Eyes } from '../ingest/look';
import { takePictures } from '../ingest/pictures';
import type { CatalogSource } from '../source';
import { leaveOutCrashes } from './crashes';
import { dueNow } from './due';
import { handedFirst } from './handed';
import { ended, forgiven, isDue, isPatient, noteFailure } from './late';
import { createRate } from './rate';
import { put, renew, shopsToDo } from './renew';
import { graphOf } from './shelf-graph';
import { settleTwins, withoutTwins } from './twins';

/** Products looked at together: a shop request waits for no more than these. */
const BATCH = 4;
/** Milliseconds between two notes of how far a listing is. */
const NOTE_EVERY_MS = 1_000;

/** What keeping shops needs from outside. */
export interface ShopParts {
  readonly db: Database;
  /** The models, taking turns with whoever else asks them. */
  readonly eyes: () => Promise<Eyes>;
  /** A fetcher for a shop at the address that the user typed. */
  readonly fetcherFor: (typed: string) => PoliteFetcher;
  readonly openSource: (spec: ShopSpec, fetcher: PoliteFetcher) => CatalogSource;
  readonly cleanerFor: (source: string, spec: ShopSpec) => Clean;
  /** Hears which shelves of the catalogue are other than before. */
  readonly changed: (generation: string, categories: Iterable<GarmentCategory>) => void;
}

/** The shops of the user: brings them in, keeps them fresh. One works at a time. */
export interface Shops {
  /** Adds a shop and queues it for its first run. */
  add(shop: NewShop): Promise<void>;
  /** Takes products of pages in, before any other work; `handed` are pictures that are here already, by address. */
  addPage(shop: NewShop, source: CatalogSource, handed: ReadonlyMap<string, Blob>): Promise<PageAdded>;
  list(): Promise<ShopSummary[]>;
  /** Stops a shop after the batch in hand, or lets it go on. */
  pause(id: string, paused: boolean): Promise<void>;
  /** Queues a run that looks for what changed. */
  refresh(id: string): Promise<void>;
  /** Queues every shop that was not looked at for a day, failing ones ever later, and those whose pictures did not come. */
  refreshDue(): Promise<void>;
  /** Stops work on a shop that is about to be removed. */
  stop(id: string): Promise<void>;
  /** What did not go in, or is doubtful, and why. */
  rejected(id: string): Promise<readonly ReportLine[]>;
  /** Lets products that were added from their page stand only in their whole shop, where that has come. */
  settle(): Promise<void>;
  /** Works until nothing is left to do; a second call joins the first. */
  run(): Promise<void>;
}

const addressOf = (address: string) => address;

class KeptShops implements Shops {
  readonly #parts: ShopParts;
  readonly #rate = createRate();
  readonly #handed = new Map<string, ReadonlyMap<string, Blob>>();
  readonly #waiters = new Map<string, () => void>();
  /** Shops that failed: not tried again before the next hour, or before somebody asks. */
  readonly #late = new Set<string>();
  /** Shops for which a page is being read: nothing to work on yet. */
  readonly #listing = new Set<string>();
  #pageTurn: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;
  #current: { readonly id: string; readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(parts: ShopParts) {
    this.#parts = parts;
  }

  async add(shop: NewShop): Promise<void> {
    await put(this.#parts, shop);
    await this.refresh(shop.id);
  }

  addPage(shop: NewShop, source: CatalogSource, handed: ReadonlyMap<string, Blob>): Promise<PageAdded> {
    const turn = this.#pageTurn.then(() => this.#takePage(shop, source, handed)).finally(() => this.#listing.delete(shop.id)); // biome-ignore format: one thought
    this.#pageTurn = turn.catch(() => undefined);
    return turn;
  }

  async #takePage(shop: NewShop, source: CatalogSource, handed: ReadonlyMap<string, Blob>): Promise<PageAdded> {
    const { db, cleanerFor } = this.#parts;
    const { id, spec, name } = shop;
    const { source: own, known, isEmpty } = await withoutTwins(db, source);
    const listed = await listShops(db);
    // A shop without products would only be in the way.
    if (isEmpty && known > 0 && !listed.some((one) => one.id === id)) return { shop: name, added: 0, known, left: 0 };
    this.#listing.add(id);
    await this.stop(id);
    await put(this.#parts, shop);
    const store = this.#store(id);
    // What waits since a kill, or for another embedder, goes in together with this.
    if ((await store.waiting()) === 0) await store.beginListing();
    const tally = await listSource(own, store, { clean: cleanerFor(id, spec), partial: true });
    const total = await store.waiting();
    const before = (await listShops(db)).find((one) => one.id === id);
    await store.change((record) => ({ ...record, tally, total, done: 0, paused: false, stage: 'pictures' }));
    this.#listing.delete(id);
    this.#handed.set(id, handed);
    try {
      await this.#first(id);
    } finally {
      this.#handed.delete(id);
    }
    const after = (await listShops(db)).find((one) => one.id === id);
    const added = Math.min(tally.fresh, (after?.products ?? 0) - (before?.products ?? 0));
    const left = (after?.rejected ?? 0) + (await store.waiting());
    return { shop: name, added, known: known + tally.same + tally.changed, left };
  }

  /** Works on a shop before all others; resolves when it rests. */
  async #first(id: string): Promise<void> {
    const rested = new Promise<void>((resolve) => this.#waiters.set(id, resolve));
    this.#late.delete(id);
    const current = (await listShops(this.#parts.db)).find((one) => one.id === this.#current?.id);
    // A listing would begin anew; pictures go on where they were.
    if (current && current.id !== id && current.stage === 'pictures') this.#current?.stop.abort(new Error('later'));
    // What was queued while the run at hand ended is taken up by the next.
    void this.run()
      .then(() => this.run())
      .finally(() => this.#rested(id))
      // A database that is gone is met by whoever asks next.
      .catch(() => undefined);
    await rested;
  }

  async list(): Promise<ShopSummary[]> {
    return (await listShops(this.#parts.db)).map((shop) => this.#summary(shop));
  }

  async pause(id: string, paused: boolean): Promise<void> {
    if (paused) await this.stop(id);
    this.#late.delete(id);
    await this.#store(id).change((shop) => ({ ...(paused ? shop : forgiven(shop)), paused }));
  }

  async refresh(id: string): Promise<void> {
    await this.#store(id).change(forgiven);
    await this.#queue(id);
  }

  async #queue(id: string): Promise<void> {
    this.#late.delete(id);
    await this.#store(id).change(({ error: _error, ...shop }) => ({
      ...shop,
      paused: false,
      stage: shop.stage === 'resting' && shop.spec.kind !== PAGE_KIND ? 'listing' : shop.stage,
    }));
  }

  async refreshDue(): Promise<void> {
    this.#late.clear();
    for (const shop of await listShops(this.#parts.db)) if (isDue(shop)) await this.#queue(shop.id);
  }

  async stop(id: string): Promise<void> {
    if (this.#current?.id !== id) return;
    this.#current.stop.abort(new Error('stopped'));
    await this.#current.ended;
  }

  async rejected(id: string): Promise<readonly ReportLine[]> {
    const [left, doubtful] = [await rejectedOf(this.#parts.db, id), await doubtfulOf(this.#parts.db, id)];
    const refused = left.map(({ where, productId, reason, kept = false }) => ({ where, productId, reason, kept }));
    return [...refused, ...doubtful.map((one) => ({ ...one, where: '', kept: true }))];
  }

  async settle(): Promise<void> {
    await settleTwins(this.#parts.db, this.#parts.changed);
  }

  run(): Promise<void> {
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #work(): Promise<void> {
    const begun = new Set<string>();
    for (;;) {
      const shops = await shopsToDo(this.#parts, begun);
      const open = shops.filter(({ id }) => !this.#late.has(id) && !this.#listing.has(id));
      // Somebody waits for a page that was just added.
      const next = open.find(({ id }) => this.#waiters.has(id)) ?? open[0];
      if (!next) return;
      begun.add(next.id);
      const stop = new AbortController();
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      this.#current = { id: next.id, stop, ended };
      try {
        await this.#shop(next.id, stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) await this.#failed(next.id, error);
      } finally {
        this.#current = undefined;
        this.#rate.reset();
        end();
        if (!stop.signal.aborted) this.#rested(next.id);
        // Whoever stopped it writes the reason down before the next look.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  #rested(id: string): void {
    this.#waiters.get(id)?.();
    this.#waiters.delete(id);
  }

  async #failed(id: string, error: unknown): Promise<void> {
    console.warn('A shop could not be read', error);
    this.#late.add(id);
    // A removed shop has nothing to note.
    await noteFailure(this.#store(id), error).catch(() => undefined);
  }

  async #shop(id: string, signal: AbortSignal): Promise<void> {
    await renew(this.#parts, id);
    const shop = await this.#parts.db.shops.get(id);
    if (!shop) return;
    const { spec, stage } = shop;
    const store = this.#store(id);
    const fetcher = this.#parts.fetcherFor(spec.address);
    if (stage === 'listing' && spec.kind !== PAGE_KIND) await this.#list(store, id, spec, fetcher, signal);
    if (stage !== 'index') await this.#pictures(store, fetcher, signal);
    await store.tidy(graphOf);
    if (spec.kind !== PAGE_KIND) await this.settle();
    await store.change(ended);
  }

  async #list(store: ShopStore, id: string, spec: ShopSpec, fetcher: PoliteFetcher, signal: AbortSignal) {
    await store.beginListing();
    let noted = 0;
    const note = async (tally: Tally) => {
      if (Date.now() - noted < NOTE_EVERY_MS) return;
      noted = Date.now();
      await store.change((shop) => ({ ...shop, tally }));
    };
    const source = this.#parts.openSource(spec, fetcher);
    const clean = this.#parts.cleanerFor(id, spec);
    const options = { clean, signal, progress: note, isDue: await dueNow(store) };
    const { tally, broken } = await listSoFar(source, store, options);
    const total = await store.waiting();
    const cut = broken ? { broken: broken.message } : {};
    await store.change((shop) => ({ ...shop, ...cut, tally, total, done: 0, stage: 'pictures' }));
  }

  async #pictures(store: ShopStore, fetcher: PoliteFetcher, signal: AbortSignal): Promise<void> {
    await leaveOutCrashes(store, BATCH);
    const waitsFor = (await isPatient(store)) ? () => true : undefined;
    const ways = { read: handedFirst(this.#handed.get(store.id), pictureReader(fetcher)), addressOf };
    let batches = 0;
    const progress = async (outcomes: readonly unknown[]) => {
      this.#rate.note(outcomes.length);
      batches += 1;
      if (batches % 32 === 0) await store.tidy(undefined);
    };
    await takePictures(store, { eyes: await this.#parts.eyes(), ways, batch: BATCH, signal, progress, waitsFor });
    await store.change((shop) => ({ ...shop, stage: 'index' }));
  }

  #store(id: string): ShopStore {
    return new ShopStore(this.#parts.db, id, this.#parts.changed);
  }

  #summary(shop: ListedShop): ShopSummary {
    const { id, name, spec, products, stage, paused, tally, total, done, rejected, refreshedAt, error } = shop;
    const rate = this.#current?.id === id && stage === 'pictures' ? this.#rate.perSecond() : undefined;
    return {
      ...{ id, name, address: spec.address, kind: spec.kind, products, stage, paused, tally, total, done, rejected },
      refreshedAt,
      doubtful: shop.doubtful ?? 0,
      unpriced: shop.noted ?? false,
      ...(rate ? { rate, left: Math.ceil((total - done) / rate) } : {}),
      ...(error ? { error } : {}),
    };
  }
}

/** Keeps the user's shops over the extension's database. */
export function keepShops(parts: ShopParts): Shops {
  return new KeptShops(parts);
}
