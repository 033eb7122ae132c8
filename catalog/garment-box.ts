import type { BoundingBox, Detection, GarmentCategory, PixelImage } from '../lib/types';

/** Least score of what is seen in a product's picture: a hint of its own kind counts when picture and words are compared. */
export const FAINT = 0.2;
const WHOLE: BoundingBox = { x: 0, y: 0, width: 1, height: 1 };
/** A detection below this says less about where the product is than the picture's own content does. */
const SURE = 0.3;
const WHITE = 245;

/** The box around everything that is not (nearly) white; the whole picture when there is no such thing. */
export function contentBox({ width, height, data }: PixelImage): BoundingBox {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      if ((data[at] ?? 0) >= WHITE && (data[at + 1] ?? 0) >= WHITE && (data[at + 2] ?? 0) >= WHITE) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < left) return WHOLE;
  const [w, h] = [right - left + 1, bottom - top + 1];
  return { x: left / width, y: top / height, width: w / width, height: h / height };
}

/** Where the product is in its picture: the largest sure detection of its category, else what is not white. */
export function garmentBox(image: PixelImage, category: GarmentCategory, detections: readonly Detection[]) {
  const area = ({ box }: Detection) => box.width * box.height;
  const [largest] = detections
    .filter((detection) => detection.category === category && detection.score >= SURE)
    .sort((a, b) => area(b) - area(a));
  return largest?.box ?? contentBox(image);
}
