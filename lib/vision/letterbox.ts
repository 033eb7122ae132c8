import type { PixelImage } from '../types';
import type { Covered } from './decode';
import type { Manifests } from './manifest';
import { Planes } from './planes';
import { resize } from './resize';
import type { Tensor } from './session';

/** A picture as the detector sees it. */
export interface Letterboxed extends Covered {
  readonly tensor: Tensor;
}

/** Size of a picture whose long side is scaled to `longSide`. */
export function scaledSize(width: number, height: number, longSide: number): { width: number; height: number } {
  const scale = longSide / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Scales a picture to the detector's long side and pads right and bottom to multiples of its coarsest stride. */
export function letterbox(image: PixelImage, input: Manifests['detector']['input']): Letterboxed {
  const { width, height } = scaledSize(image.width, image.height, input.longSide);
  const up = (side: number): number => Math.ceil(side / input.multiple) * input.multiple;
  const planes = new Planes(1, up(width), up(height), input, input.pad);
  const whole = { x0: 0, y0: 0, x1: image.width, y1: image.height };
  planes.put(0, resize(image, whole, width, height), width, height, 0, 0);
  return { tensor: planes.tensor, input: planes, width, height };
}
