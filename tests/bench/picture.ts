import { drawScene, renderScene, type Scene } from '../../catalog/draw/scene';

const SEEDS = 2_000;
const GARMENTS = 5;

/** A picture to measure with: 640 pixels on its long side, with five garments. JPEG bytes. */
export interface BenchPicture {
  readonly bytes: Uint8Array;
  readonly scene: Scene;
}

/** So many pictures, no two alike: what an engine has seen before it does not look at again. */
export async function benchPictures(count: number): Promise<BenchPicture[]> {
  const found: BenchPicture[] = [];
  for (let seed = 1; seed <= SEEDS && found.length < count; seed++) {
    const scene = drawScene({ seed, width: 480, height: 640, people: 1, framing: 'full' });
    if (scene.boxes.length === GARMENTS) found.push({ bytes: new Uint8Array(await renderScene(scene)), scene });
  }
  if (found.length < count) throw new Error(`Of ${SEEDS} scenes only ${found.length} have ${GARMENTS} garments.`);
  return found;
}

/** One such picture. */
export async function benchPicture(): Promise<BenchPicture> {
  const [first] = await benchPictures(1);
  if (!first) throw new Error('No picture was drawn.');
  return first;
}
