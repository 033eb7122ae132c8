import type { BoundingBox, Detection, GarmentCategory } from '../../lib/types';

/** One of several pictures of a product with what the detector saw in it. */
export interface PictureSeen {
  readonly address: string;
  readonly detections: readonly Detection[];
}

/** A picture with how well it shows the product, best possible 10. */
export interface PictureScore {
  readonly index: number;
  readonly score: number;
}

const [SURE, SURE_PERSON] = [0.3, 0.4];
const EDGE = 0.01;
const DETAIL =
  /[-_/.](back|rear|ruecken|dos|espalda|detail|detalle|zoom|swatch|fabric|label|side|inside|sole|packshot_back)[-_.\d]/i;

const area = ({ width, height }: BoundingBox) => width * height;

function edgesTouched({ x, y, width, height }: BoundingBox): number {
  return [x < EDGE, y < EDGE, x + width > 1 - EDGE, y + height > 1 - EDGE].filter(Boolean).length;
}

const isWornIn = (detections: readonly Detection[]) =>
  detections.some((one) => one.category === 'person' && one.score >= SURE_PERSON);

function largestOwn(detections: readonly Detection[], category: GarmentCategory): Detection | undefined {
  return detections
    .filter((one) => one.category === category && one.score >= SURE)
    .sort((a, b) => area(b.box) - area(a.box))[0];
}

/** Whether an address says that its picture shows a back, a detail or a fabric. */
export const isNamedDetail = (address: string): boolean => DETAIL.test(address);

/** Whether a picture shows the product alone and whole, so that no further one needs to be looked at. */
export function showsWell({ address, detections }: PictureSeen, category: GarmentCategory): boolean {
  const own = largestOwn(detections, category);
  return own !== undefined && edgesTouched(own.box) < 3 && !isWornIn(detections) && !isNamedDetail(address);
}

function scoreOf({ address, detections }: PictureSeen, category: GarmentCategory): number {
  const sure = detections.filter(({ score }) => score >= SURE);
  const own = largestOwn(detections, category);
  const others = sure.filter((one) => one.category !== category && one.category !== 'person').length;
  let score = isWornIn(detections) ? 0 : 4;
  if (own) {
    // A garment that runs out of three sides is a detail; small in the picture, it is hard to see.
    score += 3 + own.score - (edgesTouched(own.box) >= 3 ? 4 : 0) + Math.min(1, 2 * area(own.box));
  }
  score -= Math.min(1, 0.3 * others);
  return isNamedDetail(address) ? score - 1 : score;
}

/**
 * Ranks a product's pictures, best first: product only before worn, whole before detail, front before back, and the
 * shop's own order where they are alike. Pure: the detections come from the caller.
 */
export function rankPictures(pictures: readonly PictureSeen[], category: GarmentCategory): PictureScore[] {
  return pictures
    .map((picture, index) => ({ index, score: scoreOf(picture, category) - 0.01 * index }))
    .sort((a, b) => b.score - a.score);
}
