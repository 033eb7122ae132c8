import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Taken } from '../lib/store/ingest-store';
import { LONGEST_NAME } from '../lib/store/pack-format';
import { type BuildResult, buildPack } from './build';
import { interruptible, type Progress, printJson, say, showProgress } from './cli-progress';
import { createFetcher, type PoliteFetcher } from './fetch/polite';
import { claimed } from './node/claim';
import { openEyesPool } from './node/eyes-pool';
import { checkApart, isAddress } from './node/files';
import { readFound } from './node/found';
import type { StoredCopy } from './node/ledger';
import { type Input, openInput, openKnown } from './node/open-input';
import type { BuildSettings } from './node/state';
import { fetcherFor } from './shop/typed-fetcher';

/** What `build` was asked. */
export interface BuildArguments {
  readonly out: string;
  readonly shop?: string;
  readonly source?: string;
  readonly picturesUrl?: string;
  readonly picturesFolder?: string;
  readonly currency?: string;
  readonly crop: 'detect' | 'content';
  readonly hasty?: boolean;
  readonly threads?: number;
  readonly json?: boolean;
}

/** A prepared build: everything but the models. */
export interface Job {
  readonly settings: BuildSettings;
  readonly input: Input;
  readonly out: string;
  readonly fetcher: PoliteFetcher;
  readonly before?: readonly Taken[];
  readonly copies?: readonly StoredCopy[];
  readonly checkPictures?: boolean | undefined;
  readonly hasty?: boolean | undefined;
}

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64) || 'shop';

/** How the command line asks: it says what it is. */
const CALLED = { userAgent: 'buy-me-that-look catalog (+https://github.com/)' };

/**
 * A fetcher for what was named by hand: of private networks an address may ask only its very host. A file may name any:
 * it is the way to a shop of one's own network.
 */
export const commandLineFetcher = (input: string): PoliteFetcher =>
  isAddress(input) ? fetcherFor(input, CALLED) : createFetcher({ ...CALLED, mayAsk: () => true });

/** A fetcher that asks no private network. */
export const publicFetcher = (): PoliteFetcher => createFetcher(CALLED);

/** Builds with the models opened and closed around it. */
export async function runJob(
  job: Job,
  threads: number | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<BuildResult> {
  const eyes = await openEyesPool(threads ?? availableParallelism(), job.settings.crop === 'detect');
  try {
    return await buildPack(eyes, { ...job, signal, progress: progress.report });
  } finally {
    progress.stop();
    await eyes.release();
  }
}

/** Tells the result, for people or as JSON; answers the exit code. */
export function tell(result: BuildResult, out: string, json: boolean | undefined): number {
  const { unpriced, tally, broken } = result;
  const code = broken === undefined ? 0 : 1;
  if (broken !== undefined) say(`The list broke off: ${broken} What came before is in ${out}; refresh it later.`);
  if (json) {
    printJson({ out, ...result });
    return code;
  }
  const { fresh, changed, cheaper, same, gone } = tally;
  say(`${result.products} products in ${out}, ${result.rejected} rejected`);
  say(`new ${fresh}, changed ${changed}, cheaper ${cheaper}, the same ${same}, gone ${gone}`);
  if (result.doubtful > 0) say(`${result.doubtful} show another kind of thing than their words say`);
  if (unpriced > 0) say(`${unpriced} have no price, for nothing says its currency: --currency EUR would`);
  if (result.report) say(`Which and why: ${result.report}`);
  return code;
}

/** Builds a pack from a file or an address; answers the exit code. */
export function runBuild(input: string, given: BuildArguments): Promise<number> {
  return interruptible(async (signal) => {
    await checkApart(input, given.out);
    const fetcher = commandLineFetcher(input);
    const found = await readFound(given.out, input);
    const opened = found ? openKnown(found.spec, found.name, fetcher) : await openInput(input, fetcher, signal);
    const shop = (given.shop ?? opened.name).slice(0, LONGEST_NAME) || 'Shop';
    const { crop, picturesUrl, picturesFolder, currency } = given;
    const settings: BuildSettings = {
      format: 1,
      input,
      shop,
      source: given.source ?? idOf(shop),
      crop,
      ...(picturesUrl === undefined ? {} : { picturesUrl }),
      ...(picturesFolder === undefined ? {} : { picturesFolder: resolve(picturesFolder) }),
      ...(currency === undefined ? {} : { currency }),
      ...(opened.spec ? { spec: opened.spec } : {}),
    };
    const job = { settings, input: opened, out: given.out, fetcher, hasty: given.hasty };
    const result = await claimed(given.out, () => runJob(job, given.threads, showProgress(), signal));
    return tell(result, given.out, given.json);
  });
}
