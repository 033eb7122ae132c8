import { existsSync } from 'node:fs';
import type { Tally } from '../lib/shop';
import { leftOut, type Taken } from '../lib/store/ingest-store';
import { isPictureAddress, isWebAddress } from '../lib/store/pack-format';
import { pictureReader } from './fetch/picture';
import type { PoliteFetcher } from './fetch/polite';
import { type ListedSoFar, listSoFar, listSource } from './ingest/list';
import type { Eyes, PictureWays } from './ingest/look';
import { takePictures } from './ingest/pictures';
import { doubtfulOf } from './ingest/report';
import { partialFolder, reportFailure, savePack, withReport } from './node/files';
import { noteFound } from './node/found';
import { KeptGraphs } from './node/kept-graphs';
import { Ledger, type StoredCopy } from './node/ledger';
import type { Input } from './node/open-input';
import { nodePictureReader, thumbnail } from './node/picture';
import { type BuildSettings, writeState } from './node/state';
import { packOf } from './pack-of';
import { cleanerOf } from './schema';
import { isTooMuch, SourceError } from './source';

const BATCH = 16;

/** The parts of a build that take time. */
export type Stage = 'listing' | 'pictures' | 'index';

/** Hears how far a build is; `total` is unknown while the source is listed. */
export type OnProgress = (stage: Stage, done: number, total?: number) => void;

/** One build or refresh. */
export interface BuildOptions {
  readonly settings: BuildSettings;
  readonly input: Input;
  readonly out: string;
  readonly fetcher: PoliteFetcher;
  readonly signal: AbortSignal;
  readonly progress: OnProgress;
  /** What is in the pack already. */
  readonly before?: readonly Taken[];
  /** What was left out as copies. */
  readonly copies?: readonly StoredCopy[];
  readonly checkPictures?: boolean | undefined;
  /** Leaves products out whose pictures are held back, rather than to stop. */
  readonly hasty?: boolean | undefined;
}

/** What a build did. `report` is the file that lists the rejected and the doubtful products, where there are any. */
export interface BuildResult {
  readonly products: number;
  readonly rejected: number;
  /** Products that went in although their pictures show another kind of thing than their words say. */
  readonly doubtful: number;
  /** Products that went in without a price, because nothing says its currency; of very many only some are counted. */
  readonly unpriced: number;
  readonly tally: Tally;
  readonly report: string | undefined;
  /** What broke the source's list off, where it did: a sentence. */
  readonly broken?: string;
}

function waysOf({ input, fetcher, settings }: BuildOptions): PictureWays {
  const { picturesUrl } = settings;
  return {
    read: nodePictureReader(pictureReader(fetcher), { folder: input.folder, within: settings.picturesFolder }),
    addressOf: (address, bytes) => {
      if (isWebAddress(address)) return address;
      if (picturesUrl === undefined) return thumbnail(bytes);
      const shown = `${picturesUrl}${address.replace(/^\.\//, '')}`;
      // One such row, and nobody could read the pack.
      if (!isPictureAddress(shown)) throw new Error('no address that a pack may hold');
      return shown;
    },
  };
}

/** Lists the source, as far as that goes; a list that broke off is no reason to write less over a whole pack. */
async function list(ledger: Ledger, options: BuildOptions): Promise<ListedSoFar> {
  const { settings, input, out, before, signal, progress, checkPictures } = options;
  const clean = cleanerOf(settings.source, settings.currency);
  const step = ({ found }: Tally) => progress('listing', found);
  const how = { clean, signal, checkPictures, progress: step };
  if (before || !existsSync(out)) return listSoFar(input.source, ledger, how);
  return { tally: await listSource(input.source, ledger, how) };
}

async function bringIn(ledger: Ledger, eyes: Eyes, options: BuildOptions): Promise<ListedSoFar> {
  const { signal, progress, hasty } = options;
  const listed = await list(ledger, options);
  const total = await ledger.waiting();
  const step = async () => progress('pictures', total - (await ledger.waiting()), total);
  const pictures = {
    eyes,
    ways: waysOf(options),
    batch: BATCH,
    signal,
    progress: step,
    waitsFor: hasty ? undefined : isTooMuch,
  };
  await takePictures(ledger, pictures).catch((error: unknown) => {
    if (!(error instanceof SourceError)) throw error;
    const ways = 'the same command goes on from here, with --hasty without the rest of them';
    throw new Error(`${error.message} What is done is kept: ${ways}.`, { cause: error });
  });
  return listed;
}

async function write(ledger: Ledger, eyes: Eyes, { settings, out, signal, progress }: BuildOptions): Promise<void> {
  const products = ledger.products();
  const sources = [{ id: settings.source, shop: settings.shop }];
  const step = (indexed: number) => {
    progress('index', indexed, products.length);
    signal.throwIfAborted();
  };
  const { graphOf } = new KeptGraphs(partialFolder(out));
  await savePack(await packOf({ embedder: eyes.embedder, sources, products, step, graphOf }), out);
  await writeState(out, settings, products, ledger.allCopies());
}

async function whyOf({ refused }: Ledger, out: string): Promise<string> {
  return refused.length === 0 ? '' : `: see ${await reportFailure(refused, out)}`;
}

/**
 * Builds a pack from a source, or brings one up to date. Interrupted (also by `signal`), the folder `OUT.partial` keeps
 * what is done and the same call goes on from there.
 * @throws Error when the source cannot be read, no product is usable, or who has the pictures wants to be asked later.
 */
export async function buildPack(eyes: Eyes, options: BuildOptions): Promise<BuildResult> {
  const { settings, out } = options;
  const facts = [eyes.embedder, JSON.stringify(settings)];
  const ledger = await Ledger.open(partialFolder(out), facts, options.before, options.copies);
  try {
    await noteFound(out, settings.input, options.input);
    const { tally, broken } = await bringIn(ledger, eyes, options);
    const doubtful = doubtfulOf(ledger.products());
    const products = ledger.products().length;
    if (products === 0 && broken) throw broken;
    if (products === 0) throw new Error(`No usable product in ${settings.input}${await whyOf(ledger, out)}.`);
    const lines = [...ledger.refused, ...doubtful];
    const report = await withReport(lines, out, () => write(ledger, eyes, options));
    await ledger.close();
    const rejected = leftOut(ledger.refused).length;
    const unpriced = ledger.refused.length - rejected;
    const ended = broken ? { broken: broken.message } : {};
    return { products, rejected, doubtful: doubtful.length, unpriced, tally, report, ...ended };
  } finally {
    await ledger.pause();
  }
}
