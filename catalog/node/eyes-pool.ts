import { Worker } from 'node:worker_threads';
import type { Detection, Embedding } from '../../lib/types';
import type { Eyes } from '../ingest/look';
import { createNodeModels } from './engine';
import { embedderName } from './eyes';
import type { EyesAnswer, EyesQuestion } from './eyes-worker';
import { readPictureNode } from './pixels';
import { MODELS } from './places';

/** Models that hold threads until they are released. */
export interface NodeEyes extends Eyes {
  release(): Promise<void>;
}

type Ask = EyesQuestion extends infer Q ? (Q extends EyesQuestion ? Omit<Q, 'call'> : never) : never;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** A thread has to be told anew how to read TypeScript: it inherits no loader. */
const START = `const { workerData } = require('node:worker_threads');
import(workerData.tsx).then(({ register }) => {
  register();
  return import(workerData.file);
});`;
const FILE = new URL('./eyes-worker.ts', import.meta.url).href;
const TSX = import.meta.resolve('tsx/esm/api');

/** One worker with what it has not answered yet. */
class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  constructor(detector: boolean) {
    this.#worker = new Worker(START, { eval: true, workerData: { detector, file: FILE, tsx: TSX } });
    this.#worker.on('message', ({ call, value, error }: EyesAnswer) => {
      const one = this.#waiting.get(call);
      this.#waiting.delete(call);
      if (error === undefined) one?.resolve(value as never);
      else one?.reject(new Error(error));
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('A thread of the models stopped.')));
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  ask<T>(question: Ask): Promise<T> {
    return new Promise((resolve, reject) => {
      const call = this.#calls++;
      this.#waiting.set(call, { resolve, reject });
      this.#worker.postMessage({ ...question, call });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/**
 * The models as ingest uses them, on `threads` threads of their own: each looks at one picture at a time, which wastes
 * less than several threads on one picture. `detector: false` leaves the product's place to the picture's content.
 */
export async function openEyesPool(threads: number, detector: boolean): Promise<NodeEyes> {
  const pool = Array.from({ length: Math.max(1, threads) }, () => new Thread(detector));
  const ask = <T>(question: Ask): Promise<T> => {
    const free = pool.reduce((best, one) => (one.waiting < best.waiting ? one : best));
    return free.ask<T>(question);
  };
  return {
    embedder: await embedderName(createNodeModels(MODELS)),
    decode: async (bytes) => (await readPictureNode(bytes)).pixels,
    detect: detector ? (image) => ask<readonly Detection[]>({ detect: image }) : undefined,
    embed: (garments) => Promise.all(garments.map((garment) => ask<Embedding>({ embed: garment }))),
    release: async () => void (await Promise.all(pool.map((thread) => thread.end()))),
  };
}
