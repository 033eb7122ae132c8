import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { createKeeper } from '../../../lib/engine/keeper';
import { answerCalls, type Calls } from '../../../lib/engine/worker-bridge';
import { UserError } from '../../../lib/errors';
import type { ImageSource, ShopResult } from '../../../lib/types';

const RESULT: ShopResult = { width: 4, height: 4, framing: 'product', persons: [], garments: [] };
const source = (url: string): ImageSource => ({ kind: 'url', url, pageUrl: 'http://page.test/' });

/** Workers over message channels: the same bridge, without a thread of their own. */
class Workers {
  started = 0;
  readonly #ends: (() => void)[] = [];
  readonly #errors: (() => void)[] = [];

  constructor(readonly calls: (say: (turn: string | null) => void) => Calls) {}

  start = (): Worker => {
    this.started += 1;
    const { port1, port2 } = new MessageChannel();
    const inside = port2 as unknown as Parameters<typeof answerCalls>[0];
    const turn = answerCalls(
      inside,
      this.calls((address) => turn(address)),
    );
    port1.on('message', () => {});
    port2.on('message', () => {});
    const listen = port1.addEventListener.bind(port1) as unknown as Worker['addEventListener'];
    const terminate = () => {
      port1.close();
      port2.close();
    };
    this.#ends.push(terminate);
    const addEventListener = ((type: string, listener: EventListener) => {
      if (type === 'error') this.#errors.push(() => listener(new Event('error')));
      else listen(type, listener);
    }) as Worker['addEventListener'];
    return { postMessage: port1.postMessage.bind(port1), addEventListener, terminate } as unknown as Worker;
  };

  /** The newest worker dies outside of any call, as when it runs out of memory. */
  fail(): void {
    this.#errors.at(-1)?.();
  }

  close(): void {
    for (const end of this.#ends) end();
  }
}

let workers: Workers;
afterEach(() => workers.close());

describe('the keeper of the engine’s worker', () => {
  it('starts one worker at the first call and answers the same id once', async () => {
    let shopped = 0;
    workers = new Workers(() => ({
      shop: () => {
        shopped += 1;
        return RESULT;
      },
    }));
    const keeper = createKeeper(workers.start);
    expect(workers.started).toBe(0);
    const [first, again] = await Promise.all([
      keeper.shop('a', source('http://x.test/1.jpg'), {}),
      keeper.shop('a', source('http://x.test/1.jpg'), {}),
    ]);
    expect([first, again]).toEqual([RESULT, RESULT]);
    expect({ shopped, started: workers.started }).toEqual({ shopped: 1, started: 1 });
  });

  it('passes named errors on without ending the worker, and forgets the failed id', async () => {
    let fails = true;
    workers = new Workers(() => ({
      shop: () => {
        if (fails) throw new UserError('PictureUnreadable', 'No.');
        return RESULT;
      },
    }));
    const keeper = createKeeper(workers.start);
    await expect(keeper.shop('a', source('http://x.test/1.jpg'), {})).rejects.toMatchObject({
      name: 'PictureUnreadable',
    });
    fails = false;
    expect(await keeper.shop('a', source('http://x.test/1.jpg'), {})).toEqual(RESULT);
    expect(workers.started).toBe(1);
  });

  it('starts another worker after an error of the runtime', async () => {
    let calls = 0;
    workers = new Workers(() => ({
      shop: () => {
        calls += 1;
        if (calls === 1) throw new RangeError('null function');
        return RESULT;
      },
    }));
    const keeper = createKeeper(workers.start);
    await expect(keeper.shop('a', source('http://x.test/1.jpg'), {})).rejects.toThrow('null function');
    expect(await keeper.shop('b', source('http://x.test/2.jpg'), {})).toEqual(RESULT);
    expect(workers.started).toBe(2);
  });

  it('remembers the picture whose turn it was when the worker died', async () => {
    const bad = 'http://x.test/bomb.jpg';
    workers = new Workers((say) => ({
      shop: (_id: string, { url }: { url: string }) => {
        if (url !== bad) return RESULT;
        say(bad);
        return new Promise(() => {});
      },
    }));
    const keeper = createKeeper(workers.start);
    const answer = keeper.shop('a', source(bad), {});
    const refused = expect(answer).rejects.toMatchObject({ name: 'EngineUnavailable' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    workers.fail();
    await refused;
    await expect(keeper.shop('b', source(bad), {})).rejects.toMatchObject({ name: 'PictureUnreadable' });
    expect(await keeper.shop('c', source('http://x.test/good.jpg'), {})).toEqual(RESULT);
    expect(workers.started).toBe(2);
  });

  it('cancels without starting a worker', () => {
    workers = new Workers(() => ({}));
    createKeeper(workers.start).cancel('nothing');
    expect(workers.started).toBe(0);
  });
});
