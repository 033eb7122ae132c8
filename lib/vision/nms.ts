import type { BoundingBox, Detection } from '../types';
import { area, containment, iou } from './geometry';

/** Best first; what clashes with a kept one is dropped, and what was dropped drops nothing itself. */
function surest(boxes: readonly Detection[], clash: (one: Detection, kept: Detection) => boolean): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...boxes].sort((a, b) => b.score - a.score)) {
    if (!kept.some((other) => clash(candidate, other))) kept.push(candidate);
  }
  return kept;
}

const CLOTH = new Set(['topwear', 'outerwear', 'dress', 'bottomwear']);
const SAME_THING = 0.8;
const PART_OF_DRESS = 0.7;
const COMPARABLE = 0.25;

/**
 * One cloth seen as two kinds (a long shirt as topwear and dress, a skirt as bottomwear and dress) gets one dot: of
 * such garments that almost coincide, and of a dress and what would be its upper or lower part, only the surest stays.
 * A shirt under an open coat survives: its box is clearly smaller.
 */
export function settleCloth(detections: readonly Detection[]): Detection[] {
  const cloth = detections.filter(({ category }) => CLOTH.has(category));
  const kept = surest(cloth, isSameCloth);
  return detections.filter((one) => !CLOTH.has(one.category) || kept.includes(one));
}

function isSameCloth(one: Detection, other: Detection): boolean {
  return iou(one.box, other.box) > SAME_THING || isPartOfDress(one, other) || isPartOfDress(other, one);
}

function isPartOfDress(part: Detection, dress: Detection): boolean {
  const kinds = dress.category === 'dress' && (part.category === 'topwear' || part.category === 'bottomwear');
  return kinds && containment(part.box, dress.box) >= PART_OF_DRESS && isComparable(part.box, dress.box);
}

const NESTED = 0.9;

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
  return containment(inner, outer) >= NESTED && isComparable(inner, outer);
}

/** Whether the first is not so small that it must be somebody else's, seen in front. */
function isComparable(small: BoundingBox, large: BoundingBox): boolean {
  return area(small) >= COMPARABLE * area(large);
}

const UPPER = new Set(['topwear', 'outerwear', 'dress']);
/** Shares of the picture's width and height from which on somebody fills it. */
const FILLED = { width: 0.94, height: 0.93 };
/** Share of a person's height below which nothing is begun to be worn in a tight portrait. */
const CHIN = 0.55;
/** What is surer than this stays: few mouths and beards are. */
const SURE = 0.7;

/**
 * A face that fills the picture wears no top on mouth and beard: what begins below the middle of somebody who leaves no
 * room beside is dropped, unless it is sure. Chosen on portraits that no model learned from; shoulders begin higher.
 */
export function settleFaces(detections: readonly Detection[]): Detection[] {
  const tight = detections.filter(({ category, box }) => category === 'person' && fills(box));
  return detections.filter(
    ({ category, score, box }) => !UPPER.has(category) || score > SURE || !tight.some((one) => isOnFace(box, one.box)),
  );
}

function fills({ width, height }: BoundingBox): boolean {
  return width >= FILLED.width && height >= FILLED.height;
}

function isOnFace(box: BoundingBox, person: BoundingBox): boolean {
  return box.y > person.y + CHIN * person.height;
}

/** Everything above, for what is shown. */
export function settle(detections: readonly Detection[]): Detection[] {
  return settleFaces(settleNested(settleCloth(detections)));
}
