import { parentPort, workerData } from 'node:worker_threads';
import type { PixelImage } from '../../lib/types';
import type { GarmentPicture } from '../ingest/look';
import { createNodeModels } from './engine';
import { openEyes } from './eyes';
import { MODELS } from './places';

/** What a worker is asked: to find garments in a picture, or to embed one. */
export type EyesQuestion =
  | { readonly call: number; readonly detect: PixelImage }
  | { readonly call: number; readonly embed: GarmentPicture };

/** What it answers, with an error's message where it failed. */
export interface EyesAnswer {
  readonly call: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** One thread of models: `openEyesPool` starts several, because Node's ONNX Runtime blocks the thread that asks. */
async function serve(port: NonNullable<typeof parentPort>): Promise<void> {
  const eyes = await openEyes(createNodeModels(MODELS, 1), workerData.detector === true);
  port.on('message', async (question: EyesQuestion) => {
    const { call } = question;
    let answer: EyesAnswer;
    try {
      const value =
        'detect' in question ? await eyes.detect?.(question.detect) : (await eyes.embed([question.embed]))[0];
      answer = { call, value };
    } catch (error) {
      answer = { call, error: error instanceof Error ? error.message : String(error) };
    }
    port.postMessage(answer);
  });
}

if (parentPort) await serve(parentPort);
