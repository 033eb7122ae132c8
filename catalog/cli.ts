import { Command, InvalidArgumentError, Option } from 'commander';
import { type BuildArguments, runBuild } from './cli-build';
import { runSearch, type SearchArguments } from './cli-search';
import { useHnswlibInNode } from './node/hnsw';

const CODES = `
Exit codes:
  0    done (build: rejected rows are listed in FILE.rejected.csv)
  1    build: no pack was written; search: at least one photo could not be read, the others are answered
  2    wrong usage
  130  build: interrupted; the same command goes on where it stopped (FILE.zip.partial keeps what is done)`;

const within = (least: number, most: number) => (text: string) => {
  const number = Number(text);
  if (!(number >= least && number <= most)) throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
  return number;
};
const whole = (least: number, most: number) => (text: string) => {
  if (!Number.isInteger(Number(text))) throw new InvalidArgumentError('Give a whole number.');
  return within(least, most)(text);
};

function sourceId(text: string): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(text)) throw new InvalidArgumentError('Use a-z, 0-9, dots and dashes.');
  return text;
}

function program(finish: (code: number) => void): Command {
  const catalog = new Command('catalog').description('Catalogues for Buy Me That Look').addHelpText('after', CODES);
  catalog.exitOverride().showHelpAfterError('(--help tells more)');
  catalog
    .command('build')
    .description('Builds a pack from a table: embeds every product picture and indexes each category')
    .argument(
      '<products.csv>',
      'columns product_id, product_url, image_url, description, brand, gender, category, type',
    )
    .requiredOption('--out <file.zip>', 'where the pack goes')
    .option('--shop <name>', 'name of the shop, shown on every card (default: name of the table)')
    .option('--source <id>', 'id of the source; importing the same id again replaces it', sourceId)
    .option('--pictures-url <address>', 'address before relative image paths (default: they travel as thumbnails)')
    .addOption(
      new Option('--crop <how>', 'where the product is: found by the detector, or all that is not white')
        .choices(['detect', 'content'])
        .default('detect'),
    )
    .option('--threads <n>', 'threads of the models', whole(1, 64))
    .addHelpText('after', CODES)
    .action(async (table: string, given: BuildArguments) => finish(await runBuild(table, given)));
  catalog
    .command('search')
    .description('Finds garments in photos and the most similar products of a pack')
    .argument('<photo...>', 'JPEG, PNG, WebP, AVIF or GIF files')
    .option('--pack <file.zip>', 'the catalogue (default: the sample boutique)')
    .option('--top <n>', 'matches for each garment', whole(0, 200), 10)
    .option('--min-score <x>', "least score of a detection, 0–1 (default: the detector's own thresholds)", within(0, 1))
    .addOption(
      new Option('--gender <whose>', 'whose products are shown')
        .choices(['off', 'automatic', 'women', 'men'])
        .default('automatic'),
    )
    .option('--json', 'one JSON line for each photo')
    .option('--threads <n>', 'threads of the models', whole(1, 64))
    .addHelpText('after', CODES)
    .action(async (photos: string[], given: SearchArguments) => finish(await runSearch(photos, given)));
  return catalog;
}

async function main(): Promise<void> {
  useHnswlibInNode();
  // `catalog search … | head` ends the pipe early; that is no failure.
  process.stdout.on('error', () => process.exit(0));
  try {
    await program((code) => {
      process.exitCode = code;
    }).parseAsync();
  } catch (error) {
    const usage = error instanceof Error && 'exitCode' in error;
    if (!usage) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = usage ? (error.exitCode === 0 ? 0 : 2) : 1;
  }
}

await main();
