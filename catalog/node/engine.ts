import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnStage } from '../../lib/engine/analyse.ts';
import { createEngine } from '../../lib/engine/engine.ts';
import type { Engine, ProductSearch } from '../../lib/types.ts';
import { createModels, type Models } from '../../lib/vision/models.ts';
import { readPictureNode } from './pixels.ts';
import { createNodeRuntime } from './runtime.ts';

/** What the command line's engine is built from. `modelsDir` holds detector, attributes and embedder. */
export interface NodeEngineOptions {
  readonly modelsDir: string;
  readonly search: ProductSearch;
  readonly threads?: number;
  readonly onStage?: OnStage;
}

/** The extension's engine on the command line: encoded pictures in, the same answers out. */
export interface NodeEngine extends Engine<Uint8Array> {
  readonly models: Models;
  release(): Promise<void>;
}

/** The three models on the native runtime. */
export function createNodeModels(modelsDir: string, threads?: number): Models {
  return createModels({
    runtime: createNodeRuntime(threads),
    read: async (path) => new Uint8Array(await readFile(join(modelsDir, path))),
  });
}

/** Builds the engine; models load at the first picture. `shop` throws `PictureUnreadable` or `PictureTooLarge`. */
export function createNodeEngine({ modelsDir, search, threads, onStage }: NodeEngineOptions): NodeEngine {
  const models = createNodeModels(modelsDir, threads);
  const engine = createEngine({ models, search, onStage });
  return {
    models,
    shop: async (bytes, options) => await engine.shop(await readPictureNode(bytes), options),
    release: () => models.release(),
  };
}
