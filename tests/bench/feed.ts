import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { cleanProduct } from '../../catalog/schema';
import { openFile } from '../../catalog/sources/open';

/** What reading a feed took. `bytes` is the file's size, `memory` the largest resident set in bytes. */
export interface FeedFigures {
  readonly format: string;
  readonly bytes: number;
  readonly products: number;
  readonly seconds: number;
  readonly memory: number;
}

const PRODUCTS = 200_000;
const FORMATS = {
  csv: {
    head: 'product_id,product_url,image_url,title,brand,gender,category,type,price,description\n',
    one: (i: number, words: string) =>
      `${i},https://s.example/${i},https://s.example/${i}.jpg,"Linen shirt ${i}",B,men,,Shirts,${i % 90}.95 EUR,"${words}"\n`,
    tail: '',
  },
  xml: {
    head: '<?xml version="1.0"?><rss><channel>',
    one: (i: number, words: string) =>
      `<item><g:id>${i}</g:id><title>Linen shirt</title><link>https://s.example/${i}</link><g:image_link>https://s.example/${i}.jpg</g:image_link><g:price>9.95 EUR</g:price><description>${words}</description></item>\n`,
    tail: '</channel></rss>',
  },
} as const;

/** A format of feed that is measured. */
export type FeedFormat = keyof typeof FORMATS;

async function write(file: string, format: FeedFormat, bytes: number): Promise<void> {
  const { head, one, tail } = FORMATS[format];
  const words = 'words for machines '.repeat(Math.ceil(bytes / PRODUCTS / 19));
  const text = function* () {
    yield head;
    for (let i = 0; i < PRODUCTS; i += 1) yield one(i, words);
    yield tail;
  };
  await pipeline(Readable.from(text()), createWriteStream(file));
}

async function readHere(format: FeedFormat, bytes: number): Promise<FeedFigures> {
  const file = join(tmpdir(), `feed-${process.pid}.${format}`);
  try {
    await write(file, format, bytes);
    const start = performance.now();
    const source = await openFile(
      () => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array<ArrayBuffer>>,
    );
    let [products, memory] = [0, 0];
    for await (const { raw } of source.products()) {
      if (raw && 'row' in cleanProduct(raw, 'shop')) products += 1;
      if (products % 500 === 0) memory = Math.max(memory, process.memoryUsage.rss());
    }
    const seconds = (performance.now() - start) / 1_000;
    return { format, bytes: (await stat(file)).size, products, seconds, memory };
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * Writes a feed of about `bytes`, reads and cleans its 200,000 products, and says how long and how large that was: in a
 * process of its own, so that nothing else counts.
 */
export async function measureFeed(format: FeedFormat, bytes: number): Promise<FeedFigures> {
  const args = ['--import', 'tsx', import.meta.filename, format, String(bytes)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as FeedFigures;
}

if (process.argv[1] === import.meta.filename) {
  const format = process.argv[2] === 'xml' ? 'xml' : 'csv';
  console.log(JSON.stringify(await readHere(format, Number(process.argv[3]))));
}
