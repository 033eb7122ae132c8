import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBrowser } from '../browser/find';
import { type LoopbackServer, serve } from '../browser/servers';

let server: LoopbackServer;
let folder: string;

const products = [1, 2].map((id) => ({
  productId: id,
  landingPageUrl: `p/${id}`,
  searchImage: `/pictures/${id}.jpg`,
  productName: `Shirt ${id}`,
  brand: 'Alder',
  gender: 'Women',
  price: 10,
}));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crawl-'));
  server = await serve((path) => {
    if (path === '/robots.txt') return { body: 'User-agent: *\nDisallow: /cart', type: 'text/plain' };
    // The state is made by a script, as on the real site: only a browser sees it.
    const state = { searchData: { results: { products: path.endsWith('p=1') ? products : [] } } };
    const script = `window.__myx = JSON.parse(${JSON.stringify(JSON.stringify(state))})`;
    return { body: `<script>${script}</script><img src="/banner.jpg">`, type: 'text/html' };
  });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

it('crawls a site with a real browser into a table that build reads', async () => {
  const [terms, out] = [join(folder, 'terms.tsv'), join(folder, 'products.csv')];
  await writeFile(terms, 'women casual topwear\twomen\ttopwear\tcasual\n');
  const args = ['--import', 'tsx', 'catalog/cli.ts', 'crawl', '--site', 'myntra-like', '--origin', server.origin];
  const env = { ...process.env, CHROME_PATH: (await findBrowser()).path };
  const more = ['--terms', terms, '--out', out, '--pause', '10', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [...args, ...more], { env });
  expect(JSON.parse(stdout)).toMatchObject({ products: 2, failed: 0, pictureless: 0 });
  expect((await readFile(out, 'utf8')).split('\n')).toEqual([
    'product_id,product_url,image_url,description,brand,gender,category,type,price,currency,availability',
    `1,${server.origin}/p/1,${server.origin}/pictures/1.jpg,Shirt 1,Alder,Women,topwear,casual,10,INR,`,
    `2,${server.origin}/p/2,${server.origin}/pictures/2.jpg,Shirt 2,Alder,Women,topwear,casual,10,INR,`,
    '',
  ]);
  // Pictures are not a crawl's business.
  expect(server.requests.map(({ url }) => url)).not.toContain('/banner.jpg');
});
