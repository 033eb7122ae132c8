import { openIndexSoon } from '../index/open';
import type { EngineInfo, ExportedPack, LookDraft, SourceSummary } from '../messages';
import { type RequestAnswer, readLocal } from '../request';
import { type Catalog, openCatalog } from '../store/catalog';
import { readSetting, writeSetting } from '../store/settings';
import type { ImageSource, Product, ProductSearch, ShopOptions, ShopResult } from '../types';
import { MODEL_KINDS, modelId } from '../vision/manifest';
import { createModels, type Models } from '../vision/models';
import type { Memory } from '../vision/network';
import { shrinkPicture } from '../vision/pixels';
import { createRuntime } from '../vision/runtime';
import { createBrowserEngine, readSource } from './browser-engine';
import { createReceiver, type Receiver } from './head-start';
import { keepLook } from './keep-look';
import { createMatcher, type Matcher } from './matcher';
import { createQueue, type Queue } from './queue';
import type { ShopCalls } from './shop-calls';

const FILE_TIME_OUT = 30_000;
const LOOK_SIDE = 640;

/** Everything the engine does for the offscreen document. */
export interface EngineCalls extends Matcher {
  /** What the document has read and compiled while the worker started. */
  give: Receiver['give'];
  prepare(): Promise<void>;
  shop(id: string, source: ImageSource, options: Omit<ShopOptions, 'signal'>): Promise<ShopResult>;
  cancelShop(id: string): void;
  readAhead(id: string, source: ImageSource, options: Omit<ShopOptions, 'signal'>): Promise<void>;
  findProducts(ids: readonly string[]): Promise<readonly Product[]>;
  saveLook(draft: LookDraft, inPrivate: boolean): Promise<string>;
  importPack(pack: Blob): Promise<SourceSummary>;
  exportPack(): Promise<ExportedPack>;
  removeSource(id: string): Promise<void>;
  listSources(): Promise<readonly SourceSummary[]>;
  engineInfo(): Promise<EngineInfo>;
  selfTest(): Promise<Readonly<Record<string, number>>>;
}

/** Everything the engine's worker does for the offscreen document. An interface has no index signature of its own. */
export type WorkerCalls = EngineCalls & ShopCalls & { readonly [name: string]: (...args: never[]) => unknown };

/** The engine with what it is made of: whoever else uses the models takes turns in `queue`. */
export interface EngineWorker {
  readonly calls: EngineCalls;
  readonly models: Models;
  readonly queue: Queue;
  readonly catalog: () => Promise<Catalog>;
}

/** Pictures that wait for the models. */
const MOST_WAITING = 32;

/** Where the packaged files lie, how many threads (else by the machine), and who hears which request has its turn. */
export interface WorkerPlace {
  readonly origin: string;
  readonly threads?: number | undefined;
  readonly onTurn: (id: string | null) => void;
}

const memory: Memory = {
  async read(key) {
    const value = await readSetting(key);
    return typeof value === 'string' ? value : undefined;
  },
  write: (key, value) => writeSetting(key, value),
};

/** Builds models, catalogue and engine; nothing is loaded before its first use. */
export function createEngineWorker({ origin, threads, onTurn }: WorkerPlace): EngineWorker {
  const early = createReceiver();
  const runtime = createRuntime({ wasmBase: `${origin}/ort/`, threads, module: early.runtime() });
  const packaged = async (path: string): Promise<RequestAnswer> => await fetchPackaged(`${origin}/${path}`);
  const models = createModels({
    runtime,
    memory,
    read: async (path) => {
      const given = await early.file(`models/${path}`);
      return given ?? new Uint8Array(await (await (await packaged(`models/${path}`)).blob()).arrayBuffer());
    },
  });
  const catalog = lazyCatalog(models, async () => await (await packaged('catalog/starter/pack.zip')).blob());
  const queue = createQueue(MOST_WAITING);
  const timings: Record<string, number> = {};
  const search = searchOf(catalog);
  const vectorOf = async (id: string) => await (await catalog()).vectorOf(id);
  const asked = new WeakMap<ImageSource, string>();
  const engine = createBrowserEngine({
    models,
    search,
    queue,
    onTurn: (source) => onTurn(source && (asked.get(source) ?? null)),
    onStage: (stage, ms) => {
      timings[stage] = ms;
    },
  });
  const stops = new Map<string, AbortController>();
  let started = false;
  const prepare = async (): Promise<void> => {
    started = true;
    await Promise.all([models.warm(), catalog().then((opened) => opened.listSources())]);
  };
  const calls: EngineCalls = {
    give: early.give,
    prepare,
    async shop(id, source, options) {
      const stop = new AbortController();
      stops.set(id, stop);
      asked.set(source, id);
      // Models and catalogue load while the picture travels; whoever needs them hears of a failure.
      if (!started) void prepare().catch(() => undefined);
      try {
        return await engine.shop(source, { ...options, signal: stop.signal });
      } finally {
        stops.delete(id);
      }
    },
    ...createMatcher({ models, search, queue, vectorOf }),
    async readAhead(id, source, options) {
      asked.set(source, id);
      await engine.readAhead(source, options);
    },
    cancelShop: (id) => stops.get(id)?.abort(),
    findProducts: async (ids) => await (await catalog()).find(ids),
    saveLook: (draft, inPrivate) => keepLook(draft, (source) => lookPicture(source, inPrivate)),
    importPack: async (pack) => await (await catalog()).importPack(pack),
    exportPack: async () => await (await catalog()).exportPack(),
    removeSource: async (id) => await (await catalog()).removeSource(id),
    listSources: async () => await (await catalog()).listSources(),
    selfTest: () => models.check(),
    engineInfo: async () => ({ ...(await describe(models)), threads: runtime.threads, timings: { ...timings } }),
  };
  return { calls, models, queue, catalog };
}

async function fetchPackaged(address: string): Promise<RequestAnswer> {
  const response = await readLocal(address, AbortSignal.timeout(FILE_TIME_OUT));
  if (!response.ok) throw new Error(`The package lacks ${address}.`);
  return response;
}

function lazyCatalog(models: Models, starter: () => Promise<Blob>): () => Promise<Catalog> {
  let opened: Promise<Catalog> | undefined;
  const open = async (): Promise<Catalog> =>
    openCatalog({ embedder: modelId(await models.manifest('embedder')), starter, openIndex: openIndexSoon });
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

function searchOf(catalog: () => Promise<Catalog>): ProductSearch {
  return {
    prepare: (category) =>
      void catalog().then(
        ({ search }) => search.prepare?.(category),
        () => undefined,
      ),
    search: async (category, embedding, k, filter) =>
      await (await catalog()).search.search(category, embedding, k, filter),
  };
}

/** The picture that a look keeps. */
async function lookPicture(source: ImageSource, inPrivate: boolean): Promise<Blob> {
  return await shrinkPicture(await readSource(source, undefined, { why: 'look', inPrivate }), LOOK_SIDE);
}

async function describe(models: Models): Promise<Pick<EngineInfo, 'backend' | 'models'>> {
  const manifests = await Promise.all(MODEL_KINDS.map((kind) => models.manifest(kind)));
  return {
    backend: models.backend() === 'webgpu' ? 'webgpu' : 'wasm',
    models: manifests.map(({ name, version }) => ({ name, version })),
  };
}
