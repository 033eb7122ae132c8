import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimed } from '../../../catalog/node/claim';
import { STARTER } from '../../../catalog/node/places';
import { catalog } from './run-catalog';

let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claim-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('lets only one command write a file, and leaves nothing of itself', async () => {
  const out = file('new/all.zip');
  await claimed(out, async () => {
    // The test's own process is at work.
    const ran = await catalog('merge', STARTER, '--out', out);
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(ran.err).toContain(`Process ${process.pid} writes ${out}.`);
    expect(existsSync(out)).toBe(false);
  });
  expect(existsSync(`${out}.lock`)).toBe(false);
  expect(await catalog('merge', STARTER, '--out', out)).toMatchObject({ code: 0 });
  expect(existsSync(`${out}.lock`)).toBe(false);
});

it('takes over from a process that was killed, and frees a file when the work fails', async () => {
  for (const left of ['4194999', '', 'x', String(process.pid)]) {
    await writeFile(`${file('stale.zip')}.lock`, left);
    const work = claimed(file('stale.zip'), async () => {
      expect(await readFile(`${file('stale.zip')}.lock`, 'utf8')).toBe(String(process.pid));
      throw new Error('too bad');
    });
    await expect(work).rejects.toThrow('too bad');
    expect(existsSync(`${file('stale.zip')}.lock`)).toBe(false);
  }
});
