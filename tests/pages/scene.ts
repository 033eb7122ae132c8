import { drawScene, type Scene } from '../../catalog/draw/scene';

/** What the picture of that number shows; all sizes of it show the same. */
export function sceneOf(number: number): Scene {
  return drawScene({ seed: 900 + number, width: 480, height: 600, people: 1, framing: 'full' });
}
