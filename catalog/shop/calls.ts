import type { ShopCalls } from '../../lib/engine/shop-calls';
import type { EngineCalls, EngineWorker, WorkerCalls } from '../../lib/engine/worker-api';
import { UserError } from '../../lib/errors';
import type { ProbedShopSummary } from '../../lib/messages';
import type { ShopSpec } from '../../lib/shop';
import { database } from '../../lib/store/db';
import type { Price } from '../../lib/types';
import { modelId } from '../../lib/vision/manifest';
import { readPicture } from '../../lib/vision/pixels';
import { readAll } from '../fetch/picture';
import { FAINT } from '../garment-box';
import type { Eyes } from '../ingest/look';
import { cleanerOf } from '../schema';
import { type ProbedShop, type RawProduct, SOURCE_KINDS, SourceError, type SourceSpec } from '../source';
import { openSource } from '../sources/open';
import { probeShop, typedAddress } from '../sources/probe';
import { understandPrice } from '../understand/price';
import { keepShops } from './keep-shops';
import { readPageShop } from './page-shop';
import { shopId } from './shop-id';
import { fetcherFor } from './typed-fetcher';

const PROBE_MS = 90_000;
/** Pictures that a page may hand over. */
const MOST_HANDED = 120;
const MOST_PACK_BYTES = 500_000_000;

/** The models, one picture after the other, each in its turn between the pictures of pages. */
function eyesOf({ models, queue }: EngineWorker): () => Promise<Eyes> {
  return async () => ({
    embedder: modelId(await models.manifest('embedder')),
    decode: async (bytes) => (await readPicture(new Blob([bytes]))).pixels,
    detect: (image) => queue.add(() => models.detect(image, FAINT)),
    embed: async (garments) => {
      const embeddings = [];
      for (const { image, category, box } of garments) {
        embeddings.push(...(await queue.add(() => models.embed(image, [{ category, box }]))));
      }
      return embeddings;
    },
  });
}

const checkedSpec = ({ kind, address, currency }: ShopSpec): SourceSpec => {
  const known = SOURCE_KINDS.find((one) => one === kind);
  if (!known) throw new SourceError('This kind of shop is not known.');
  return { kind: known, address, currency };
};

function priceOf(raw: RawProduct): Price | undefined {
  const found = understandPrice(raw);
  return found.reason === undefined ? found.price : undefined;
}

/** What the options page shows of a shop that was found. */
export function summaryOf({ name, spec, sample, needsCurrency }: ProbedShop): ProbedShopSummary {
  const shown = sample.map(({ raw }) => ({
    title: (raw.title || raw.description || '').slice(0, 120),
    imageUrl: raw.image_url ?? '',
    price: priceOf(raw) ?? [raw.price, raw.currency].filter(Boolean).join(' '),
  }));
  const hosts = shown.flatMap(({ imageUrl }) => (URL.canParse(imageUrl) ? [new URL(imageUrl)] : []));
  const pictureSites = [...new Set(hosts.map(({ protocol, hostname }) => `${protocol}//${hostname}/*`))];
  return { name, spec, sample: shown, pictureSites, needsCurrency };
}

/** An error of a source becomes one that reaches the user with its sentence. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SourceError) throw new UserError('ShopUnreadable', error.message, { cause: error });
    throw error;
  }
}

/** Looks at an address for as long as somebody who typed it may wait: a server may ask for pauses until then. */
async function probed(address: string): Promise<ProbedShop> {
  const signal = AbortSignal.timeout(PROBE_MS);
  try {
    return await probeShop(address, fetcherFor(address), signal);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new SourceError(`${new URL(address).host} did not answer.`, { cause, passing: true });
  }
}

async function download(address: string): Promise<Blob> {
  const answer = await fetcherFor(address)(address, { limit: MOST_PACK_BYTES });
  if (answer.status !== 200) throw new SourceError(`The file cannot be fetched (answer ${answer.status}).`);
  return new Blob([await readAll(answer.body)]);
}

/** Everything the worker does: the engine's calls, and the shops over the same models, queue and catalogue. */
export function withShops(engine: EngineWorker): WorkerCalls {
  const base: EngineCalls = engine.calls;
  const shops = keepShops({
    db: database(),
    eyes: eyesOf(engine),
    fetcherFor: (typed) => fetcherFor(typed),
    openSource: (spec, fetcher) => openSource(checkedSpec(spec), fetcher),
    cleanerFor: (source, { currency }) => cleanerOf(source, currency),
    changed: (generation, categories) => {
      void engine.catalog().then((catalog) => catalog.touched(generation, categories));
    },
  });
  const importPack: EngineCalls['importPack'] = async (pack) => {
    const imported = await base.importPack(pack);
    await shops.settle();
    return imported;
  };
  const calls: ShopCalls = {
    probeShop: (typed) =>
      told(async () => {
        const address = typedAddress(typed);
        if (!address) throw new SourceError('This is not a web address.');
        return summaryOf(await probed(address));
      }),
    addShop: (name, spec) =>
      told(async () => {
        const { kind, address } = checkedSpec(spec);
        if (kind === 'pack') await importPack(await download(address));
        else await shops.add({ id: shopId(address), name: name.slice(0, 200) || new URL(address).host, spec });
      }),
    readPages: (pages) =>
      told(async () => {
        const { pictures, listed } = await readPageShop(pages);
        return { pictures, listed };
      }),
    addPages: (pages, pictures) =>
      told(async () => {
        const { shop, source } = await readPageShop(pages);
        const handed = new Map(pictures.slice(0, MOST_HANDED).map(({ address, picture }) => [address, picture]));
        return await shops.addPage(shop, source, handed);
      }),
    listShops: () => shops.list(),
    pauseShop: (id, paused) => shops.pause(id, paused),
    refreshShop: (id) => shops.refresh(id),
    rejectedOfShop: (id) => shops.rejected(id),
    dueShops: async () => {
      await shops.refreshDue();
      return (await shops.list()).length;
    },
    // What was queued while the last run ended is taken up by the second.
    workOnShops: async () => {
      await shops.run();
      await shops.run();
    },
  };
  const removeSource: EngineCalls['removeSource'] = async (id) => {
    await shops.stop(id);
    await base.removeSource(id);
  };
  return { ...base, ...calls, importPack, removeSource };
}
