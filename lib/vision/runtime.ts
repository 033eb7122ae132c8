import * as ort from 'onnxruntime-web/jspi';
import { measured } from '../measure';
import { type ProvidedModule, provideModule } from './provide-module';
import { compileRuntime, RUNTIME_FILES } from './runtime-files';
import { type Backend, type Runtime, runNetwork, type Session, type Tensor } from './session';

/** Threads beyond four bring little for networks this small and starve the page. */
const MOST_THREADS = 4;

/**
 * Facts the runtime needs from its place: where its WebAssembly lies, how many threads (else by the machine), and the
 * compiled module where somebody else compiles it.
 */
export interface RuntimeOptions {
  readonly wasmBase: string;
  readonly threads?: number | undefined;
  readonly module?: Promise<WebAssembly.Module | undefined>;
}

/** ONNX Runtime in a browser. Threads need SharedArrayBuffer and are fixed at the first session. */
export function createRuntime({ wasmBase, threads, module }: RuntimeOptions): Runtime {
  const shared = typeof SharedArrayBuffer !== 'undefined';
  const count = shared ? (threads ?? Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1)) : 1;
  const start = `${wasmBase}${RUNTIME_FILES.start}`;
  ort.env.wasm.wasmPaths = { mjs: start, wasm: `${wasmBase}${RUNTIME_FILES.wasm}` };
  ort.env.wasm.numThreads = count;
  ort.env.logLevel = 'error';
  // Fetched and parsed while the WebAssembly is on its way; whoever opens a network hears of a failure.
  void import(/* @vite-ignore */ start).catch(() => undefined);
  const provided = provideModule(async () => (await module) ?? (await compileRuntime(wasmBase)));
  return { threads: count, backends, open: async (bytes, backend) => await open(bytes, backend, provided) };
}

/** What is used of WebGPU's types, which TypeScript's library lacks. */
interface NavigatorWithGpu {
  readonly gpu?: { requestAdapter(): Promise<{ readonly info: { readonly isFallbackAdapter: boolean } } | null> };
}

/** WebGPU only with a real adapter: Chromium's software adapter is far slower than WebAssembly. */
async function backends(): Promise<readonly Backend[]> {
  const { gpu } = navigator as NavigatorWithGpu;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  return adapter && !adapter.info.isFallbackAdapter ? ['webgpu', 'wasm'] : ['wasm'];
}

async function open(bytes: Uint8Array, backend: Backend, { ready, failed }: ProvidedModule): Promise<Session> {
  const create = async (): Promise<ort.InferenceSession> => {
    await ready();
    const options: ort.InferenceSession.SessionOptions = {
      executionProviders: [backend],
      graphOptimizationLevel: 'all',
      // Sizes differ from picture to picture: remembered patterns and arenas only cost memory.
      enableMemPattern: false,
    };
    return await Promise.race([measured('session', () => ort.InferenceSession.create(bytes, options)), failed]);
  };
  const session = await alone(create);
  return {
    run: (feeds) => alone(() => runNetwork(session, feeds, wrap)),
    release: () => alone(() => session.release()),
  };
}

let last: Promise<unknown> = Promise.resolve();

/** Calls suspended by JSPI share one stack in the module's memory: a second one at a time ends in "null function". */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}

const wrap = ({ data, dims }: Tensor): ort.Tensor => new ort.Tensor('float32', data, [...dims]);
