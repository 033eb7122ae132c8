import { describe, expect, it } from 'vitest';
import { createCache } from '../../../lib/cache';
import { createQueue } from '../../../lib/engine/queue';

function gate(): { open: () => void; passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

describe('queue', () => {
  it('runs one task after another and survives a failing one', async () => {
    const queue = createQueue(10);
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} starts`);
      await Promise.resolve();
      log.push(`${name} ends`);
      return name;
    };
    const bad = queue.add(() => Promise.reject(new Error('bad')));
    const both = [queue.add(task('a')), queue.add(task('b'))];
    await expect(bad).rejects.toThrow('bad');
    expect(await Promise.all(both)).toEqual(['a', 'b']);
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });

  it('survives a task that throws before it gives a promise', async () => {
    const queue = createQueue(10);
    const thrown = queue.add(() => {
      throw new Error('at once');
    });
    await expect(thrown).rejects.toThrow('at once');
    expect(await queue.add(async () => 1)).toBe(1);
  });

  it('drops what was cancelled while it waited and refuses beyond its limit', async () => {
    const queue = createQueue(1);
    const { open, passed } = gate();
    const running = queue.add(() => passed);
    const stop = new AbortController();
    let ran = false;
    const waiting = queue.add(async () => {
      ran = true;
    }, stop.signal);
    await expect(queue.add(async () => 1)).rejects.toMatchObject({ name: 'EngineUnavailable' });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'Cancelled' });
    expect(queue.waiting).toBe(0);
    open();
    await running;
    expect(ran).toBe(false);
    await expect(queue.add(async () => 1, stop.signal)).rejects.toMatchObject({ name: 'Cancelled' });
  });
});

describe('cache', () => {
  it('forgets what was not used longest', () => {
    const cache = createCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
  });
});
