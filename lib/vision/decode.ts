import { type BoundingBox, DETECTOR_LABELS, type Detection, type DetectorLabel } from '../types';
import { clamp } from './geometry';
import { settleCloth, settleNested, suppress } from './nms';
import type { Tensor } from './session';

/** What turns the detector's maps into boxes. `minScore` replaces the thresholds and keeps every kind. */
export interface DecodeRule {
  readonly strides: readonly number[];
  readonly thresholds: Readonly<Record<DetectorLabel, number>>;
  readonly nms: { readonly iou: number };
  readonly minScore?: number | undefined;
}

/** Most detections of one picture. */
export const MOST_DETECTIONS = 300;

/**
 * Maps `p8`, `p16`, `p32` (1, 4 + 9, h, w): distances from the cell's centre to the sides in strides, then class
 * probabilities → detections of the picture that covers `width` × `height` of the input, best first.
 * The name of a map is `p` and its stride. Throws when a map is missing or has another shape.
 */
export function decode(
  maps: Readonly<Record<string, Tensor>>,
  size: { readonly width: number; readonly height: number },
  rule: DecodeRule,
): Detection[] {
  const byLabel = new Map<DetectorLabel, Detection[]>(DETECTOR_LABELS.map((label) => [label, []]));
  for (const stride of rule.strides) {
    const map = maps[`p${stride}`];
    if (map?.dims.length !== 4 || map.dims[1] !== 4 + DETECTOR_LABELS.length) {
      throw new Error(`The detector gave no usable map p${stride}.`);
    }
    readMap(map, stride, size, rule, byLabel);
  }
  const kept = [...byLabel.values()].flatMap((boxes) => suppress(boxes, rule.nms.iou));
  kept.sort((a, b) => b.score - a.score);
  const settled = rule.minScore === undefined ? settleNested(settleCloth(kept)) : kept;
  return settled.slice(0, MOST_DETECTIONS);
}

function readMap(
  { data, dims }: Tensor,
  stride: number,
  size: { readonly width: number; readonly height: number },
  rule: DecodeRule,
  found: Map<DetectorLabel, Detection[]>,
): void {
  const columns = dims[3] as number;
  const cells = (dims[2] as number) * columns;
  for (const [label, category] of DETECTOR_LABELS.entries()) {
    const least = rule.minScore ?? rule.thresholds[category];
    const scores = data.subarray((4 + label) * cells, (5 + label) * cells);
    for (let cell = 0; cell < cells; cell++) {
      const score = scores[cell] as number;
      // Written this way so that a score that is not a number is left out too.
      if (!(score >= least)) continue;
      const box = boxOf(data, cell, cells, columns, stride, size);
      if (box) found.get(category)?.push({ category, score, box });
    }
  }
}

function boxOf(
  data: Float32Array,
  cell: number,
  cells: number,
  columns: number,
  stride: number,
  { width, height }: { readonly width: number; readonly height: number },
): BoundingBox | null {
  const cx = (cell % columns) + 0.5;
  const cy = Math.floor(cell / columns) + 0.5;
  const side = (k: number): number => data[k * cells + cell] as number;
  const x0 = clamp(((cx - side(0)) * stride) / width, 0, 1);
  const y0 = clamp(((cy - side(1)) * stride) / height, 0, 1);
  const x1 = clamp(((cx + side(2)) * stride) / width, 0, 1);
  const y1 = clamp(((cy + side(3)) * stride) / height, 0, 1);
  return x1 > x0 && y1 > y0 ? { x: x0, y: y0, width: x1 - x0, height: y1 - y0 } : null;
}
