import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { random } from './random.ts';
import { type Box, drawScene, renderScene, type Scene } from './scene.ts';

/** A box as Python label files hold it: pixels x0, y0, x1, y1. */
type Pixels = [number, number, number, number];

function toPixels(b: Box, s: Scene): Pixels {
  const exact = [b.x * s.width, b.y * s.height, (b.x + b.width) * s.width, (b.y + b.height) * s.height];
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = exact.map((v) => Math.round(v * 10) / 10);
  return [x0, y0, x1, y1];
}

/** Size of the n-th picture: portrait mostly, 480–900 px on the long side. */
function sizeOf(seed: number): [number, number] {
  const rnd = random(seed).fork('size');
  const long = Math.round(rnd.range(480, 900));
  const short = Math.round(long * rnd.pick([0.66, 0.7, 0.75, 0.8, 1] as const));
  return rnd.chance(0.78) ? [short, long] : [long, short];
}

/** Writes people/*.jpg and people.json under `out`: one entry a picture, labels in pixels. */
export async function dataset(out: string, count: number, seed: number): Promise<void> {
  await mkdir(join(out, 'people'), { recursive: true });
  const entries: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const [width, height] = sizeOf(seed + i);
    const scene = drawScene({ seed: seed + i, width, height });
    const file = `${String(i).padStart(4, '0')}.jpg`;
    await writeFile(join(out, 'people', file), await renderScene(scene));
    entries.push({
      file,
      width,
      height,
      kind: 'person',
      persons: scene.persons.map((p) => ({
        box: toPixels(p.box, scene),
        gender: p.gender === 'women' ? 'w' : 'm',
        framing: p.framing,
      })),
      boxes: scene.boxes.map((b) => [b.category, ...toPixels(b.box, scene), b.productId]),
      ignore: [],
    });
  }
  await writeFile(join(out, 'people.json'), JSON.stringify(entries));
}
