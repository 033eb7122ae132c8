import { afterEach, describe, expect, it, vi } from 'vitest';
import { createKeeper } from '../../../lib/engine/keeper';
import { createQueue } from '../../../lib/engine/queue';
import { createTurns } from '../../../lib/engine/turn';
import { createUnreadable } from '../../../lib/engine/unreadable';
import { UserError } from '../../../lib/errors';
import type { ImageSource, ShopResult } from '../../../lib/types';
import { Notes, outcome, RESULT, source, Workers } from './workers';

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
    const keeper = createKeeper(workers.start, new Notes());
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
    const keeper = createKeeper(workers.start, new Notes());
    await expect(keeper.shop('a', source('http://x.test/1.jpg'), {})).rejects.toMatchObject({
      name: 'PictureUnreadable',
    });
    fails = false;
    expect(await keeper.shop('a', source('http://x.test/1.jpg'), {})).toEqual(RESULT);
    expect(workers.started).toBe(1);
  });

  it('refuses a malformed question, and keeps the worker that others wait for', async () => {
    workers = new Workers(() => ({
      readAhead: () => null,
      shop: (_id: string, { url }: { url: string }) => ({ ...RESULT, width: url.length }),
    }));
    const keeper = createKeeper(workers.start, new Notes());
    await keeper.shop('a', source('http://x.test/1.jpg'), {});
    const broken = [
      { kind: 'blob', blob: new Blob(), pageUrl: 7 },
      { ...source('http://x.test/2.jpg'), more: 1 },
    ];
    for (const one of broken as ImageSource[]) {
      expect(await outcome(keeper.shop('b', one, {}))).not.toBe('answered');
      expect(await outcome(keeper.readAhead('c', one, {}))).not.toBe('answered');
    }
    await keeper.shop('d', source('http://x.test/1.jpg'), {});
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
    const keeper = createKeeper(workers.start, new Notes());
    await expect(keeper.shop('a', source('http://x.test/1.jpg'), {})).rejects.toThrow('null function');
    expect(await keeper.shop('b', source('http://x.test/2.jpg'), {})).toEqual(RESULT);
    expect(workers.started).toBe(2);
  });

  describe('with models that fail over a picture', () => {
    const BAD = 'http://x.test/bomb.jpg';
    /** A worker whose pictures take turns as the engine's do. */
    const inTurns = (isReady = true): Workers =>
      new Workers((say) => {
        const queue = createQueue(8);
        const inTurn = createTurns<string>(say);
        const unreadable = createUnreadable();
        const look = async (url: string): Promise<ShopResult> => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          if (url === BAD) throw new RangeError('memory access out of bounds');
          return RESULT;
        };
        const shop = async (id: string, picture: ImageSource & { readonly kind: 'url' }) =>
          await unreadable.watch(picture, async () => await queue.add(() => inTurn(id, () => look(picture.url))));
        return { prepare: () => (isReady ? undefined : new Promise(() => {})), shop };
      });

    it('refuses it the third time, and never the one behind it', async () => {
      workers = inTurns();
      const keeper = createKeeper(workers.start, new Notes());
      for (const time of [1, 2]) {
        await keeper.call('prepare');
        const bad = outcome(keeper.shop(`bad ${time}`, source(BAD), {}));
        const behind = outcome(keeper.shop(`behind ${time}`, source('http://x.test/good.jpg'), {}));
        expect(await bad).not.toBe('answered');
        await behind;
      }
      expect(await outcome(keeper.shop('good', source('http://x.test/good.jpg'), {}))).toBe('answered');
      expect(await outcome(keeper.shop('bad', source(BAD), {}))).toBe('PictureUnreadable');
      expect(workers.started).toBe(3);
    });

    it('lets a page ask again for it, as the cause may be a graphics card that went away', async () => {
      workers = inTurns();
      const keeper = createKeeper(workers.start, new Notes());
      const answers: string[] = [];
      for (const time of [1, 2, 3]) {
        await keeper.call('prepare');
        answers.push(await outcome(keeper.shop(`bad ${time}`, source(BAD), {})));
      }
      expect(answers).toEqual(['EngineUnavailable', 'EngineUnavailable', 'PictureUnreadable']);
    });

    it('starts another worker where they fail over a correction, and lets a malformed one pass', async () => {
      workers = new Workers((say) => {
        const inTurn = createTurns<null>(say);
        return {
          matchGarments: (request: string) =>
            request === 'malformed'
              ? Promise.reject(new TypeError('Invalid'))
              : inTurn(null, () => Promise.reject(new RangeError('null function'))),
          shop: () => RESULT,
        };
      });
      const keeper = createKeeper(workers.start, new Notes());
      expect(await outcome(keeper.call('matchGarments', 'malformed'))).toBe('TypeError');
      expect(await outcome(keeper.shop('a', source('http://x.test/1.jpg'), {}))).toBe('answered');
      expect(workers.started).toBe(1);
      expect(await outcome(keeper.call('matchGarments', 'good'))).not.toBe('answered');
      expect(await outcome(keeper.shop('b', source('http://x.test/2.jpg'), {}))).toBe('answered');
      expect(workers.started).toBe(2);
    });

    it('remembers of a private window only as long as it lives', async () => {
      workers = inTurns();
      const notes = new Notes();
      const keeper = createKeeper(workers.start, notes);
      for (const time of [1, 2]) {
        await keeper.call('prepare');
        await outcome(keeper.shop(`bad ${time}`, source(BAD), { inPrivate: true }));
      }
      expect(await outcome(keeper.shop('bad', source(BAD), { inPrivate: true }))).toBe('PictureUnreadable');
      expect([...notes.kept.values()].join()).not.toMatch(/[0-9a-f]{24}/);
    });

    it('blames none while the models have not answered yet', async () => {
      workers = inTurns(false);
      const keeper = createKeeper(workers.start, new Notes());
      for (const time of [1, 2, 3]) {
        expect(await outcome(keeper.shop(`bad ${time}`, source(BAD), {}))).not.toBe('PictureUnreadable');
      }
    });
  });

  it('remembers the picture whose turn it was when the worker died', async () => {
    const bad = 'http://x.test/bomb.jpg';
    workers = new Workers((say) => ({
      shop: (id: string, { url }: { url: string }) => {
        if (url !== bad) return RESULT;
        say(id);
        return new Promise(() => {});
      },
    }));
    const keeper = createKeeper(workers.start, new Notes());
    const answer = keeper.shop('a', source(bad), {});
    const refused = expect(answer).rejects.toMatchObject({ name: 'EngineUnavailable' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    workers.fail();
    await refused;
    await expect(keeper.shop('b', source(bad), {})).rejects.toMatchObject({ name: 'PictureUnreadable' });
    expect(await keeper.shop('c', source('http://x.test/good.jpg'), {})).toEqual(RESULT);
    expect(workers.started).toBe(2);
  });

  it('remembers one of a private window too, and writes nothing down', async () => {
    const bad = 'http://x.test/bomb.jpg';
    workers = new Workers((say) => ({
      shop: (id: string) => {
        say(id);
        return new Promise(() => {});
      },
    }));
    const notes = new Notes();
    const keeper = createKeeper(workers.start, notes);
    const answer = keeper.shop('a', source(bad), { inPrivate: true });
    const refused = expect(answer).rejects.toMatchObject({ name: 'EngineUnavailable' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    workers.fail();
    await refused;
    await expect(keeper.shop('b', source(bad), { inPrivate: true })).rejects.toMatchObject({
      name: 'PictureUnreadable',
    });
    expect([...notes.kept.values()].join()).not.toMatch(/[0-9a-f]{24}/);
  });

  it('refuses a picture over which two documents ended, without starting a worker', async () => {
    const notes = new Notes();
    const never = new Workers((say) => ({
      shop: (id: string) => {
        say(id);
        return new Promise(() => {});
      },
    }));
    workers = never;
    for (let document = 0; document < 2; document += 1) {
      // The document goes while it works: nobody hears an end.
      void createKeeper(never.start, notes).shop('a', source('http://x.test/heavy.jpg'), {});
      await vi.waitFor(() => expect(JSON.parse(notes.getItem('pictures-in-hand') ?? '{}').hand).toMatch(/^[0-9a-f]+$/));
    }
    expect([...notes.kept.values()].join()).not.toContain('heavy');
    const keeper = createKeeper(never.start, notes);
    await expect(keeper.shop('b', source('http://x.test/heavy.jpg'), {})).rejects.toMatchObject({
      name: 'PictureUnreadable',
    });
    expect(never.started).toBe(2);
  });

  it('forgets what was in hand when the answer came', async () => {
    const notes = new Notes();
    workers = new Workers((say) => ({
      shop: (id: string) => {
        say(id);
        say(null);
        return RESULT;
      },
    }));
    for (let document = 0; document < 3; document += 1) {
      const keeper = createKeeper(workers.start, notes);
      expect(await keeper.shop('a', source('http://x.test/good.jpg'), {})).toEqual(RESULT);
    }
  });

  it('does not begin with a picture that was dropped at once', async () => {
    workers = new Workers(() => ({ shop: () => RESULT }));
    const keeper = createKeeper(workers.start, new Notes());
    const answer = keeper.shop('a', source('http://x.test/1.jpg'), {});
    keeper.cancel('a');
    await expect(answer).rejects.toMatchObject({ name: 'Cancelled' });
    expect(workers.started).toBe(0);
  });

  it('cancels without starting a worker', () => {
    workers = new Workers(() => ({}));
    createKeeper(workers.start, new Notes()).cancel('nothing');
    expect(workers.started).toBe(0);
  });
});
