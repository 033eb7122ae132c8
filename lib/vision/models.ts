import { createAttributes, type Describe } from './attributes';
import { createDetector, type Detect } from './detector';
import { createEmbedder, type Embed } from './embedder';
import { checkGolden } from './golden';
import { type Manifest, type Manifests, type ModelKind, parseManifest, verifyModel } from './manifest';
import type { Backend, Runtime, Session } from './session';

/** Gives one file of the models' folder, for example `detector/manifest.json`. */
export type ReadModelFile = (path: string) => Promise<Uint8Array<ArrayBuffer>>;

/** Remembers small facts across restarts (which backend was fastest). */
export interface Memory {
  read(key: string): Promise<string | undefined>;
  write(key: string, value: string): Promise<void>;
}

/** The three models, each loaded, checked and warmed at its first use. */
export interface Models {
  readonly detect: Detect;
  readonly describe: Describe;
  readonly embed: Embed;
  /** Facts about a model; reads its manifest only. */
  manifest<K extends ModelKind>(kind: K): Promise<Manifests[K]>;
  /** Loads all three. */
  warm(): Promise<void>;
  /** Runs every model on its golden input. Throws `ModelInvalid` when one answers differently; milliseconds otherwise. */
  check(): Promise<Readonly<Record<ModelKind, number>>>;
  /** Where the models run; the preferred backend until the first is loaded. */
  backend(): Backend | undefined;
  release(): Promise<void>;
}

/** What the models are built from. */
export interface ModelOptions {
  readonly runtime: Runtime;
  readonly read: ReadModelFile;
  readonly memory?: Memory;
}

interface Loaded {
  readonly session: Session;
  readonly backend: Backend;
}

/** One promise for each thing; a failed one is forgotten so that the next use tries again. */
function once<T>(make: () => Promise<T>): { get(): Promise<T>; taken(): Promise<T> | undefined } {
  let promise: Promise<T> | undefined;
  const get = (): Promise<T> => {
    promise ??= make().catch((error: unknown) => {
      promise = undefined;
      throw error;
    });
    return promise;
  };
  return { get, taken: () => promise };
}

/** Models that load themselves lazily over a runtime. */
export function createModels({ runtime, read, memory }: ModelOptions): Models {
  let current: Backend | undefined;
  const backends = once(() => runtime.backends());
  const facts = {
    detector: once(() => readManifest('detector', read)),
    attributes: once(() => readManifest('attributes', read)),
    embedder: once(() => readManifest('embedder', read)),
  };
  const load = async (kind: ModelKind): Promise<Session> => {
    const [manifest, bytes] = await Promise.all([facts[kind].get(), read(`${kind}/model.onnx`)]);
    await verifyModel(manifest, bytes);
    const loaded = await openBest(runtime, await backends.get(), manifest, bytes, memory);
    current = loaded.backend;
    return loaded.session;
  };
  const sessions = {
    detector: once(() => load('detector')),
    attributes: once(() => load('attributes')),
    embedder: once(() => load('embedder')),
  };
  const pair = async <K extends ModelKind>(kind: K): Promise<[Session, Manifests[K]]> => {
    const [session, manifest] = await Promise.all([sessions[kind].get(), facts[kind].get()]);
    return [session, manifest as Manifests[K]];
  };
  return {
    detect: async (image, ...wish) => createDetector(...(await pair('detector')))(image, ...wish),
    describe: async (image, boxes) => createAttributes(...(await pair('attributes')))(image, boxes),
    embed: async (image, items) => createEmbedder(...(await pair('embedder')))(image, items),
    manifest: async (kind) => (await facts[kind].get()) as Manifests[typeof kind],
    warm: async () => void (await Promise.all([pair('detector'), pair('attributes'), pair('embedder')])),
    check: async () => ({
      detector: await checkGolden(...(await pair('detector'))),
      attributes: await checkGolden(...(await pair('attributes'))),
      embedder: await checkGolden(...(await pair('embedder'))),
    }),
    backend: () => current,
    release: async () => {
      const open = Object.values(sessions).map((one) => one.taken());
      await Promise.allSettled(open.map(async (session) => (await session)?.release()));
    },
  };
}

async function readManifest<K extends ModelKind>(kind: K, read: ReadModelFile): Promise<Manifests[K]> {
  return parseManifest(kind, JSON.parse(new TextDecoder().decode(await read(`${kind}/manifest.json`))));
}

/** Opens the remembered backend, or tries every candidate on the golden input and keeps the fastest correct one. */
async function openBest(
  runtime: Runtime,
  backends: readonly Backend[],
  manifest: Manifest,
  bytes: Uint8Array,
  memory?: Memory,
): Promise<Loaded> {
  const key = `backend/${manifest.sha256.slice(0, 16)}/${backends.join('+')}/${runtime.threads}`;
  const remembered = await memory?.read(key).catch(() => undefined);
  const trusted = backends.find((backend) => backend === remembered);
  if (trusted) {
    const session = await runtime.open(bytes, trusted).catch(() => null);
    if (session) return { session, backend: trusted };
  }
  const best = await fastest(runtime, backends, manifest, bytes);
  await memory?.write(key, best.backend).catch(() => undefined);
  return best;
}

async function fastest(
  runtime: Runtime,
  backends: readonly Backend[],
  manifest: Manifest,
  bytes: Uint8Array,
): Promise<Loaded> {
  let best: (Loaded & { took: number }) | undefined;
  let failure: unknown;
  for (const backend of backends) {
    try {
      const session = await runtime.open(bytes, backend);
      let took = await checkGolden(session, manifest);
      // The first run compiles; a race needs the second.
      if (backends.length > 1) took = await checkGolden(session, manifest);
      if (best && best.took <= took) await session.release();
      else {
        await best?.session.release();
        best = { session, backend, took };
      }
    } catch (error) {
      failure = error;
    }
  }
  if (!best) throw failure;
  return best;
}
