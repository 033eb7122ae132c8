import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRemoteEngine } from '../../../lib/engine/remote';
import type { ImageSource } from '../../../lib/types';

const SOURCE: ImageSource = { kind: 'url', url: 'http://x.test/1.jpg', pageUrl: 'http://x.test/' };

interface Sent {
  readonly type: string;
  readonly data: unknown;
  readonly answer: (value?: unknown) => void;
}

describe('the engine behind messages', () => {
  let sent: Sent[] = [];
  /** The browser shows the page again that it kept meanwhile. */
  let comeBack: () => void;
  const find = (type: string): Sent | undefined => sent.find((one) => one.type === type);
  /** The service worker has opened the engine's document. */
  const open = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(0);
    find('ensureEngine')?.answer();
    await vi.advanceTimersByTimeAsync(1_000);
  };

  beforeEach(() => {
    sent = [];
    const sendMessage = ({ type, data }: Pick<Sent, 'type' | 'data'>, respond: (answer: object) => void): void =>
      void sent.push({ type, data, answer: (value) => respond({ res: value }) });
    vi.stubGlobal('chrome', { runtime: { sendMessage } });
    // What a page hears when it is shown again.
    comeBack = () => {};
    vi.stubGlobal('addEventListener', (_: string, hear: (event: object) => void) => {
      comeBack = () => hear({ persisted: true });
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is not asked about a picture that was dropped before its document was open', async () => {
    const stop = new AbortController();
    const result = createRemoteEngine().shop(SOURCE, { signal: stop.signal });
    await vi.advanceTimersByTimeAsync(0);
    stop.abort();
    await expect(result).rejects.toThrow();
    await open();
    expect(sent.map(({ type }) => type)).not.toContain('shop');
  });

  it('lets go of a picture that takes too long', async () => {
    const result = createRemoteEngine().shop(SOURCE);
    const outcome = result.catch(({ name }: Error) => name);
    await open();
    await vi.advanceTimersByTimeAsync(90_000);
    expect(await outcome).toBe('EngineUnavailable');
    expect(find('shop')?.data).toMatchObject({ id: find('cancelShop')?.data });
  });

  it('asks anew for its document when the page comes back that was left meanwhile', async () => {
    const result = createRemoteEngine().shop(SOURCE);
    await vi.advanceTimersByTimeAsync(0);
    comeBack();
    await vi.advanceTimersByTimeAsync(0);
    const asked = sent.filter(({ type }) => type === 'ensureEngine');
    expect(asked).toHaveLength(2);
    asked[1]?.answer();
    await vi.advanceTimersByTimeAsync(0);
    find('shop')?.answer('result');
    expect(await result).toBe('result');
  });

  it('says that it is not there, so that the page asks again a little later', async () => {
    const sendMessage = ({ type }: Pick<Sent, 'type'>, respond: (answer?: object) => void): void =>
      respond(type === 'shop' ? undefined : { res: undefined });
    vi.stubGlobal('chrome', { runtime: { sendMessage } });
    await expect(createRemoteEngine().shop(SOURCE)).rejects.toMatchObject({ name: 'EngineUnavailable' });
  });

  it('drops nothing that was answered', async () => {
    const stop = new AbortController();
    const result = createRemoteEngine().shop(SOURCE, { signal: stop.signal });
    await open();
    find('shop')?.answer('result');
    expect(await result).toBe('result');
    stop.abort();
    expect(find('cancelShop')).toBeUndefined();
  });
});
