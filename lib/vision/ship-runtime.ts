import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ResolvedPublicFile, Wxt } from 'wxt';

/** The one ONNX Runtime build that is shipped: WebGPU and CPU behind JavaScript Promise Integration. */
const FILES = ['ort-wasm-simd-threaded.jspi.mjs', 'ort-wasm-simd-threaded.jspi.wasm'];

/** WXT hook: copies ONNX Runtime's WebAssembly into the package under `ort/`, where `env.wasm.wasmPaths` points. */
export function copyOnnxRuntime(_wxt: Wxt, files: ResolvedPublicFile[]): void {
  const dist = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
  for (const name of FILES) files.push({ absoluteSrc: join(dist, name), relativeDest: `ort/${name}` });
}
