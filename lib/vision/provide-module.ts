import { measured } from '../measure';
import { INSTANTIATE } from './runtime-files';

type Done = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

/** The compiled runtime on its way to where it is started. */
export interface ProvidedModule {
  /** Resolves once the module is at hand, or cannot be had: then the runtime compiles, and complains, by itself. */
  ready(): Promise<void>;
  /** Rejects when the module cannot be started: the runtime's own promise would stay open for ever. */
  readonly failed: Promise<never>;
}

/** Hands the module of `get` to the runtime's start (`ort/start.mjs`), through the one global name both know. */
export function provideModule(get: () => Promise<WebAssembly.Module | undefined>): ProvidedModule {
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined); // heard by whoever opens a network
  const load = async (): Promise<void> => {
    const module = await measured('compile', get);
    if (!module) return;
    const instantiate = (imports: WebAssembly.Imports, done: Done): void => {
      measured('instantiate', () => WebAssembly.instantiate(module, imports))
        .then((instance) => done(instance, module))
        .catch(fail);
    };
    Object.assign(globalThis, { [INSTANTIATE]: instantiate });
  };
  let loading: Promise<void> | undefined;
  return {
    failed,
    ready() {
      loading ??= load();
      return loading;
    },
  };
}
