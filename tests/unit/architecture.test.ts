import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const ROOMS = ['entrypoints', 'components', 'catalog', 'lib'];

/** Which rooms a room may import from, besides itself. Deeper rooms are named with their floor. */
const ARROWS: readonly (readonly [room: string, may: readonly string[]])[] = [
  ['lib/engine', ['lib/vision', 'lib/index', 'lib/store', 'lib']],
  ['lib/vision', ['lib']],
  ['lib/index', ['lib']],
  ['lib/store', ['lib', 'lib/index']],
  ['lib/page', ['lib']],
  ['lib', []],
  ['catalog', ['lib', 'lib/engine', 'lib/vision', 'lib/index', 'lib/store']],
  ['components', ['lib', 'lib/vision']],
  ['entrypoints', ['components', 'catalog', 'lib', 'lib/engine', 'lib/vision', 'lib/index', 'lib/store', 'lib/page']],
];

/** Packages that one file, or one folder, hides from the rest. */
const OWNERS: readonly (readonly [name: RegExp, files: number, under: string])[] = [
  [/^onnxruntime-web(\/|$)/, 1, 'lib/vision/'],
  [/^onnxruntime-node$/, 1, 'catalog/'],
  [/^hnswlib-wasm(\/|$)/, 1, 'lib/index/'],
  [/^@webext-core\/messaging$/, 1, 'lib/messages.ts'],
  [/^puppeteer$/, 1, 'catalog/crawl/'],
  [/^dexie$/, Number.POSITIVE_INFINITY, 'lib/store/'],
];

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = ROOMS.flatMap((room) => sources(join(ROOT, room)));
const imports = files.flatMap(importsOf);

function sources(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => relative(ROOT, join(folder, name)));
}

/** Imports as written, relative ones resolved to paths from the root; `import type` counts: an arrow is an arrow. */
function importsOf(from: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, from), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => ({
    from,
    to: fileName.startsWith('.') ? normalize(join(dirname(from), fileName)) : fileName,
  }));
}

function roomOf(path: string): string | undefined {
  return ARROWS.map(([room]) => room).find((room) => path.startsWith(`${room}/`));
}

function isAllowed({ from, to }: Import): boolean {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (!here || !there || here === there) return true;
  return ARROWS.some(([room, may]) => room === here && may.includes(there));
}

describe('the house', () => {
  it('has something to look at', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(imports.length).toBeGreaterThan(40);
  });

  it('imports along the arrows only', () => {
    expect(imports.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it.each(OWNERS)('keeps %s to its owner', (name, most, under) => {
    const owners = [...new Set(imports.filter(({ to }) => name.test(to)).map(({ from }) => from))];
    expect(owners.filter((owner) => !owner.startsWith(under))).toEqual([]);
    expect(owners.length).toBeLessThanOrEqual(most);
  });

  it('keeps tests out of the product', () => {
    expect(imports.filter(({ to }) => to.startsWith('tests/') || to.startsWith('vitest'))).toEqual([]);
  });

  it('keeps files short', () => {
    const lengths = files.map((file) => ({
      file,
      lines: readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1,
    }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
  });

  it('exports by name, except where WXT asks otherwise', () => {
    const byDefault = files.filter((file) => /^export default /m.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(byDefault.filter((file) => !file.startsWith('entrypoints/'))).toEqual([]);
  });

  it('does not know where it was written', () => {
    const telling = files.filter((file) => /["'`/]\/?work\/(main|shared)/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(telling).toEqual([]);
  });
});
