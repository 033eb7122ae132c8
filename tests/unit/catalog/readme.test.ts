import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogSource, Fetcher } from '../../../catalog/source';
import { drain } from './sources/found';
import { fetcher, json, useShop } from './sources/test-shop';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, '.output', `readme-${process.pid}`);
const FILE = join(FOLDER, 'example.ts');
let code = '';

beforeAll(async () => {
  const readme = await readFile(join(ROOT, 'catalog/README.md'), 'utf8');
  code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  await mkdir(FOLDER, { recursive: true });
  // As if it lay beside the other adapters.
  await writeFile(
    FILE,
    code.replaceAll(/from '(\.[^']*)'/g, (_, path) => `from '${join(ROOT, 'catalog/sources', path)}'`),
  );
});
afterAll(() => rm(FOLDER, { recursive: true, force: true }));

const shop = useShop();

describe('the adapter in catalog/README.md', () => {
  it('is about thirty lines, and compiles as strictly as the project', () => {
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(32);
    const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
    const program = ts.createProgram([FILE], { ...options, noEmit: true, skipLibCheck: true, types: [] });
    const source = program.getSourceFile(FILE);
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  it('reads its shop, names what is broken, and stops at the end', async () => {
    const { exampleSource } = (await import(FILE)) as {
      exampleSource: (origin: string, ask: Fetcher) => CatalogSource;
    };
    const item = {
      sku: 'a',
      name: 'Wrap dress',
      href: 'https://s.example/a',
      photo: 'https://s.example/a.jpg',
      euro: 20,
    };
    shop.routes = {
      '/api/items?page=1': json({ items: [item, { name: 'no number' }], next: true }),
      '/api/items?page=2': json({ items: [{ ...item, sku: 'b' }], next: false }),
    };
    const { raws, refused, error } = await drain(exampleSource(shop.origin, fetcher));
    expect(raws.map(({ product_id, price, currency }) => [product_id, price, currency])).toEqual([
      ['a', '20', 'EUR'],
      ['b', '20', 'EUR'],
    ]);
    expect([refused, error]).toEqual([['page 1, product 2: no sku'], undefined]);
    shop.routes = { '/api/items?page=1': { type: 'text/html', body: '<html>Log in</html>' } };
    expect((await drain(exampleSource(shop.origin, fetcher))).error).toMatch(/web page/);
  });
});
