import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { GLUE_FILE, patchGlue } from '../../lib/index/csp-patch';
import { type HnswlibFactory, provideHnswlib } from '../../lib/index/hnsw';

/** Lets `lib/index/hnsw` run in Node: no bundler patches the glue there, so it is patched while it is loaded. */
export function useHnswlibInNode(): void {
  provideHnswlib(async () => {
    const file = createRequire(import.meta.url).resolve(`hnswlib-wasm/dist/${GLUE_FILE}`);
    const code = Buffer.from(patchGlue(await readFile(file, 'utf8'))).toString('base64');
    const glue = (await import(`data:text/javascript;base64,${code}`)) as { default: HnswlibFactory };
    return glue.default;
  });
}
