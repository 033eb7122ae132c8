import { spawn } from 'node:child_process';
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

it('is taken over by one command where several find that its owner was killed', async () => {
  const out = file('race.zip');
  for (let round = 0; round < 3; round += 1) {
    await writeFile(`${out}.lock`, '4194999');
    const script = `
      import { claimed } from ${JSON.stringify(join(import.meta.dirname, '../../../catalog/node/claim.ts'))};
      process.stdin.once('data', async () => {
        const work = claimed(${JSON.stringify(out)}, () => new Promise((resolve) => setTimeout(() => resolve('in'), 600)));
        process.stdout.write(await work.catch(() => 'out'));
        process.exit();
      });
      process.stdout.write('ready ');`;
    const commands = [1, 2, 3].map(() => started(script));
    await Promise.all(commands.map(({ ready }) => ready));
    // All begin at the same moment.
    for (const { begin } of commands) begin();
    const said = await Promise.all(commands.map(({ ended }) => ended));
    expect(said.sort()).toEqual(['ready in', 'ready out', 'ready out']);
    expect(existsSync(`${out}.lock`)).toBe(false);
  }
});

/** A process that says that it is ready, and goes on when it is told to. */
function started(script: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  let said = '';
  const ended = new Promise<string>((resolve) => child.on('close', () => resolve(said)));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (data) => {
      said += data;
      resolve();
    });
  });
  return { ready, ended, begin: () => void child.stdin.write('go') };
}
