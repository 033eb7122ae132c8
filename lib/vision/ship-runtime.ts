import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ResolvedPublicFile, Wxt } from 'wxt';
import { INSTANTIATE, RUNTIME_FILES } from './runtime-files';

/** ONNX Runtime's own start, told how to get its WebAssembly: it has no option for a module that is compiled already. */
const START = [
  `import start from './${RUNTIME_FILES.glue}';`,
  `const withModule = (settings) => start({ ...settings, instantiateWasm: globalThis.${INSTANTIATE} });`,
  'export { withModule as default };',
].join('\n');

/** WXT hook: copies ONNX Runtime's WebAssembly into the package under `ort/`, where `env.wasm.wasmPaths` points. */
export function copyOnnxRuntime(_wxt: Wxt, files: ResolvedPublicFile[]): void {
  const dist = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
  for (const name of [RUNTIME_FILES.glue, RUNTIME_FILES.wasm]) {
    files.push({ absoluteSrc: join(dist, name), relativeDest: `ort/${name}` });
  }
  files.push({ contents: START, relativeDest: `ort/${RUNTIME_FILES.start}` });
}
