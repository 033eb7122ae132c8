import { readFile } from 'node:fs/promises';
import { sentenceOf } from '../lib/errors';
import type { ProductSearch } from '../lib/types';
import { createNodeEngine, createNodeModels } from './node/engine';
import { embedderName } from './node/eyes';
import { MODELS, STARTER } from './node/places';
import { openPack, searchLine } from './search';

/** What `search` was asked. */
export interface SearchArguments {
  readonly pack?: string;
  readonly top: number;
  readonly minScore?: number;
  readonly gender: 'off' | 'automatic' | 'women' | 'men';
  readonly json?: boolean;
  readonly threads?: number;
}

async function openSearch(pack: string): Promise<ProductSearch> {
  const models = createNodeModels(MODELS);
  return openPack(pack, await embedderName(models));
}

function printed(line: string, json: boolean | undefined): string {
  if (json) return line;
  const { file, error, detections = [] } = JSON.parse(line);
  if (error) return `${file}: ${error}`;
  const lines = detections.map(({ category, score, matches }: Record<string, never>) => {
    const [best] = matches as unknown as { title: string; similarity: number }[];
    return `  ${category} ${score}${best ? `  → ${best.title} (${best.similarity})` : ''}`;
  });
  return [`${file}:`, ...lines].join('\n');
}

/** Answers every photo with one line on standard output; the exit code is 1 when one could not be read. */
export async function runSearch(photos: readonly string[], given: SearchArguments): Promise<number> {
  const search = await openSearch(given.pack ?? STARTER);
  const { threads, top, minScore, gender } = given;
  const engine = createNodeEngine({ modelsDir: MODELS, search, ...(threads ? { threads } : {}) });
  const options = { top, genderFilter: gender, ...(minScore === undefined ? {} : { minScore }) };
  // A broken model would otherwise be reported once per photo as the photo's fault.
  await engine.models.warm();
  let failed = false;
  for (const file of photos) {
    let line: string;
    try {
      line = searchLine(file, await engine.shop(await readFile(file), options));
    } catch (error) {
      failed = true;
      const missing = error instanceof Error && 'code' in error && typeof error.code === 'string';
      line = JSON.stringify({ file, error: missing ? `Cannot open this file (${error.code}).` : sentenceOf(error) });
    }
    if (!process.stdout.write(`${printed(line, given.json)}\n`))
      await new Promise((r) => process.stdout.once('drain', r));
  }
  await engine.release();
  return failed ? 1 : 0;
}
