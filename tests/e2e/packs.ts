import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { stringify } from '../../catalog/csv-write';
import { drawProduct } from '../../catalog/draw/product';
import { toWebp } from '../../catalog/draw/raster';
import { STARTER } from '../../catalog/draw/starter';
import { unzip } from '../../lib/store/unzip';

const COLUMNS = ['product_id', 'product_url', 'image_url', 'description', 'brand', 'gender', 'category', 'type', 'price', 'currency', 'availability']; // biome-ignore format: one row
const BUILD_MS = 120_000;

/** Products in the good pack. */
export const PRODUCTS = 8;

/** Files that a person may drop on the options page, and why each but `good` is refused. */
export interface Packs {
  readonly good: string;
  readonly refused: readonly { readonly file: string; readonly sentence: RegExp }[];
}

/** Builds a small pack with the project's own command line, and broken ones out of it. */
export async function makePacks(folder: string): Promise<Packs> {
  const good = await buildPack(folder);
  const bytes = await readFile(good);
  const files = await unzip(new Blob([bytes]));
  const text = (name: string): string => new TextDecoder().decode(files.get(name));
  const changed = text('products.ndjson').replace('"brand":"', '"brand":"X');
  const manifest = text('manifest.json').replace(/"embedder": "[^"]*"/, '"embedder": "embedder@0.0.9"');
  const file = (name: string, content: Uint8Array): Promise<string> => save(join(folder, name), content);
  return {
    good,
    refused: [
      { file: await file('truncated.zip', bytes.subarray(0, bytes.length >> 1)), sentence: /not a complete catalogue/ },
      { file: await file('checksum.zip', await zip(files, 'products.ndjson', changed)), sentence: /is damaged/ },
      { file: await file('embedder.zip', await zip(files, 'manifest.json', manifest)), sentence: /embedder@0\.0\.9/ },
      { file: await file('bomb.zip', await bomb()), sentence: /unpacks to far more/ },
      { file: await file('text.zip', new TextEncoder().encode('hello')), sentence: /not a complete catalogue/ },
    ],
  };
}

async function buildPack(folder: string): Promise<string> {
  await mkdir(join(folder, 'pictures'), { recursive: true });
  // Every so many, so that several categories are there.
  const step = Math.floor(STARTER.length / PRODUCTS);
  const products = Array.from({ length: PRODUCTS }, (_, i) => STARTER[i * step]).filter((one) => one !== undefined);
  const rows: string[][] = [];
  for (const product of products) {
    const { id, title, brand, gender, category, type, price } = product;
    const picture = `pictures/${id}.webp`;
    await writeFile(join(folder, picture), await toWebp(drawProduct(product, 240)));
    const facts = [id, `https://corner.example/${id}`, picture, title, brand, gender, category, type];
    rows.push([...facts, price.toFixed(2), 'EUR', 'in_stock']);
  }
  const table = join(folder, 'corner.csv');
  await writeFile(table, stringify([COLUMNS, ...rows]));
  const out = join(folder, 'corner.zip');
  const asked = ['build', table, '--out', out, '--shop', 'Corner shop', '--source', 'corner', '--crop', 'content'];
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'catalog/cli.ts', ...asked, '--threads', '1'], {
    timeout: BUILD_MS,
  });
  return out;
}

async function save(path: string, content: Uint8Array): Promise<string> {
  await writeFile(path, content);
  return path;
}

async function zip(files: ReadonlyMap<string, Uint8Array>, name: string, content: string): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [entry, bytes] of files) {
    await writer.add(entry, entry === name ? new TextReader(content) : new Uint8ArrayReader(bytes));
  }
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

async function bomb(): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  await writer.add('manifest.json', new TextReader(' '.repeat(30_000_000)));
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}
