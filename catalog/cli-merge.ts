import { MAX_PRODUCTS, type Pack } from '../lib/store/pack-format';
import { interruptible, printJson, say, showProgress } from './cli-progress';
import { mergePacks } from './merge';
import { claimed } from './node/claim';
import { createNodeModels } from './node/engine';
import { embedderName } from './node/eyes';
import { loadPack, partialFolder, savePack } from './node/files';
import { KeptGraphs } from './node/kept-graphs';
import { MODELS } from './node/places';
import { packOf } from './pack-of';

/** What `merge` was asked. */
export interface MergeArguments {
  readonly out: string;
  readonly json?: boolean;
}

/** Loads one pack of several: an error that does not say which one it is of helps nobody. */
async function loadNamed(file: string, embedder: string): Promise<Pack> {
  try {
    return await loadPack(file, embedder);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw why.includes(file) ? cause : new Error(`${file}: ${why}`, { cause });
  }
}

async function mergeInto(given: MergeArguments, files: readonly string[], signal: AbortSignal): Promise<number> {
  const embedder = await embedderName(createNodeModels(MODELS));
  const packs = [];
  for (const file of files) packs.push(await loadNamed(file, embedder));
  const { sources, products, replaced } = mergePacks(packs);
  if (products.length > MAX_PRODUCTS) throw new Error(`Together more than ${MAX_PRODUCTS} products.`);
  const kept = new KeptGraphs(partialFolder(given.out));
  const progress = showProgress();
  const step = (indexed: number) => {
    progress.report('index', indexed, products.length);
    signal.throwIfAborted();
  };
  const { graphOf } = kept;
  const pack = await packOf({ embedder, sources, products, step, graphOf }).finally(() => progress.stop());
  await savePack(pack, given.out);
  await kept.forget();
  const counts = { packs: files.length, sources: sources.length, products: products.length, replaced };
  if (given.json) printJson({ out: given.out, ...counts, resumed: kept.taken });
  else say(`${products.length} products of ${sources.length} shops in ${given.out}, ${replaced} stated twice`);
  return 0;
}

/** Writes several packs as one; interrupted, it keeps the indexes that are finished. Answers the exit code. */
export function runMerge(files: readonly string[], given: MergeArguments): Promise<number> {
  return interruptible((signal) => claimed(given.out, () => mergeInto(given, files, signal)));
}
