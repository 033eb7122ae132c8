import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { dataset } from './people.ts';
import { drawProduct } from './product.ts';
import { toJpeg, toWebp } from './raster.ts';
import { drawScene, renderScene } from './scene.ts';
import { STARTER, type StarterProduct } from './starter.ts';

const COLUMNS = 'product_id,product_url,image_url,description,brand,gender,category,type,price,currency,availability';

function quoted(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function csvRow(p: StarterProduct, image: string): string {
  const url = `https://sample-boutique.example/products/${p.id}`;
  return [p.id, url, image, p.title, p.brand, p.gender, p.category, p.type, p.price.toFixed(2), 'EUR', 'in_stock']
    .map(quoted)
    .join(',');
}

async function products(out: string, folder: string, kind: 'jpg' | 'webp', size: number): Promise<void> {
  await mkdir(join(out, folder), { recursive: true });
  const rows: string[] = [];
  for (const p of STARTER) {
    const file = `${folder}/${p.id}.${kind}`;
    const svg = drawProduct(p, size);
    await writeFile(join(out, file), kind === 'jpg' ? await toJpeg(svg, 0) : await toWebp(svg));
    rows.push(csvRow(p, file));
  }
  await writeFile(join(out, 'products.csv'), `${[COLUMNS, ...rows].join('\n')}\n`);
  console.log(`${rows.length} products in ${out}`);
}

const whole = (least: number, most: number) => (text: string) => {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
  return number;
};

const program = new Command('draw').description('Draw the starter catalogue and dressed people');

program
  .command('starter')
  .description('product pictures (WebP) and products.csv of the starter catalogue')
  .option('--out <folder>', 'where to', 'public/catalog/starter')
  .action((o: { out: string }) => products(o.out, 'pictures', 'webp', 320));

program
  .command('people')
  .description('dressed people with exact boxes, and the products they wear, to train and test with')
  .option('--count <n>', 'how many pictures', whole(1, 100_000), 400)
  .option('--seed <n>', 'first seed', whole(0, 1_000_000_000), 1)
  .option('--out <folder>', 'where to', 'models/runs/drawn')
  .action(async (o: { out: string; count: number; seed: number }) => {
    await products(o.out, 'products', 'jpg', 320);
    await dataset(o.out, o.count, o.seed);
    console.log(`${o.count} pictures in ${o.out}`);
  });

program
  .command('welcome')
  .description('the picture of the welcome screen')
  .option('--out <file>', 'where to', 'public/welcome/street.jpg')
  .action(async (o: { out: string }) => {
    const scene = drawScene({ seed: 35, width: 880, height: 1000, people: 2, framing: 'full', backdrop: 'street' });
    await mkdir(dirname(o.out), { recursive: true });
    await writeFile(o.out, await renderScene(scene));
  });

await program.parseAsync();
