import { existsSync } from 'node:fs';
import type { Taken } from '../lib/store/ingest-store';
import { commandLineFetcher, runJob, tell } from './cli-build';
import { interruptible, showProgress } from './cli-progress';
import { claimed } from './node/claim';
import { createNodeModels } from './node/engine';
import { embedderName } from './node/eyes';
import { loadPack } from './node/files';
import { openInput, openKnown } from './node/open-input';
import { MODELS } from './node/places';
import { type BuildState, readState } from './node/state';
import { embeddedOf } from './pack-of';

/** What `refresh` was asked. */
export interface RefreshArguments {
  readonly pictures?: boolean;
  readonly hasty?: boolean;
  readonly threads?: number;
  readonly json?: boolean;
}

async function takenOf(file: string, { products }: BuildState): Promise<Taken[]> {
  const pack = await loadPack(file, await embedderName(createNodeModels(MODELS)));
  return embeddedOf(pack).map((product) => {
    // A product the side file does not know is looked at again.
    const facts = products.get(product.row.productId) ?? { hash: '', validators: {} };
    return { ...product, ...facts };
  });
}

async function refresh(file: string, given: RefreshArguments, signal: AbortSignal): Promise<number> {
  const state = await readState(file);
  const before = await takenOf(file, state);
  const { copies } = state;
  const { input: from, spec, shop } = state.settings;
  const fetcher = commandLineFetcher(from);
  // A shop that answers otherwise today would be taken for another one, and all that it had for gone.
  const input = spec ? openKnown(spec, shop, fetcher) : await openInput(from, fetcher, signal);
  const settings = { ...state.settings, ...(input.spec ? { spec: input.spec } : {}) };
  const job = {
    settings,
    input,
    out: file,
    fetcher,
    before,
    copies,
    checkPictures: given.pictures,
    hasty: given.hasty,
  };
  return tell(await runJob(job, given.threads, showProgress(), signal), file, given.json);
}

/** Brings a pack up to date with its source: only what is new or changed is looked at; answers the exit code. */
export async function runRefresh(file: string, given: RefreshArguments): Promise<number> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  return interruptible((signal) => claimed(file, () => refresh(file, given, signal)));
}
