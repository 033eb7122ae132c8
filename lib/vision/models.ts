import { createAttributes, type Describe } from './attributes';
import { createDetector, type Detect } from './detector';
import { createEmbedder, type Embed } from './embedder';
import { checkGolden } from './golden';
import { type Manifests, MODEL_KINDS, type ModelKind, parseManifest } from './manifest';
import { type Memory, once, openNetwork } from './network';
import type { Backend, Runtime, Session } from './session';

/** Gives one file of the models' folder, for example `detector/manifest.json`. */
export type ReadModelFile = (path: string) => Promise<Uint8Array<ArrayBuffer>>;

/** The three models, each loaded and checked at its first use. */
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
    // Read all together, opened in the order in which a picture needs them.
    const bytes = read(`${kind}/model.onnx`);
    bytes.catch(() => undefined);
    const before = MODEL_KINDS[MODEL_KINDS.indexOf(kind) - 1];
    await (before && sessions[before].taken()?.catch(() => undefined));
    const manifest = await facts[kind].get();
    const network = await openNetwork({ runtime, backends: backends.get, manifest, bytes: await bytes, memory });
    current = network.backend;
    return network.session;
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
    warm: async () => void (await Promise.all(MODEL_KINDS.map((kind) => pair(kind)))),
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
