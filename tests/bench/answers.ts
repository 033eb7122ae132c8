import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { FAINT, garmentBox } from '../../catalog/garment-box';
import { createNodeModels } from '../../catalog/node/engine';
import { readPictureNode } from '../../catalog/node/pixels';
import { createNodeRuntime } from '../../catalog/node/runtime';
import { analyse, isGarment } from '../../lib/engine/analyse';
import { group } from '../../lib/engine/persons';
import { visualCentres } from '../../lib/page/visual-centre';
import type { BoundingBox, Detection, GarmentCategory } from '../../lib/types';
import { floorOf } from '../../lib/vision/detector';
import { goldenInput, oneHot } from '../../lib/vision/golden';
import { letterbox } from '../../lib/vision/letterbox';
import type { Models } from '../../lib/vision/models';
import { settle } from '../../lib/vision/nms';
import type { Tensor } from '../../lib/vision/session';

/**
 * Answers questions about pictures with the product's own engine, for `python3 -m models.report`: one JSON question a
 * line on standard input, one JSON answer a line on standard output, in order; `{error}` when a picture cannot be read.
 * Arguments: folder of the models, threads. Boxes are [x, y, width, height] in fractions of the picture.
 */
type Row = readonly [x: number, y: number, width: number, height: number];
type Question =
  | { readonly ask: 'detect'; readonly file: string; readonly minScore: number }
  | { readonly ask: 'describe'; readonly file: string; readonly boxes: readonly Row[] }
  | { readonly ask: 'embed'; readonly file: string; readonly items: readonly (readonly [GarmentCategory, ...Row])[] }
  | { readonly ask: 'place'; readonly file: string; readonly category: GarmentCategory }
  | { readonly ask: 'persons'; readonly file: string }
  | { readonly ask: 'time'; readonly file: string; readonly repeats: number };

const [folder = 'public/models', threads = '2'] = process.argv.slice(2);
const models = createNodeModels(folder, Number(threads));

const row = ({ x, y, width, height }: BoundingBox): number[] => [x, y, width, height];
const box = ([x, y, width, height]: Row): BoundingBox => ({ x, y, width, height });

async function answer(question: Question): Promise<unknown> {
  const picture = await readPictureNode(await readFile(question.file));
  const { pixels } = picture;
  switch (question.ask) {
    case 'detect': {
      const found = await models.detect(pixels, question.minScore);
      // What the product shows, from the same rows: a lower floor only adds rows.
      const { thresholds } = await models.manifest('detector');
      const settled = settle(found.filter((one) => one.score >= thresholds[one.category]));
      const persons = settled.filter(({ category }) => category === 'person');
      const worn = group(settled.filter(isGarment), persons.map(({ box }) => box)); // biome-ignore format: one thought
      const garments = worn.map(({ detection }) => detection);
      const shown = [...persons, ...garments];
      const rows = (all: readonly Detection[]) => all.map((one) => [one.category, one.score, ...row(one.box)]);
      const dots = visualCentres(garments).map(({ x, y }, at) => [x, y, ...rows(garments.slice(at, at + 1)).flat()]);
      return { found: rows(found), shown: rows(shown), dots };
    }
    case 'describe':
      return { persons: await models.describe(pixels, question.boxes.map(box)) };
    case 'embed': {
      const items = question.items.map(([category, ...rest]) => ({ category, box: box(rest) }));
      const embeddings = await models.embed(pixels, items);
      return { embeddings: embeddings.map((one) => Buffer.from(one.buffer).toString('base64')) };
    }
    case 'place':
      return { box: row(garmentBox(pixels, question.category, await models.detect(pixels, FAINT))) };
    case 'persons': {
      const blind: Models = { ...models, embed: async () => [] };
      const { persons, garments } = await analyse(picture, blind);
      return {
        persons: persons.map((one) => ({ ...one, box: row(one.box) })),
        garments: garments.map((one) => [one.category, one.person, ...row(one.box)]),
      };
    }
    case 'time':
      return await times(pixels, question.repeats);
  }
}

/** Milliseconds of every repeat, after five runs to warm up. */
async function repeated(repeats: number, work: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let i = -5; i < repeats; i++) {
    const start = performance.now();
    await work();
    if (i >= 0) taken.push(performance.now() - start);
  }
  return taken;
}

/** Each model as the product calls it (with scaling and decoding), and the network alone. */
async function times(pixels: Parameters<Models['detect']>[0], repeats: number): Promise<Record<string, number[]>> {
  const whole = { x: 0.1, y: 0.1, width: 0.8, height: 0.8 };
  const taken: Record<string, number[]> = {
    detector: await repeated(repeats, () => models.detect(pixels)),
    attributes: await repeated(repeats, () => models.describe(pixels, [whole])),
    embedder: await repeated(repeats, () => models.embed(pixels, [{ category: 'topwear', box: whole }])),
  };
  const detector = await models.manifest('detector');
  const { width, height } = (await models.manifest('attributes')).input;
  const square = (await models.manifest('embedder')).input.width;
  const feeds: Record<string, Record<string, Tensor>> = {
    // The picture itself: how many boxes the second stage looks at depends on it.
    detector: {
      images: letterbox(pixels, detector.input).tensor,
      floor: floorOf(Math.min(...Object.values(detector.thresholds)), detector.second),
    },
    attributes: { crops: goldenInput([1, 3, height, width], 1) },
    embedder: { crops: goldenInput([1, 3, square, square], 1), categories: oneHot(['topwear']) },
  };
  for (const [kind, feed] of Object.entries(feeds)) {
    const session = await createNodeRuntime(Number(threads)).open(
      await readFile(`${folder}/${kind}/model.onnx`),
      'native',
    );
    taken[`${kind} network`] = await repeated(repeats, () => session.run(feed));
    await session.release();
  }
  return taken;
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line) as Question;
  const given = await answer(question).catch((error: unknown) => ({ error: String(error) }));
  if (!process.stdout.write(`${JSON.stringify(given)}\n`)) await new Promise((r) => process.stdout.once('drain', r));
}
await models.release();
