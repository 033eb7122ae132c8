import { type BoundingBox, DETECTOR_LABELS, type Detection, type DetectorLabel } from '../types';
import { clamp } from './geometry';
import { settle } from './nms';
import type { Tensor } from './session';

/** What turns the detector's rows into boxes. `minScore` replaces the thresholds and keeps every kind. */
export interface DecodeRule {
  readonly thresholds: Readonly<Record<DetectorLabel, number>>;
  readonly minScore?: number | undefined;
}

/** Size of the network's input and of the part of it, at the top left, that the picture covers, pixels. */
export interface Covered {
  readonly input: { readonly width: number; readonly height: number };
  readonly width: number;
  readonly height: number;
}

/** Most detections of one picture. */
export const MOST_DETECTIONS = 300;

const COLUMNS = 6;

/**
 * Rows (N, 6) of label, score, left, top, right and bottom in fractions of the input, of each label only the surest of
 * what overlaps → detections in fractions of the picture, best first. Throws when they have another shape.
 */
export function decode(rows: Tensor | undefined, covered: Covered, rule: DecodeRule): Detection[] {
  if (rows?.dims.length !== 2 || rows.dims[1] !== COLUMNS) throw new Error('The detector gave no usable rows.');
  const found: Detection[] = [];
  for (let at = 0; at < rows.data.length; at += COLUMNS) {
    const one = detectionOf(rows.data.subarray(at, at + COLUMNS), covered);
    // Written this way so that a score that is not a number is left out too.
    if (one && one.score >= (rule.minScore ?? rule.thresholds[one.category])) found.push(one);
  }
  found.sort((a, b) => b.score - a.score);
  const settled = rule.minScore === undefined ? settle(found) : found;
  return settled.slice(0, MOST_DETECTIONS);
}

function detectionOf(row: Float32Array, { input, width, height }: Covered): Detection | null {
  const [label, score, left, top, right, bottom] = row as unknown as [number, number, number, number, number, number];
  const category = DETECTOR_LABELS[label];
  const x = (value: number): number => clamp((value * input.width) / width, 0, 1);
  const y = (value: number): number => clamp((value * input.height) / height, 0, 1);
  const box: BoundingBox = { x: x(left), y: y(top), width: x(right) - x(left), height: y(bottom) - y(top) };
  return category && box.width > 0 && box.height > 0 ? { category, score, box } : null;
}
