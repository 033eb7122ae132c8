import { readFile } from 'node:fs/promises';
import type { Page } from 'puppeteer';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, renderScene } from '../../catalog/draw/scene';
import { createNodeEngine, type NodeEngine } from '../../catalog/node/engine';
import { embedderName } from '../../catalog/node/eyes';
import { MODELS, STARTER } from '../../catalog/node/places';
import { openPack } from '../../catalog/search';
import type { BoundingBox, ShopResult } from '../../lib/types';
import { ask } from '../browser/ask';
import type { LoopbackServer } from '../browser/servers';
import { type Session, startSession } from './harness';

/** The most by which a box, a score or a similarity may differ between the browser and Node. */
const TOLERANCE = 1e-3;
const SCENES = [
  { seed: 3, width: 480, height: 640, people: 1, framing: 'full' },
  { seed: 8, width: 640, height: 480, people: 2, framing: 'full' },
  { seed: 21, width: 500, height: 500, people: 1, framing: 'half' },
] as const;

const pictures = new Map<string, Buffer>();
let session: Session;
let server: LoopbackServer;
let asker: Page;
let node: NodeEngine;

beforeAll(async () => {
  for (const scene of SCENES) {
    // PNG: lossless, so that no two JPEG decoders stand between the engines.
    const png = await sharp(await renderScene(drawScene(scene))).png().toBuffer(); // biome-ignore format: one step
    pictures.set(`/${scene.seed}.png`, png);
  }
  session = await startSession();
  server = await session.serve((path) => {
    const body = pictures.get(path);
    return body && { body: new Uint8Array(body), type: 'image/png' };
  });
  asker = await session.open(session.url('manifest.json'));
  await ask(asker, 'ensureEngine');
  const search = { search: async () => [] };
  const models = createNodeEngine({ modelsDir: MODELS, search, threads: 1 });
  node = createNodeEngine({
    modelsDir: MODELS,
    threads: 1,
    search: await openPack(STARTER, await embedderName(models.models)),
  });
});

afterAll(async () => {
  await node?.release();
  await session?.close();
});

function numbersOf({ x, y, width, height }: BoundingBox): number[] {
  return [x, y, width, height];
}

/** Every number of an answer in a fixed order. Matches enter by similarity: that is what embeddings decide. */
function flatten({ persons, garments }: ShopResult): number[] {
  return [
    ...persons.flatMap((person) => [...numbersOf(person.box), person.score, person.genderScore]),
    ...garments.flatMap(({ box, score, matches }) => [
      ...numbersOf(box),
      score,
      ...matches.slice(0, 5).map(({ similarity }) => similarity),
    ]),
  ];
}

describe('browser and command line', () => {
  it.each(SCENES)('see the same in scene $seed to 1e-3', async ({ seed }) => {
    const address = `${server.origin}/${seed}.png`;
    const source = { kind: 'url', url: address, pageUrl: address } as const;
    const far = await ask(asker, 'shop', { id: crypto.randomUUID(), source, options: {} });
    const near = await node.shop(pictures.get(`/${seed}.png`) ?? new Uint8Array());
    expect(near.garments.length).toBeGreaterThan(0);
    expect(far.framing).toBe(near.framing);
    expect(far.garments.map(({ category, person }) => [category, person])).toEqual(
      near.garments.map(({ category, person }) => [category, person]),
    );
    const [ours, theirs] = [flatten(far), flatten(near)];
    expect(ours).toHaveLength(theirs.length);
    const worst = Math.max(...ours.map((value, i) => Math.abs(value - (theirs[i] ?? Number.NaN))));
    expect(worst).toBeLessThanOrEqual(TOLERANCE);
  });

  it('run the same models', async () => {
    const info = await ask(asker, 'engineInfo');
    for (const { name, version } of info.models) {
      const manifest = JSON.parse(await readFile(`${MODELS}/${name}/manifest.json`, 'utf8')) as { version: string };
      expect(version).toBe(manifest.version);
    }
  });
});
