import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeModels } from '../../../catalog/node/engine';
import { embedderName } from '../../../catalog/node/eyes';
import { savePack } from '../../../catalog/node/files';
import { MODELS } from '../../../catalog/node/places';
import { samplePack } from '../store/sample-pack';

const CATEGORIES = 8;
let folder: string;
const file = (name: string) => join(folder, name);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts `catalog merge` of both packs; `ended` has what became of it. */
function merge(out: string): { child: ChildProcess; ended: Promise<Ended> } {
  const packs = [file('one.zip'), file('two.zip')];
  const child = spawn(process.execPath, ['--import', 'tsx', 'catalog/cli.ts', 'merge', ...packs, '--out', file(out), '--json']); // biome-ignore format: one thought
  let [printed, said] = ['', ''];
  child.stdout.on('data', (data) => {
    printed += data;
  });
  child.stderr.on('data', (data) => {
    said += data;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, out: printed, err: said }));
  });
  return { child, ended };
}

const finished = (out: string): string[] => {
  const place = `${file(out)}.partial`;
  return existsSync(place) ? readdirSync(place).filter((name) => name.endsWith('.hnsw')) : [];
};

/** Interrupts a merge once it has finished two indexes; answers what became of it. */
async function interrupted(out: string, signal: 'SIGKILL' | 'SIGINT'): Promise<Ended> {
  const { child, ended } = merge(out);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (finished(out).length < 2 && !over) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill(signal);
  return ended;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'merge-'));
  const embedder = await embedderName(createNodeModels(MODELS));
  await savePack({ ...samplePack('one', 4_000, 3), embedder }, file('one.zip'));
  await savePack({ ...samplePack('two', 4_000, 5), embedder }, file('two.zip'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a merge that is interrupted', () => {
  it.each(['SIGKILL', 'SIGINT'] as const)(
    'by %s goes on with the indexes it has, to the same bytes',
    async (signal) => {
      const whole = await merge('whole.zip').ended;
      expect(JSON.parse(whole.out), whole.err).toMatchObject({ products: 8_000, resumed: 0 });
      const stopped = await interrupted('all.zip', signal);
      expect(existsSync(file('all.zip'))).toBe(false);
      if (signal === 'SIGINT') {
        expect(stopped.code).toBe(130);
        expect(stopped.err).toContain('The same command goes on from here.');
      }
      const there = finished('all.zip').length;
      expect(there).toBeGreaterThanOrEqual(2);
      expect(there).toBeLessThan(CATEGORIES);
      const again = await merge('all.zip').ended;
      expect(JSON.parse(again.out), again.err).toMatchObject({ products: 8_000, resumed: there });
      expect((await readFile(file('all.zip'))).equals(await readFile(file('whole.zip')))).toBe(true);
      expect(existsSync(`${file('all.zip')}.partial`)).toBe(false);
      await rm(file('all.zip'));
    },
  );

  it('takes no index over that is damaged or of other products', async () => {
    await interrupted('other.zip', 'SIGKILL');
    const [damaged, foreign] = finished('other.zip').map((name) => join(`${file('other.zip')}.partial`, name));
    const bytes = await readFile(damaged ?? '');
    await writeFile(damaged ?? '', bytes.subarray(0, bytes.length / 2));
    const moved = foreign?.replace(/[0-9a-f]{32}\.hnsw$/, `${'0'.repeat(32)}.hnsw`) ?? '';
    await writeFile(moved, await readFile(foreign ?? ''));
    await rm(foreign ?? '');
    const left = finished('other.zip').length - 2;
    const again = await merge('other.zip').ended;
    expect(JSON.parse(again.out), again.err).toMatchObject({ resumed: left });
    expect((await readFile(file('other.zip'))).equals(await readFile(file('whole.zip')))).toBe(true);
    expect(existsSync(`${file('other.zip')}.partial`)).toBe(false);
  });
});
