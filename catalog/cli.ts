import { setMaxListeners } from 'node:events';
import { Command, InvalidArgumentError, Option } from 'commander';
import { isWebAddress, LONGEST_NAME } from '../lib/store/pack-format';
import { type BuildArguments, runBuild } from './cli-build';
import { type CrawlArguments, runCrawl } from './cli-crawl';
import { type MergeArguments, runMerge } from './cli-merge';
import { type RefreshArguments, runRefresh } from './cli-refresh';
import { runSearch, type SearchArguments } from './cli-search';
import { runStats, type StatsArguments } from './cli-stats';
import { runVerify, type VerifyArguments } from './cli-verify';
import { useHnswlibInNode } from './node/hnsw';

const CODES = `
Exit codes:
  0    done (build, refresh: what was rejected is listed in FILE.rejected.csv)
  1    build, crawl, refresh, merge, stats: not done, and no pack or table was overwritten; build of a new pack, refresh:
       the list broke off, what came before is in; search: at least one photo could not be read, the others are
       answered; verify: something is not in order
  2    wrong usage
  130  interrupted; build, crawl, refresh and merge go on where they stopped (FILE.zip.partial and
       FILE.csv.partial.ndjson keep what is done)`;

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

function shopName(text: string): string {
  const name = text.replace(/\s+/g, ' ').trim();
  if (name === '' || name.length > LONGEST_NAME)
    throw new InvalidArgumentError(`Give 1 to ${LONGEST_NAME} characters.`);
  return name;
}

function fileName(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Name a file.');
  return text;
}

function picturesUrl(text: string): string {
  if (!isWebAddress(text) && !text.startsWith('/catalog/')) throw new InvalidArgumentError('Give an http(s) address.');
  return text;
}

const currency = (text: string) => {
  if (!/^[A-Z]{3}$/.test(text)) throw new InvalidArgumentError('Give a code like EUR.');
  return text;
};

/** Who may listen to one signal before Node warns of a leak. */
const LISTENERS = 200;

const HASTY = ['--hasty', 'leave products out whose pictures are held back (429), rather than to stop'] as const;

type Finish = (code: number) => void;

function addBuilding(catalog: Command, finish: Finish): void {
  catalog
    .command('build')
    .description('Builds a pack from a file or an address: embeds every product picture and indexes each category')
    .argument('<input>', 'a product table or feed, or the address of a feed or a shop')
    .requiredOption('--out <file.zip>', 'where the pack goes', fileName)
    .option('--shop <name>', "name of the shop, shown on every card (default: the source's)", shopName)
    .option('--source <id>', 'id of the source; importing the same id again replaces it', sourceId)
    .option('--currency <code>', 'currency of prices that come without one', currency)
    .option(
      '--pictures-url <address>',
      'address before relative image paths (default: they travel as thumbnails)',
      picturesUrl,
    )
    .option('--pictures-folder <folder>', "where a table's pictures may be on this computer (default: its own folder)")
    .addOption(
      new Option('--crop <how>', 'where the product is: found by the detector, or all that is not white')
        .choices(['detect', 'content'])
        .default('detect'),
    )
    .option(...HASTY)
    .option('--threads <n>', 'threads of the models', whole(1, 64))
    .option('--json', 'the result as JSON on standard output')
    .addHelpText('after', CODES)
    .action(async (input: string, given: BuildArguments) => finish(await runBuild(input, given)));
  catalog
    .command('crawl')
    .description('Collects the listings of a site for search terms into a table for `build`, politely, with a browser')
    .requiredOption('--site <site>', 'a built-in description (myntra-like, json-ld) or a JSON file')
    .option('--origin <address>', 'where the site is, https://shop.example (default: as described)')
    .option(
      '--terms <file>',
      'a term a line, with tabs before gender, category and type (default: the 27 classic ones)',
    )
    .requiredOption('--out <products.csv>', 'where the table goes', fileName)
    .option('--pages <n>', 'most pages of a term', whole(1, 1_000), 20)
    .option('--pause <ms>', 'milliseconds between two pages; robots.txt may ask for more', whole(0, 600_000), 2_000)
    .option('--json', 'the result as JSON on standard output')
    .addHelpText('after', CODES)
    .action(async (given: CrawlArguments) => finish(await runCrawl(given)));
  catalog
    .command('refresh')
    .description('Brings a pack up to date: looks only at what is new or changed, marks what is gone as unavailable')
    .argument('<file.zip>', 'a pack that `build` wrote, with FILE.state.ndjson beside it')
    .option('--pictures', 'ask for every known picture again whether it changed (ETag, Last-Modified)')
    .option(...HASTY)
    .option('--threads <n>', 'threads of the models', whole(1, 64))
    .option('--json', 'the result as JSON on standard output')
    .addHelpText('after', CODES)
    .action(async (file: string, given: RefreshArguments) => finish(await runRefresh(file, given)));
  catalog
    .command('merge')
    .description('Puts several packs of one embedder together; what two packs state is taken from the later one')
    .argument('<file.zip...>', 'the packs')
    .requiredOption('--out <file.zip>', 'where the pack goes', fileName)
    .option('--json', 'the result as JSON on standard output')
    .addHelpText('after', CODES)
    .action(async (files: string[], given: MergeArguments) => finish(await runMerge(files, given)));
}

function addAsking(catalog: Command, finish: Finish): void {
  catalog
    .command('stats')
    .description('Counts the products of a pack by category, gender, source and price')
    .argument('<file.zip>', 'the pack')
    .option('--html <sheet.html>', 'draws a contact sheet', fileName)
    .option('--each <n>', 'products of each category on the sheet', whole(1, 10_000), 60)
    .option('--json', 'the numbers as JSON on standard output')
    .addHelpText('after', CODES)
    .action(async (file: string, given: StatsArguments) => finish(await runStats(file, given)));
  catalog
    .command('verify')
    .description('Checks a pack: checksums, products, unit vectors, recall of every index, addresses')
    .argument('<file.zip>', 'the pack')
    .option('--online <n>', 'ask for the addresses of so many products', whole(0, 10_000), 0)
    .option('--json', 'the checks as JSON on standard output')
    .addHelpText('after', CODES)
    .action(async (file: string, given: VerifyArguments) => finish(await runVerify(file, given)));
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
}

function program(finish: Finish): Command {
  const catalog = new Command('catalog').description('Catalogues for Buy Me That Look').addHelpText('after', CODES);
  catalog.exitOverride().showHelpAfterError('(--help tells more)');
  addBuilding(catalog, finish);
  addAsking(catalog, finish);
  return catalog;
}

async function main(): Promise<void> {
  useHnswlibInNode();
  // Every picture on its way hears of Ctrl-C: two batches of them are no leak.
  setMaxListeners(LISTENERS);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `catalog search … | head` ends the pipe early; that is no failure. A full disk is one.
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
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
