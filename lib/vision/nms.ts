import type { Detection } from '../types';
import { area, containment, iou } from './geometry';

/** Most boxes of one category that enter suppression; more can only be noise. */
const MOST = 1000;

/** Greedy non-maximum suppression of boxes of one category: best first, what overlaps a kept one more is dropped. */
export function suppress(boxes: readonly Detection[], limit: number): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...boxes].sort((a, b) => b.score - a.score).slice(0, MOST)) {
    if (kept.every((other) => iou(other.box, candidate.box) <= limit)) kept.push(candidate);
  }
  return kept;
}

const CLOTH = new Set(['topwear', 'outerwear', 'dress', 'bottomwear']);
const SAME_THING = 0.8;

/**
 * One cloth seen as two kinds (a long shirt as topwear and dress, a skirt as bottomwear and dress) gets one dot: of
 * such garments that almost coincide only the surest stays. A shirt under an open coat survives: its box is clearly smaller.
 */
export function settleCloth(detections: readonly Detection[]): Detection[] {
  return detections.filter(
    (one) =>
      !CLOTH.has(one.category) ||
      detections.every(
        (other) =>
          other === one ||
          !CLOTH.has(other.category) ||
          other.score <= one.score ||
          iou(other.box, one.box) <= SAME_THING,
      ),
  );
}

const NESTED = 0.9;
const COMPARABLE = 0.25;

/**
 * One garment boxed twice (a shoe and its pair, trousers with and without the waist) gets one dot: of two boxes of one
 * kind, one of which lies in the other, the surer stays. A far smaller one is somebody else's, seen in front.
 */
export function settleNested(detections: readonly Detection[]): Detection[] {
  return detections.filter(
    (one, at) =>
      one.category === 'person' ||
      !detections.slice(0, at).some((surer) => surer.category === one.category && isNested(surer, one)),
  );
}

function isNested({ box: a }: Detection, { box: b }: Detection): boolean {
  const [inner, outer] = area(a) < area(b) ? [a, b] : [b, a];
  return containment(inner, outer) >= NESTED && area(inner) >= COMPARABLE * area(outer);
}
