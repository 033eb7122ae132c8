import { openLocal } from '../request';

/** The one ONNX Runtime build that is shipped: WebGPU and CPU behind JavaScript Promise Integration. */
export const RUNTIME_FILES = {
  glue: 'ort-wasm-simd-threaded.jspi.mjs',
  wasm: 'ort-wasm-simd-threaded.jspi.wasm',
  start: 'start.mjs',
} as const;

const READ_MS = 30_000;

/** Name of the global function through which the runtime's start gets its WebAssembly. */
export const INSTANTIATE = 'instantiateOnnxRuntime';

/**
 * Compiles the runtime from the package; undefined where that fails. By its address and as a stream: only then does the
 * browser remember what it compiled (V8's code cache), and the second start is twice as fast.
 */
export async function compileRuntime(wasmBase: string): Promise<WebAssembly.Module | undefined> {
  try {
    return await WebAssembly.compileStreaming(
      openLocal(`${wasmBase}${RUNTIME_FILES.wasm}`, AbortSignal.timeout(READ_MS)),
    );
  } catch {
    return undefined;
  }
}
