import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { findBrowser } from '../../browser/find';
import { launch } from '../../browser/launch';
import { serve } from '../../browser/servers';
import { machine, type Times } from '../figures';
import { measureDots, openFeed } from './dots';
import { type Counts, openReader, type Reader, traceOwnTime } from './scroll';
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
const NOTHING = { wall: 0, thread: 0, frames: 0 };
const SWITCHES = { width: 1280, height: 800 };

const line = (what: string, figure: string, goal = ''): void =>
  console.log(`${what.padEnd(48)}${figure.padEnd(30)}${goal}`);
const ms = ({ p50, p95 }: Times): string => `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`;

/** Both pages are read in turns, so that whatever else the machine does meets both. */
async function readInTurns(readers: readonly Reader[], total: number): Promise<void> {
  for (let read = 0; read < total; read += TURN_MS) {
    for (const reader of readers) await reader.read(Math.min(TURN_MS, total - read));
  }
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
  const readers = [withUs, without];
  // Until the overlay stands and the page has grown a little.
  await readInTurns(readers, TURN_MS);
  for (const { spent } of readers) Object.assign(spent, NOTHING);
  const own = await traceOwnTime(withUs, ours.extensionId, TRACE_MS);
  for (const { spent } of readers) Object.assign(spent, NOTHING);
  const before = await Promise.all(readers.map((reader) => reader.counts()));
  await readInTurns(readers, minutes * 60_000);
  const after = await Promise.all(readers.map((reader) => reader.counts()));
  const [growth, natural] = readers.map((_, i) => grown(before[i] as Counts, after[i] as Counts)) as [Counts, Counts];
  const shares = readers.map(({ spent }) => spent.thread / spent.wall) as [number, number];
  const shift = await Promise.all(readers.map((reader) => reader.shift()));
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  line('endless page: main thread with / without', `${percent(shares[0])} / ${percent(shares[1])}`);
  const [rate, bareRate] = readers.map(({ spent }) => spent.frames / spent.wall) as [number, number];
  line('  frames a second', `${rate.toFixed(0)} / ${bareRate.toFixed(0)}`);
  // A page that draws fewer frames, because the models take the CPU, pays less for itself: that is no merit of ours.
  const added = shares[0] - (shares[1] / bareRate) * rate;
  line('  added to as many frames', percent(added), '≤ 3 %');
  line('  our functions, traced', percent(own.share));
  line('  longest task of ours', `${own.longest.toFixed(0)} ms (${own.longTasks} above 50)`, 'none > 50 ms');
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
      frames: [rate, bareRate],
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
