import { basename } from 'node:path';
import { printJson, say } from './cli-progress';
import { contactSheet } from './contact-sheet';
import { openAnyPack } from './node/any-pack';
import { checkApart, checkOut, writeWhole } from './node/files';
import { statsOf, statsText } from './stats';

/** What `stats` was asked. */
export interface StatsArguments {
  readonly html?: string;
  readonly each: number;
  readonly json?: boolean;
}

/** Counts a pack's products by category, gender, source and price, and draws a contact sheet; answers the exit code. */
export async function runStats(file: string, given: StatsArguments): Promise<number> {
  if (given.html) {
    await checkOut(given.html);
    await checkApart(file, given.html);
  }
  const { rows } = await openAnyPack(file);
  const stats = statsOf(rows);
  if (given.json) printJson(stats);
  else process.stdout.write(`${statsText(stats)}\n`);
  if (given.html) {
    await writeWhole(given.html, contactSheet(basename(file), rows, given.each));
    say(`Contact sheet: ${given.html}`);
  }
  return 0;
}
