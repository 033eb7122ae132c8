import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeeper } from '../../../lib/engine/keeper';
import type { ShopResult } from '../../../lib/types';
import { Notes, outcome, RESULT, source, Workers } from './workers';

let workers: Workers;
afterEach(() => workers.close());

describe('the keeper of a worker that says nothing for a minute', () => {
  const silent = () => new Promise<never>(() => {});
  const minute = async (): Promise<void> => {
    for (let quarter = 0; quarter < 6; quarter++) await vi.advanceTimersByTimeAsync(15_000);
  };
  beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(() => vi.useRealTimers());

  it.each([8 * 3_600_000, 90_000])('lets it go on where the machine slept meanwhile, %i ms', async (ms) => {
    const awake = performance.now.bind(performance);
    let slept = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => awake() + slept);
    const answers: ((result: ShopResult) => void)[] = [];
    workers = new Workers(() => ({ shop: () => new Promise<ShopResult>((resolve) => answers.push(resolve)) }));
    const keeper = createKeeper(workers.start, new Notes());
    const asked = keeper.shop('a', source('http://x.test/1.jpg'), {});
    await vi.waitUntil(() => answers.length > 0);
    slept = ms;
    await vi.advanceTimersByTimeAsync(15_000);
    answers[0]?.(RESULT);
    expect(await asked).toEqual(RESULT);
    expect(workers.started).toBe(1);
  });

  it('begins anew where it hangs at its start, and blames no picture', async () => {
    workers = new Workers((say) => ({
      prepare: silent,
      shop: (id: string) => {
        say(id);
        return workers.started > 1 ? RESULT : silent();
      },
    }));
    const notes = new Notes();
    const keeper = createKeeper(workers.start, notes);
    const [prepared, first] = [outcome(keeper.call('prepare')), outcome(keeper.shop('a', source('http://x.test/1.jpg'), {}))]; // biome-ignore format: one thought
    await new Promise((resolve) => setTimeout(resolve, 50));
    await minute();
    expect(await Promise.all([prepared, first])).toEqual(['EngineUnavailable', 'EngineUnavailable']);
    expect(await outcome(keeper.shop('b', source('http://x.test/1.jpg'), {}))).toBe('answered');
    expect(workers.started).toBe(2);
  });

  it('ends it and remembers the picture where others had answers before', async () => {
    workers = new Workers((say) => ({
      shop: (id: string) => {
        say(id);
        return id === 'bad' ? silent() : RESULT;
      },
    }));
    const keeper = createKeeper(workers.start, new Notes());
    await keeper.shop('good', source('http://x.test/1.jpg'), {});
    const bad = outcome(keeper.shop('bad', source('http://x.test/2.jpg'), {}));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await minute();
    expect(await bad).toBe('EngineUnavailable');
    expect(await outcome(keeper.shop('again', source('http://x.test/2.jpg'), {}))).toBe('PictureUnreadable');
  });

  it.each(['readAhead', 'matchGarments'] as const)('ends it where %s waits behind the picture', async (name) => {
    workers = new Workers((say) => ({
      shop: (id: string) => {
        say(id);
        return id === 'bad' ? silent() : RESULT;
      },
      readAhead: silent,
      matchGarments: silent,
    }));
    const keeper = createKeeper(workers.start, new Notes());
    await keeper.shop('good', source('http://x.test/1.jpg'), {});
    const bad = outcome(keeper.shop('bad', source('http://x.test/2.jpg'), {}));
    const next = source('http://x.test/3.jpg');
    const waits = outcome(
      name === 'readAhead' ? keeper.readAhead('next', next, {}) : keeper.call(name, { source: next }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await minute();
    expect(await Promise.all([bad, waits])).toEqual(['EngineUnavailable', 'EngineUnavailable']);
  });

  it('blames no picture for a start that hangs after another was read ahead', async () => {
    workers = new Workers((say) => ({
      readAhead: () => undefined,
      shop: (id: string) => {
        say(id);
        return workers.started > 1 ? RESULT : silent();
      },
    }));
    const keeper = createKeeper(workers.start, new Notes());
    await keeper.readAhead('next', source('http://x.test/2.jpg'), {});
    const first = outcome(keeper.shop('a', source('http://x.test/1.jpg'), {}));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await minute();
    expect(await first).toBe('EngineUnavailable');
    expect(await outcome(keeper.shop('b', source('http://x.test/1.jpg'), {}))).toBe('answered');
  });

  it.each(['workOnShops', 'addPages'] as const)('ends it although %s goes on beside the picture', async (name) => {
    workers = new Workers((say) => ({
      workOnShops: silent,
      addPages: silent,
      shop: (id: string) => {
        say(id);
        return id === 'bad' ? silent() : RESULT;
      },
    }));
    const keeper = createKeeper(workers.start, new Notes());
    await keeper.shop('good', source('http://x.test/1.jpg'), {});
    const shops = outcome(name === 'addPages' ? keeper.call(name, [], []) : keeper.call(name));
    const bad = outcome(keeper.shop('bad', source('http://x.test/2.jpg'), {}));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await minute();
    const late = new Promise((resolve) => setTimeout(() => resolve('late'), 200));
    expect(await Promise.race([Promise.all([bad, shops]), late])).toEqual(['EngineUnavailable', 'EngineUnavailable']);
    expect(await outcome(keeper.shop('next', source('http://x.test/1.jpg'), {}))).toBe('answered');
  });

  it('lets it be while it has a long call in hand', async () => {
    workers = new Workers(() => ({ importPack: silent, shop: silent }));
    const keeper = createKeeper(workers.start, new Notes());
    void outcome(keeper.call('importPack', new Blob()));
    void outcome(keeper.shop('a', source('http://x.test/1.jpg'), {}));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await minute();
    void outcome(keeper.shop('b', source('http://x.test/2.jpg'), {}));
    expect(workers.started).toBe(1);
  });
});
