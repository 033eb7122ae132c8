import type { DotPlace } from '../../components/stage';
import { facesOf } from '../../lib/page/faces';
import { fanOut } from '../../lib/page/fan-out';
import { visualCentres } from '../../lib/page/visual-centre';
import type { ShopResult } from '../../lib/types';

/** A picture in the narrowest panel, CSS pixels; in a wider one the dots lie farther apart. */
const ROOM = { width: 300, height: 400 };
/** Dots are 32 px wide. */
const APART = 34;
const BESIDE_FACE = 12;

/** Where the dots of a result are put, in fractions of its picture: apart from each other and off the faces. */
export function dotPlaces(result: ShopResult): readonly DotPlace[] {
  const scale = Math.min(ROOM.width / result.width, ROOM.height / result.height);
  const [width, height] = [result.width * scale, result.height * scale];
  const centres = visualCentres(result.garments).map(({ x, y }) => ({ x: x * width, y: y * height }));
  const faces = facesOf(result).map((face) => ({
    x: (face.x + face.width / 2) * width,
    y: (face.y + face.height / 2) * height,
    radius: (face.width * width + face.height * height) / 4 + BESIDE_FACE,
  }));
  const moves = fanOut(centres, APART, { faces, inside: { left: 0, top: 0, width, height } });
  return centres.map(({ x, y }, at) => ({
    x: (x + (moves[at]?.x ?? 0)) / width,
    y: (y + (moves[at]?.y ?? 0)) / height,
  }));
}
