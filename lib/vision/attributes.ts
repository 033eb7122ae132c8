import type { BoundingBox, Framing, Gender, PixelImage } from '../types';
import { crops } from './crop';
import type { Manifests } from './manifest';
import type { Session } from './session';

/** What the attributes network says of one box. Scores are probabilities 0–1. */
export interface Attributes {
  readonly gender: Gender;
  readonly genderScore: number;
  readonly framing: Framing;
  readonly framingScore: number;
}

/** Attributes of each box, in order. */
export type Describe = (image: PixelImage, boxes: readonly BoundingBox[]) => Promise<Attributes[]>;

const FRAMINGS: readonly Framing[] = ['full', 'half', 'close-up', 'product'];

/** The attributes model over a loaded network; all boxes go in one batch. */
export function createAttributes(session: Session, manifest: Manifests['attributes']): Describe {
  const rule = { ...manifest.input, ...manifest.crop };
  return async (image, boxes) => {
    if (boxes.length === 0) return [];
    const { gender, framing } = await session.run({ crops: crops(image, boxes, rule) });
    if (!gender || !framing) throw new Error('The attributes model gave no answer.');
    return boxes.map((_, i) => ({
      ...decideGender(gender.data.subarray(i * 2, i * 2 + 2), manifest.thresholds.gender),
      ...decideFraming(framing.data.subarray(i * 4, i * 4 + 4)),
    }));
  };
}

/** Two probabilities (women, men) → a decision; below the threshold `unsure`, with the better one's probability. */
export function decideGender(p: Float32Array, threshold: number): Pick<Attributes, 'gender' | 'genderScore'> {
  const [women = 0, men = 0] = p;
  const genderScore = Math.max(women, men);
  const gender = genderScore < threshold ? 'unsure' : women >= men ? 'women' : 'men';
  return { gender, genderScore };
}

function decideFraming(p: Float32Array): Pick<Attributes, 'framing' | 'framingScore'> {
  const framingScore = Math.max(...p);
  return { framing: FRAMINGS[p.indexOf(framingScore)] ?? 'product', framingScore };
}
