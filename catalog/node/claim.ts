import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { fileError } from './file-error';
import { checkOut } from './files';

/** Milliseconds in which whoever takes a file over at the same moment has written its number down. */
const SETTLED = 200;

/** Whether another process of that number runs on this computer. */
function runs(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It may belong to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw fileError(error, lock);
  }
}

const holderOf = (lock: string) => readFile(lock, 'utf8').catch(() => '');

/** Takes a file over from a process that was killed; several may try at once, and the last one has it. */
async function takeOver(lock: string): Promise<boolean> {
  await rm(lock, { force: true });
  if (!(await take(lock))) return false;
  await rest(SETTLED);
  return (await holderOf(lock)) === String(process.pid);
}

/**
 * Does work that writes `out` and keeps what it has done beside it. Only one process may at a time: a second one would
 * take what the first has done for its own, and throw it away when it is ready.
 * @throws Error with a sentence where another one is at it, or where nothing can be written.
 */
export async function claimed<T>(out: string, work: () => Promise<T>): Promise<T> {
  await checkOut(out);
  await mkdir(dirname(out), { recursive: true });
  const lock = `${out}.lock`;
  if (!(await take(lock))) {
    // A number that is just being written is none yet.
    if ((await holderOf(lock)) === '') await rest(SETTLED);
    const pid = Number(await holderOf(lock));
    if (runs(pid)) throw new Error(`Process ${pid} writes ${out}. Wait for it; if it does something else, delete ${lock}.`); // biome-ignore format: one thought
    if (!(await takeOver(lock))) throw new Error(`Another command writes ${out}.`);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}
