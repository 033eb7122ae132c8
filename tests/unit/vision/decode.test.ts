import { describe, expect, it } from 'vitest';
import { DETECTOR_LABELS, type Detection, type DetectorLabel } from '../../../lib/types';
import { decode } from '../../../lib/vision/decode';
import { iou } from '../../../lib/vision/geometry';
import { settleCloth, settleNested, suppress } from '../../../lib/vision/nms';
import type { Tensor } from '../../../lib/vision/session';

const thresholds = Object.fromEntries(DETECTOR_LABELS.map((label) => [label, 0.4])) as Record<DetectorLabel, number>;
const rule = { strides: [8, 16, 32], thresholds, nms: { iou: 0.6 } };

interface Spot {
  readonly column: number;
  readonly row: number;
  readonly sides: readonly [number, number, number, number];
  readonly label: DetectorLabel;
  readonly score: number;
}

function map(columns: number, rows: number, spots: readonly Spot[] = []): Tensor {
  const cells = columns * rows;
  const data = new Float32Array(13 * cells);
  for (const { column, row, sides, label, score } of spots) {
    const cell = row * columns + column;
    for (const [k, side] of sides.entries()) data[k * cells + cell] = side;
    data[(4 + DETECTOR_LABELS.indexOf(label)) * cells + cell] = score;
  }
  return { data, dims: [1, 13, rows, columns] };
}

const maps = (p8: readonly Spot[], p16: readonly Spot[] = []): Record<string, Tensor> => ({
  p8: map(16, 12, p8),
  p16: map(8, 6, p16),
  p32: map(4, 3),
});
const size = { width: 128, height: 80 };
const shoe: Spot = { column: 2, row: 3, sides: [1.5, 1.5, 1.5, 1.5], label: 'footwear', score: 0.9 };

describe('decode', () => {
  it('turns distances in strides into fractions of the picture, not of the padded input', () => {
    const [found, ...others] = decode(maps([shoe]), size, rule);
    expect(others).toEqual([]);
    expect(found?.category).toBe('footwear');
    expect(found?.score).toBeCloseTo(0.9, 6);
    expect(found?.box).toEqual({ x: 8 / 128, y: 16 / 80, width: 24 / 128, height: 24 / 80 });
  });

  it('keeps several of a kind and drops a double of one', () => {
    const second = { ...shoe, column: 9 };
    const double = { ...shoe, sides: [1.6, 1.5, 1.5, 1.5] as const, column: 2, row: 3, score: 0.6 };
    const coarse = { ...double, column: 1, row: 1, sides: [1, 0.6, 0.5, 0.9] as const };
    expect(decode(maps([shoe, second], [coarse]), size, rule)).toHaveLength(2);
  });

  it('leaves out what is below the threshold unless asked for less, and clamps to the picture', () => {
    const weak: Spot = { ...shoe, score: 0.06, row: 9, sides: [9, 9, 9, 9] };
    expect(decode(maps([weak]), size, rule)).toEqual([]);
    const [found] = decode(maps([weak]), size, { ...rule, minScore: 0.05 });
    expect(found?.box).toMatchObject({ x: 0, width: 92 / 128 });
    expect((found?.box.y ?? 0) + (found?.box.height ?? 0)).toBeCloseTo(1, 6);
  });

  it('ignores scores that are no numbers and refuses maps of another shape', () => {
    expect(decode(maps([{ ...shoe, score: Number.NaN }]), size, rule)).toEqual([]);
    expect(() => decode({ p8: map(2, 2) }, size, rule)).toThrow('p16');
  });
});

const detection = (category: DetectorLabel, score: number, x: number, width = 0.2): Detection => ({
  category,
  score,
  box: { x, y: 0, width, height: 1 },
});

describe('suppress', () => {
  it('keeps the better of two that overlap more than the limit', () => {
    const boxes = [detection('dress', 0.5, 0.02), detection('dress', 0.9, 0), detection('dress', 0.7, 0.5)];
    expect(iou(boxes[0]?.box ?? never(), boxes[1]?.box ?? never())).toBeGreaterThan(0.8);
    expect(suppress(boxes, 0.6).map(({ score }) => score)).toEqual([0.9, 0.7]);
  });
});

describe('settleCloth', () => {
  it('gives one cloth one kind but keeps a shirt inside a coat and other kinds', () => {
    const coat = detection('outerwear', 0.8, 0);
    const same = detection('dress', 0.5, 0.01);
    const shirt = detection('topwear', 0.6, 0.05, 0.1);
    const bag = detection('handbag', 0.5, 0);
    expect(settleCloth([coat, same, shirt, bag])).toEqual([coat, shirt, bag]);
  });

  it('sees a dress or its parts, whichever is surer, but keeps whoever stands before a dress', () => {
    const part = (category: DetectorLabel, score: number, y: number, height: number): Detection => ({
      category,
      score,
      box: { x: 0.3, y, width: 0.3, height },
    });
    const dress = part('dress', 0.7, 0.2, 0.6);
    const skirt = part('bottomwear', 0.5, 0.45, 0.36);
    const top = part('topwear', 0.6, 0.19, 0.25);
    expect(settleCloth([dress, skirt, top])).toEqual([dress]);
    const [surerSkirt, surerTop] = [
      { ...skirt, score: 0.8 },
      { ...top, score: 0.75 },
    ];
    expect(settleCloth([dress, surerSkirt, surerTop])).toEqual([surerSkirt, surerTop]);
    expect(settleCloth([surerSkirt, dress, top])).toEqual([surerSkirt, top]);
    const child: Detection = { category: 'topwear', score: 0.5, box: { x: 0.35, y: 0.5, width: 0.15, height: 0.2 } };
    const coat = part('outerwear', 0.6, 0.2, 0.4);
    expect(settleCloth([dress, child, coat])).toEqual([dress, child, coat]);
  });
});

function never(): never {
  throw new Error('missing');
}

describe('settleNested', () => {
  const thing = (category: DetectorLabel, score: number, x: number, width: number): Detection => ({
    category,
    score,
    box: { x, y: 0.8, width, height: 0.1 },
  });

  it('keeps the surer of a shoe and its pair, whichever that is', () => {
    const [pair, shoe] = [thing('footwear', 0.9, 0.2, 0.2), thing('footwear', 0.5, 0.21, 0.09)];
    expect(settleNested([pair, shoe])).toEqual([pair]);
    const surer = { ...shoe, score: 0.95 };
    expect(settleNested([surer, pair])).toEqual([surer]);
  });

  it('keeps what is of another kind, beside it, or far smaller, and every person', () => {
    const big = thing('topwear', 0.9, 0.1, 0.5);
    const kept = [
      big,
      thing('outerwear', 0.8, 0.15, 0.4),
      thing('topwear', 0.7, 0.5, 0.3),
      thing('topwear', 0.6, 0.2, 0.1),
      thing('person', 0.5, 0.1, 0.5),
      thing('person', 0.45, 0.15, 0.4),
    ];
    expect(settleNested(kept)).toEqual(kept);
  });
});
