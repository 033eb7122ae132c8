import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { findBrowser } from '../../browser/find';
import { launch } from '../../browser/launch';
import { serve } from '../../browser/servers';
import { machine, type Times } from '../figures';
import { measureDots, openFeed } from './dots';
import { type Counts, openReader, type Reader, type Spent, traceOwnTime } from './scroll';
import { benchSite } from './site';

const { minutes, json } = new Command('bench:page')
  .description('What the extension costs a page of 1,000 pictures, beside the same page without it in the same run.')
  .option('--minutes <n>', 'minutes of scrolling', Number, 10)
  .option('--json <file>', 'write every figure to this file')
  .parse()
  .opts<{ minutes: number; json?: string }>();

const TURN_MS = 10_000;
const TRACE_MS = 15_000;
const FEED_PICTURES = 18;
const SWITCHES = { width: 1280, height: 800 };

const line = (what: string, figure: string, goal = ''): void =>
  console.log(`${what.padEnd(48)}${figure.padEnd(30)}${goal}`);
const ms = ({ p50, p95 }: Times): string => `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`;

/** Both pages are read in turns, so that whatever else the machine does meets both. */
async function readInTurns(withUs: Reader, without: Reader, total: number): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (let read = 0; read < total; read += TURN_MS) {
    const ms = Math.min(TURN_MS, total - read);
    turns.push({ withUs: await withUs.read(ms), without: await without.read(ms) });
  }
  return turns;
}

/** A stretch of reading of both pages. */
interface Turn {
  readonly withUs: Spent;
  readonly without: Spent;
}

const sum = (spent: readonly Spent[]): Spent => ({
  wall: spent.reduce((all, { wall }) => all + wall, 0),
  thread: spent.reduce((all, { thread }) => all + thread, 0),
  frames: spent.reduce((all, { frames }) => all + frames, 0),
});

/**
 * Shares of the main thread and frames a second over some turns.
 * A page that draws fewer frames, because the models take the CPU, pays less for itself: that is no merit of ours,
 * so `added` compares with what as many frames cost without us.
 */
function costOf(turns: readonly Turn[]): { shares: [number, number]; rates: [number, number]; added: number } {
  const [ours, bare] = [sum(turns.map(({ withUs }) => withUs)), sum(turns.map(({ without }) => without))];
  const shares: [number, number] = [ours.thread / ours.wall, bare.thread / bare.wall];
  const rates: [number, number] = [ours.frames / ours.wall, bare.frames / bare.wall];
  return { shares, rates, added: shares[0] - (shares[1] / rates[1]) * rates[0] };
}

const grown = (before: Counts, after: Counts): Counts => ({
  listeners: after.listeners - before.listeners,
  nodes: after.nodes - before.nodes,
  heap: after.heap - before.heap,
});

const found = await findBrowser();
const place = machine(found.version);
console.log(Object.entries(place).map(([what, value]) => `${what} ${value}`).join(' · ')); // biome-ignore format: one thought
const site = await serve(await benchSite());
const ours = await launch({ build: 'allsites', headless: true, ...SWITCHES });
const bare = await launch({ build: 'allsites', headless: true, without: true, ...SWITCHES });
try {
  const asker = await ours.browser.newPage();
  await asker.goto(`chrome-extension://${ours.extensionId}/manifest.json`);
  const feed = await ours.browser.newPage();
  await openFeed(feed, `${site.origin}/feed`);
  const dots = await measureDots(feed, asker, FEED_PICTURES);
  await feed.close();
  line('photo feed: first dots', ms(dots.firstDots), '≤ 700 ms');
  line('  of it outside the models', ms(dots.outside), '≤ 60 ms');
  line('  popover after intent', ms(dots.popover), '≤ 50 ms');
  line('  pictures without dots', `${dots.withoutDots} of ${FEED_PICTURES}`);

  const [withUs, without] = [
    await openReader(await ours.browser.newPage(), site.origin),
    await openReader(await bare.browser.newPage(), site.origin),
  ];
  // Until the overlay stands and the page has grown a little.
  await readInTurns(withUs, without, TURN_MS);
  const own = [await traceOwnTime(withUs, ours.extensionId, TRACE_MS)];
  const counts = () => Promise.all([withUs.counts(), without.counts()]);
  const before = await counts();
  const turns = await readInTurns(withUs, without, minutes * 60_000);
  const after = await counts();
  own.push(await traceOwnTime(withUs, ours.extensionId, TRACE_MS));
  const [growth, natural] = [grown(before[0], after[0]), grown(before[1], after[1])];
  const shift = await Promise.all([withUs.shift(), without.shift()]);
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const { shares, rates, added } = costOf(turns);
  line('endless page: main thread with / without', `${percent(shares[0])} / ${percent(shares[1])}`);
  line('  frames a second', `${rates[0].toFixed(0)} / ${rates[1].toFixed(0)}`);
  line('  added to as many frames', percent(added), '≤ 3 %');
  const quarter = Math.ceil(turns.length / 4);
  const quarters = [0, 1, 2, 3].map((at) => turns.slice(at * quarter, (at + 1) * quarter));
  const over = quarters.filter((some) => some.length > 0).map((some) => costOf(some).added);
  line('    quarter by quarter', over.map(percent).join(' '));
  line('  our functions, traced at the start / end', own.map(({ share }) => percent(share)).join(' / '));
  const [longest, long] = [
    Math.max(...own.map((one) => one.longest)),
    own.reduce((all, one) => all + one.longTasks, 0),
  ];
  line('  longest task of ours in the traces', `${longest.toFixed(0)} ms (${long} above 50)`, 'none > 50 ms');
  line(`  growth in ${minutes} min: listeners`, `${growth.listeners} / ${natural.listeners}`, 'as without');
  line('    nodes', `${growth.nodes} / ${natural.nodes}`);
  line('    heap', `${(growth.heap / 1e6).toFixed(2)} / ${(natural.heap / 1e6).toFixed(2)} MB`);
  line('  layout shift with / without', `${shift[0]?.toFixed(4)} / ${shift[1]?.toFixed(4)}`, '0');
  if (json) {
    const figures = {
      machine: place,
      minutes,
      dots,
      own,
      shares,
      added,
      quarters: over,
      frames: rates,
      growth,
      natural,
      shift,
    };
    writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
  }
} finally {
  await Promise.all([ours.browser.close(), bare.browser.close()]);
  await site.close();
}
