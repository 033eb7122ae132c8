import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import { buildPack } from './build';
import { createNodeModels } from './node/engine';
import { openEyes } from './node/eyes';
import { MODELS } from './node/places';
import { readCsv } from './sources/csv';

/** What `build` was asked. */
export interface BuildArguments {
  readonly out: string;
  readonly shop?: string;
  readonly source?: string;
  readonly picturesUrl?: string;
  readonly crop: 'detect' | 'content';
  readonly threads?: number;
}

type Report = (done: number, stage: 'pictures' | 'index') => void;

const say = (line: string) => process.stderr.write(`${line}\n`);

/** A bar for people, a line every 5 seconds for logs; both on standard error. */
function progressOn(total: number): { report: Report; stop: () => void } {
  if (!process.stderr.isTTY) {
    let last = 0;
    const report: Report = (done, stage) => {
      if (Date.now() - last < 5_000) return;
      last = Date.now();
      say(`${stage}: ${done} of ${total}`);
    };
    return { report, stop: () => undefined };
  }
  const bar = new SingleBar({ format: '{stage} {bar} {value}/{total} · {eta_formatted}', stream: process.stderr });
  bar.start(total, 0, { stage: 'pictures' });
  return { report: (done, stage) => bar.update(done, { stage }), stop: () => bar.stop() };
}

async function countRows(table: string): Promise<number> {
  let rows = 0;
  for await (const _row of readCsv(table)) rows += 1;
  return rows;
}

const nameOf = (table: string) => basename(table).replace(/\.[^.]*$/, '');
const idOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 64) || 'shop'; // biome-ignore format: one thought

/** Runs a build; answers the exit code. The first Ctrl-C stops after the batch in hand, the second at once. */
export async function runBuild(table: string, given: BuildArguments): Promise<number> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const total = await countRows(table);
  const models = createNodeModels(MODELS, given.threads);
  const shop = given.shop ?? nameOf(table);
  const progress = progressOn(total);
  try {
    const result = await buildPack(await openEyes(models, given.crop === 'detect'), {
      table,
      out: given.out,
      shop,
      source: given.source ?? idOf(shop),
      picturesUrl: given.picturesUrl,
      signal: stop.signal,
      progress: progress.report,
    });
    progress.stop();
    say(`${result.products} products in ${given.out}, ${result.rejected} rows rejected`);
    if (result.report) say(`Rejected rows and reasons: ${result.report}`);
    return 0;
  } catch (error) {
    progress.stop();
    if (!stop.signal.aborted) throw error;
    say('Interrupted. The same command goes on from here.');
    return 130;
  } finally {
    await models.release();
  }
}
