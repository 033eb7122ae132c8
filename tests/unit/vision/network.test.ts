import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNodeRuntime } from '../../../catalog/node/runtime';
import { goldenInput } from '../../../lib/vision/golden';
import { type Manifest, parseManifest } from '../../../lib/vision/manifest';
import { type Memory, openNetwork } from '../../../lib/vision/network';
import type { Runtime } from '../../../lib/vision/session';

const FOLDER = 'public/models/attributes';
const bytes = new Uint8Array(readFileSync(`${FOLDER}/model.onnx`));
const manifest = parseManifest('attributes', JSON.parse(readFileSync(`${FOLDER}/manifest.json`, 'utf8')));
const wrong: Manifest = { ...manifest, golden: { ...manifest.golden, values: { gender: [0.1, 0.2, 0.3, 0.4] } } };
const feeds = { crops: goldenInput(manifest.golden.shape, 1) };

/** The real runtime; opened networks are counted. */
function counting(): Runtime & { readonly opened: () => number; readonly released: () => number } {
  const real = createNodeRuntime(1);
  let opened = 0;
  let released = 0;
  return {
    ...real,
    opened: () => opened,
    released: () => released,
    open: async (...given) => {
      opened += 1;
      const session = await real.open(...given);
      const release = async (): Promise<void> => {
        released += 1;
        await session.release();
      };
      return { run: session.run, release };
    },
  };
}

class Notes implements Memory {
  readonly kept = new Map<string, string>();
  read = async (key: string) => this.kept.get(key);
  write = async (key: string, value: string) => void this.kept.set(key, value);
}

describe('opening a network', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  it('checks it before its first answer where nobody remembers', async () => {
    const runtime = counting();
    await expect(openNetwork({ runtime, backends: runtime.backends, manifest: wrong, bytes })).rejects.toMatchObject({
      name: 'ModelInvalid',
    });
    const { session, backend } = await openNetwork({ runtime, backends: runtime.backends, manifest, bytes });
    expect(backend).toBe('native');
    expect(Object.keys(await session.run(feeds))).toContain('gender');
    await session.release();
  });

  it('answers first and is checked afterwards where there is no choice; the next start trusts what was found', async () => {
    const [runtime, memory] = [counting(), new Notes()];
    const parts = { runtime, backends: runtime.backends, manifest, bytes, memory };
    const { session } = await openNetwork(parts);
    await session.run(feeds);
    expect(memory.kept.size).toBe(0);
    vi.runOnlyPendingTimers();
    await vi.waitFor(() => expect([...memory.kept.values()]).toEqual(['native of native']));
    await session.release();
    // Trusted: bytes that are not those of the manifest are not even looked at.
    const again = await openNetwork({ ...parts, manifest: { ...manifest, bytes: 1 } });
    expect(runtime.opened()).toBe(2);
    await again.session.release();
  });

  it('answers no more once the check found it wrong, and is not remembered', async () => {
    const [runtime, memory] = [counting(), new Notes()];
    const { session } = await openNetwork({ runtime, backends: runtime.backends, manifest: wrong, bytes, memory });
    await session.run(feeds);
    vi.runOnlyPendingTimers();
    await vi.waitFor(() => expect(session.run(feeds)).rejects.toMatchObject({ name: 'ModelInvalid' }));
    expect(memory.kept.size).toBe(0);
    await session.release();
  });

  it('refuses bytes that the manifest was not written for', async () => {
    const runtime = counting();
    const other = { ...manifest, sha256: '0'.repeat(64) };
    await expect(
      openNetwork({ runtime, backends: runtime.backends, manifest: other, bytes, memory: new Notes() }),
    ).rejects.toMatchObject({ name: 'ModelInvalid' });
    expect(runtime.opened()).toBe(0);
  });

  it('chooses anew at the next start where what was trusted fails', async () => {
    const [runtime, memory] = [counting(), new Notes()];
    const parts = { runtime, backends: runtime.backends, manifest, bytes, memory };
    await memory.write(`backend/${manifest.sha256.slice(0, 16)}/1`, 'native of native');
    const { session } = await openNetwork(parts);
    await session.run(feeds);
    expect([...memory.kept.values()]).toEqual(['native of native']);
    // As after an update of the graphics driver: no feed fits any more.
    await expect(session.run({ other: goldenInput([1], 1) })).rejects.toThrow();
    expect([...memory.kept.values()]).toEqual(['']);
    await session.release();
  });

  it('frees what it tried and found wrong', async () => {
    const runtime = counting();
    await expect(openNetwork({ runtime, backends: runtime.backends, manifest: wrong, bytes })).rejects.toThrow();
    expect({ opened: runtime.opened(), released: runtime.released() }).toEqual({ opened: 1, released: 1 });
  });

  it('chooses anew when other backends are there than at the choice', async () => {
    const [runtime, memory] = [counting(), new Notes()];
    const parts = { runtime, backends: runtime.backends, manifest, bytes, memory };
    await memory.write(`backend/${manifest.sha256.slice(0, 16)}/1`, 'native of webgpu,native');
    const { session } = await openNetwork(parts);
    await vi.waitFor(() => expect([...memory.kept.values()]).toEqual(['']));
    await session.release();
  });
});
