import { checkGolden } from './golden';
import { type Manifest, verifyModel } from './manifest';
import type { Backend, Runtime, Session } from './session';

/** Remembers small facts across restarts (which backend was fastest). */
export interface Memory {
  read(key: string): Promise<string | undefined>;
  write(key: string, value: string): Promise<void>;
}

/** What a network is opened from. */
export interface NetworkParts {
  readonly runtime: Runtime;
  /** Where networks can run here, in order of preference. */
  readonly backends: () => Promise<readonly Backend[]>;
  readonly manifest: Manifest;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly memory?: Memory | undefined;
}

/** A network and where it runs. */
export interface Network {
  readonly session: Session;
  readonly backend: Backend;
}

/** How long after a network was opened without a choice it is checked: the first picture is answered by then. */
const CHECK_AFTER_MS = 4_000;

/** One promise for each thing; a failed one is forgotten so that the next use tries again. */
export function once<T>(make: () => Promise<T>): { get(): Promise<T>; taken(): Promise<T> | undefined } {
  let promise: Promise<T> | undefined;
  const get = (): Promise<T> => {
    promise ??= make().catch((error: unknown) => {
      promise = undefined;
      throw error;
    });
    return promise;
  };
  return { get, taken: () => promise };
}

/**
 * Opens a network where it was found fast and right before. Otherwise its bytes are verified, and every backend is tried
 * on the golden input. Where there is no choice and somebody waits (only they have a memory), the check comes after the
 * first answers instead of before them.
 */
export async function openNetwork(parts: NetworkParts): Promise<Network> {
  const { runtime, backends, manifest, bytes, memory } = parts;
  const trusted = await openTrusted(parts);
  if (trusted) return trusted;
  await verifyModel(manifest, bytes);
  const candidates = await backends();
  const remember = async (backend: Backend): Promise<void> => {
    const note = `${backend} of ${candidates.join()}`;
    await memory?.write(keyOf(parts), note).catch(() => undefined);
  };
  const [only, ...others] = candidates;
  if (memory && only && others.length === 0) {
    const session = await runtime.open(bytes, only);
    return { session: checkedLater(session, manifest, () => remember(only)), backend: only };
  }
  const best = await fastest(parts, candidates);
  await remember(best.backend);
  return best;
}

function keyOf({ manifest, runtime }: NetworkParts): string {
  return `backend/${manifest.sha256.slice(0, 16)}/${runtime.threads}`;
}

/** Asking for adapters takes longer than a picture may wait: that there is another one now, the next start hears. */
async function openTrusted(parts: NetworkParts): Promise<Network | undefined> {
  const { runtime, backends, bytes, memory } = parts;
  const note = await memory?.read(keyOf(parts)).catch(() => undefined);
  const [chosen, among = ''] = (note ?? '').split(' of ');
  const backend = among.split(',').find((one) => one === chosen) as Backend | undefined;
  if (!backend) return undefined;
  const session = await runtime.open(bytes, backend).catch(() => undefined);
  const forget = async (): Promise<void> => await memory?.write(keyOf(parts), '');
  const compare = async (): Promise<void> => {
    if ((await backends()).join() !== among) await forget();
  };
  void compare().catch(() => undefined);
  if (!session) return undefined;
  const run: Session['run'] = async (feeds) => {
    try {
      return await session.run(feeds);
    } catch (error) {
      // After an update of the graphics driver, say: trusted for ever, it would fail for ever. Whoever hears of it may
      // end the worker at once, so it is written first.
      await forget().catch(() => undefined);
      throw error;
    }
  };
  return { session: { run, release: () => session.release() }, backend };
}

/** A network that answers at once and is checked a little later: one that is wrong answers no more. */
function checkedLater(session: Session, manifest: Manifest, passed: () => Promise<void>): Session {
  let wrong: unknown;
  const check = async (): Promise<void> => {
    try {
      await checkGolden(session, manifest);
      await passed();
    } catch (error) {
      wrong = error;
    }
  };
  const timer = setTimeout(() => void check(), CHECK_AFTER_MS);
  return {
    async run(feeds) {
      if (wrong) throw wrong;
      return await session.run(feeds);
    },
    async release() {
      clearTimeout(timer);
      await session.release();
    },
  };
}

async function fastest({ runtime, manifest, bytes }: NetworkParts, backends: readonly Backend[]): Promise<Network> {
  let best: (Network & { took: number }) | undefined;
  let failure: unknown;
  for (const backend of backends) {
    let session: Session | undefined;
    try {
      session = await runtime.open(bytes, backend);
      let took = await checkGolden(session, manifest);
      // The first run compiles; a race needs the second.
      if (backends.length > 1) took = await checkGolden(session, manifest);
      if (best && best.took <= took) await session.release();
      else {
        await best?.session.release();
        best = { session, backend, took };
      }
    } catch (error) {
      failure = error;
      await session?.release().catch(() => undefined);
    }
  }
  if (!best) throw failure;
  return best;
}
