import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { findBrowser } from '../browser/find';
import { measureCatalog } from './catalog';
import { measureColdStart } from './cold';
import { measureFeed } from './feed';
import { machine, type Times } from './figures';
import { measureIngest } from './ingest';
import { benchPicture } from './picture';
import { measureSearch } from './search';
import { measureShop } from './shop';
import { measureSizes } from './sizes';

const PARTS = ['sizes', 'shop', 'cold', 'ingest', 'search', 'catalog', 'feed'] as const;
type Part = (typeof PARTS)[number];

const { json, only } = new Command('bench')
  .description('Measures speed, recall, memory and sizes of the built extension. An idle machine tells the truth.')
  .option('--json <file>', 'write every figure to this file')
  .addOption(new Option('--only <parts...>', 'measure only these parts').choices(PARTS))
  .parse()
  .opts<{ json?: string; only?: Part[] }>();

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const pair = ({ p50, p95 }: Times): string => `p50 ${ms(p50)}, p95 ${ms(p95)}`;
const line = (what: string, figure: string, goal = ''): void =>
  console.log(`${what.padEnd(44)}${figure.padEnd(34)}${goal}`);

const parts: Readonly<Record<Part, () => Promise<unknown>>> = {
  async sizes() {
    const sizes = measureSizes();
    line('content script, gzip', `${(sizes.contentScriptGzip / 1000).toFixed(1)} kB`, '≤ 40 kB');
    line('package, zip', `${(sizes.packageZip / 1e6).toFixed(1)} MB`, '≤ 25 MB');
    return sizes;
  },
  async shop() {
    const shops = [];
    for (const threads of [2, 1]) {
      const figures = await measureShop(threads);
      shops.push({ threads, ...figures });
      const name = `${threads} thread${threads > 1 ? 's' : ''}`;
      line(`picture → matches, WASM, ${name}`, pair(figures.browser), threads === 2 ? '≤ 350 ms' : '');
      line(`  the same on onnxruntime-node, ${name}`, pair(figures.native), `ratio ${figures.ratio.toFixed(2)}`);
      const total = Object.values(figures.stages).reduce((sum, part) => sum + part, 0);
      for (const [stage, took] of Object.entries(figures.stages)) {
        line(`  ${stage}`, `${ms(took)} (${Math.round((100 * took) / total)} %)`);
      }
      line('  seen before, outside messages', pair(figures.secondView), '< 10 ms');
      line('  garments found / drawn', `${figures.found} / ${figures.drawn}`);
      if (figures.memoryMiB !== null)
        line('  memory of the extension process (PSS)', `${figures.memoryMiB.toFixed(0)} MiB`, '≤ 400 MB');
    }
    return shops;
  },
  async cold() {
    const cold = await measureColdStart((await benchPicture()).bytes);
    line('cold start, first message → answer', pair(cold.later), '≤ 2.5 s');
    for (const { name, begin, took } of cold.stages) {
      line(`  ${name}`, `${ms(took)}, from ${ms(Math.max(0, begin))} on`);
    }
    line('  on the very first run', ms(cold.firstEver));
    return cold;
  },
  async search() {
    const searches = [];
    for (const count of [16_787, 100_000]) {
      const figures = await measureSearch(count);
      searches.push(figures);
      line(`search, ${count} × 128`, pair(figures.graph), count < 20_000 ? '≤ 2 ms' : '');
      line('  exact scan', pair(figures.exact));
      line('  recall@10', figures.recallAt10.toFixed(3), count < 20_000 ? '≥ 0.98' : '');
    }
    return searches;
  },
  async ingest() {
    const ingest = await measureIngest();
    const { products, perSecond, modelsPerSecond } = ingest;
    line(`ingest, ${products} local pictures`, `${perSecond.toFixed(1)} products/s`, '≥ 15 products/s');
    const share = Math.round((100 * perSecond) / modelsPerSecond);
    line('  the models alone', `${modelsPerSecond.toFixed(1)} products/s (${share} %)`, '≥ 60 %');
    return ingest;
  },
  async catalog() {
    const { bytes } = await benchPicture();
    const catalogs = [];
    for (const count of [16_787, 100_000]) {
      const small = count < 20_000;
      const found = await measureCatalog(count, bytes);
      catalogs.push(found);
      line(`catalogue of ${count}, pack`, `${(found.packBytes / 1e6).toFixed(1)} MB`, small ? '≤ 20 MB' : '');
      line('  search of one category', pair(found.search), small ? '≤ 2 ms' : '≤ 5 ms');
      line('  recall@10', found.recallAt10.toFixed(3), '≥ 0.98');
      line("  women's only", pair(found.filteredSearch));
      line('  recall@10', found.filteredRecallAt10.toFixed(3), '≥ 0.98');
      line('  import into the extension', `${(found.importMs / 1000).toFixed(1)} s`, small ? '≤ 15 s' : '≤ 90 s');
      line(`  first ${found.garments} searches after a start`, pair(found.firstSearch), small ? '≤ 400 ms' : '');
      line(`  later ${found.garments} searches`, pair(found.laterSearch));
      line('  one garment asked for again', pair(found.again));
      line('  under a price', pair(found.underPrice));
      line('  of one price in 190', pair(found.rare));
      if (found.memoryMiB !== null)
        line('  memory of the extension process (PSS)', `${found.memoryMiB.toFixed(0)} MiB`, small ? '' : '≤ 500 MB');
    }
    return catalogs;
  },
  async feed() {
    const feeds = [];
    for (const format of ['csv', 'xml'] as const) {
      const figures = await measureFeed(format, 1e9);
      feeds.push(figures);
      const { bytes: size, products, seconds, memory } = figures;
      line(`feed of ${(size / 1e9).toFixed(1)} GB, ${format}, ${products} products`, `${(memory / 1e6).toFixed(0)} MB`, '≤ 200 MB'); // biome-ignore format: one thought
      line('  parsed and cleaned', `${seconds.toFixed(0)} s`);
    }
    return feeds;
  },
};

const place = machine((await findBrowser()).version);
console.log(
  Object.entries(place)
    .map(([what, value]) => `${what} ${value}`)
    .join(' · '),
);
const figures: Record<string, unknown> = { machine: place };
for (const part of PARTS) if (!only || only.includes(part)) figures[part] = await parts[part]();
if (json) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
