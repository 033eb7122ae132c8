import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { createReceiver, EARLY_FILES } from '../../../lib/engine/head-start';
import { answerCalls, type Calls, callWorker, tellWorker } from '../../../lib/engine/worker-bridge';

const [first = ''] = EARLY_FILES;

it('gives each file once, whenever it comes', async () => {
  const receiver = createReceiver();
  const waiting = receiver.file(first);
  receiver.give(first, new Uint8Array([1, 2]));
  expect(await waiting).toEqual(new Uint8Array([1, 2]));
  // Asked again after a failure: the package is read.
  expect(await receiver.file(first)).toBeUndefined();
  expect(await receiver.file('models/other.onnx')).toBeUndefined();
});

it('says that there is nothing where the document could not help', async () => {
  const receiver = createReceiver();
  receiver.give('runtime', undefined);
  receiver.give(first, undefined);
  expect(await receiver.runtime()).toBeUndefined();
  expect(await receiver.file(first)).toBeUndefined();
});

it('loads the rest of a worker’s calls with the first of them, once', async () => {
  const { port1, port2 } = new MessageChannel();
  let loaded = 0;
  const told: string[] = [];
  const quick: Calls = { near: () => 'near', tell: (word: string) => void told.push(word) };
  answerCalls(port2 as unknown as Parameters<typeof answerCalls>[0], quick, async () => {
    loaded += 1;
    return { far: () => 'far' };
  });
  const worker = Object.assign(port1, { terminate: () => port1.close() }) as unknown as Worker;
  port1.start();
  const caller = callWorker<Calls>(worker, () => {});
  tellWorker(worker, 'tell', ['word']);
  expect(await caller.call('near')).toBe('near');
  expect([loaded, told]).toEqual([0, ['word']]);
  expect(await Promise.all([caller.call('far'), caller.call('far')])).toEqual(['far', 'far']);
  expect(loaded).toBe(1);
  caller.end();
});
