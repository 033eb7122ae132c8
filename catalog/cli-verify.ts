import { isWebAddress, type Pack } from '../lib/store/pack-format';
import { publicFetcher } from './cli-build';
import { interruptible, printJson } from './cli-progress';
import { openAnyPack } from './node/any-pack';
import { type Check, verifyPack } from './verify';

/** What `verify` was asked. `online` is how many products' addresses are really asked for. */
export interface VerifyArguments {
  readonly online: number;
  readonly json?: boolean;
}

async function read(file: string): Promise<Pack | Check> {
  const name = 'archive, checksums, products, unit vectors';
  try {
    return await openAnyPack(file);
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function ask(pack: Pack, count: number, signal: AbortSignal): Promise<Check> {
  const fetcher = publicFetcher();
  const step = Math.max(1, pack.rows.length / count);
  const asked = Array.from({ length: Math.min(count, pack.rows.length) }, (_, i) => pack.rows[Math.floor(i * step)]);
  const addresses = asked.flatMap((row) => (row ? [row.url, row.imageUrl] : [])).filter(isWebAddress);
  const broken: string[] = [];
  await Promise.all(
    addresses.map(async (address) => {
      const answer = await fetcher(address, { signal }).catch(() => undefined);
      await answer?.body?.cancel();
      if (!answer || answer.status >= 400) broken.push(`${address} (${answer?.status ?? 'no answer'})`);
    }),
  );
  signal.throwIfAborted();
  const detail = `${addresses.length - broken.length} of ${addresses.length} answer${broken[0] ? `; not ${broken[0]}` : ''}`;
  return { name: 'addresses asked', ok: broken.length === 0, detail };
}

/** Checks a pack file; the exit code is 1 when something is not in order. */
export function runVerify(file: string, given: VerifyArguments): Promise<number> {
  return interruptible(async (signal) => {
    const pack = await read(file);
    const checks: Check[] = [];
    if ('ok' in pack) checks.push(pack);
    else {
      const detail = `${pack.rows.length} products of ${pack.embedder}`;
      checks.push({ name: 'archive, checksums, products, unit vectors', ok: true, detail });
      checks.push(...(await verifyPack(pack)));
      if (given.online > 0) checks.push(await ask(pack, given.online, signal));
    }
    const ok = checks.every((check) => check.ok);
    if (given.json) printJson({ file, ok, checks });
    else for (const { name, ok: fine, detail } of checks) process.stdout.write(`${fine ? 'ok ' : 'BAD'} ${name}: ${detail}\n`); // biome-ignore format: one thought
    return ok ? 0 : 1;
  }, false);
}
