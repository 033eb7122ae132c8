import type { BoundingBox, PixelImage } from '../types';
import { clamp, enlarge, type PixelBox, toPixels } from './geometry';
import type { CropRule } from './manifest';
import { Planes } from './planes';
import { resize } from './resize';
import type { Tensor } from './session';

/** The pixels a model sees of one box: enlarged by the rule's margin, inside the picture, never without area. */
export function cropBox(box: BoundingBox, rule: CropRule, width: number, height: number): PixelBox {
  const { x0, y0, x1, y1 } = enlarge(toPixels(box, width, height), rule.margin, width, height);
  if (x1 > x0 && y1 > y0) return { x0, y0, x1, y1 };
  const left = clamp(Math.floor(x0), 0, width - 1);
  const top = clamp(Math.floor(y0), 0, height - 1);
  return { x0: left, y0: top, x1: left + 1, y1: top + 1 };
}

/** Size of a crop inside the model's input: whole for `stretch`, aspect kept for `pad`. */
export function fittedSize(box: PixelBox, rule: CropRule): { width: number; height: number } {
  if (rule.fit === 'stretch') return { width: rule.width, height: rule.height };
  const scale = Math.min(rule.width / (box.x1 - box.x0), rule.height / (box.y1 - box.y0));
  return {
    width: clamp(Math.round((box.x1 - box.x0) * scale), 1, rule.width),
    height: clamp(Math.round((box.y1 - box.y0) * scale), 1, rule.height),
  };
}

/** Boxes of one picture as a batch (B, 3, rule.height, rule.width). */
export function crops(image: PixelImage, boxes: readonly BoundingBox[], rule: CropRule): Tensor {
  const planes = new Planes(boxes.length, rule.width, rule.height, rule, rule.pad);
  boxes.forEach((box, i) => {
    const pixels = cropBox(box, rule, image.width, image.height);
    const { width, height } = fittedSize(pixels, rule);
    const left = Math.floor((rule.width - width) / 2);
    const top = Math.floor((rule.height - height) / 2);
    planes.put(i, resize(image, pixels, width, height), width, height, left, top);
  });
  return planes.tensor;
}
