import { drawScene, renderScene, type Scene } from '../../catalog/draw/scene';

const SEEDS = 300;
const GARMENTS = 5;

/** The measured picture: 640 pixels on its long side, with five garments if a scene has as many. JPEG bytes. */
export async function benchPicture(): Promise<{ bytes: Uint8Array; scene: Scene }> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const scene = drawScene({ seed, width: 480, height: 640, people: 1, framing: 'full' });
    if (scene.boxes.length === GARMENTS) return { bytes: new Uint8Array(await renderScene(scene)), scene };
  }
  throw new Error(`None of ${SEEDS} scenes has ${GARMENTS} garments.`);
}
