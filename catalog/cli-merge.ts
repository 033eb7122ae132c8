import { MAX_PRODUCTS } from '../lib/store/pack-format';
import { interruptible, printJson, say, showProgress } from './cli-progress';
import { mergePacks } from './merge';
import { createNodeModels } from './node/engine';
import { embedderName } from './node/eyes';
import { loadPack, savePack } from './node/files';
import { MODELS } from './node/places';
import { packOf } from './pack-of';

/** What `merge` was asked. */
export interface MergeArguments {
  readonly out: string;
  readonly json?: boolean;
}

/** Writes several packs as one; answers the exit code. */
export function runMerge(files: readonly string[], given: MergeArguments): Promise<number> {
  return interruptible(async (signal) => {
    const embedder = await embedderName(createNodeModels(MODELS));
    const packs = [];
    for (const file of files) packs.push(await loadPack(file, embedder));
    const { sources, products, replaced } = mergePacks(packs);
    if (products.length > MAX_PRODUCTS) throw new Error(`Together more than ${MAX_PRODUCTS} products.`);
    const progress = showProgress();
    const step = (indexed: number) => {
      progress.report('index', indexed, products.length);
      signal.throwIfAborted();
    };
    const pack = await packOf({ embedder, sources, products, step }).finally(() => progress.stop());
    await savePack(pack, given.out);
    if (given.json)
      printJson({ out: given.out, packs: files.length, sources: sources.length, products: products.length, replaced }); // biome-ignore format: one thought
    else say(`${products.length} products of ${sources.length} shops in ${given.out}, ${replaced} stated twice`);
    return 0;
  });
}
