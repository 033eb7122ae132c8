import { readLocal } from '../request';
import { compileRuntime } from '../vision/runtime-files';
import { tellWorker } from './worker-bridge';

/** Packaged files that a worker needs before it can answer, in the order of their need. */
export const EARLY_FILES = ['models/detector/model.onnx', 'models/attributes/model.onnx', 'models/embedder/model.onnx'];

const FILE_TIME_OUT = 30_000;

/** Names under which a worker is given things: the compiled runtime, and files of the package. */
export type GivenName = 'runtime' | (typeof EARLY_FILES)[number];

/** What a worker is given; undefined where it must help itself. */
export type Given = WebAssembly.Module | Uint8Array<ArrayBuffer> | undefined;

/**
 * Starts workers with a head start: the document compiles the runtime and reads the models while the worker's script is
 * still fetched and parsed. The module is kept, so that a worker after an idle hour or a crash begins with hot code.
 */
export function createStarter(origin: string, create: () => Worker): () => Worker {
  const runtime = compileRuntime(`${origin}/ort/`);
  return () => {
    const worker = create();
    const give = (name: GivenName, value: Given, transfer: Transferable[] = []): void =>
      tellWorker(worker, 'give', [name, value], transfer);
    void runtime.then((module) => give('runtime', module));
    for (const path of EARLY_FILES) {
      void readEarly(`${origin}/${path}`).then((bytes) => give(path, bytes, bytes ? [bytes.buffer] : []));
    }
    return worker;
  };
}

async function readEarly(address: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const response = await readLocal(address, AbortSignal.timeout(FILE_TIME_OUT));
    return response.ok ? new Uint8Array(await (await response.blob()).arrayBuffer()) : undefined;
  } catch {
    return undefined; // the worker tries again, and its failure is told
  }
}

/** The worker's side of a head start. */
export interface Receiver {
  give(name: GivenName, value: Given): void;
  /** The compiled runtime. */
  runtime(): Promise<WebAssembly.Module | undefined>;
  /** The bytes of a file, once: whoever asks again reads the package. */
  file(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Waits for everything a starter gives. */
export function createReceiver(): Receiver {
  const gifts = new Map<GivenName, { readonly value: Promise<Given>; readonly give: (value: Given) => void }>();
  for (const name of ['runtime', ...EARLY_FILES]) {
    let give: (value: Given) => void = () => {};
    const value = new Promise<Given>((resolve) => {
      give = resolve;
    });
    gifts.set(name, { value, give });
  }
  const taken = new Set<string>();
  return {
    give: (name, value) => gifts.get(name)?.give(value),
    async runtime() {
      const value = await gifts.get('runtime')?.value;
      return value instanceof WebAssembly.Module ? value : undefined;
    },
    async file(path) {
      if (taken.has(path)) return undefined;
      taken.add(path);
      const value = await gifts.get(path)?.value;
      // The promise would keep the bytes for the life of the worker.
      gifts.delete(path);
      return value instanceof Uint8Array ? value : undefined;
    },
  };
}
