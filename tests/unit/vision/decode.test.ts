import { describe, expect, it } from 'vitest';
import { DETECTOR_LABELS, type Detection, type DetectorLabel } from '../../../lib/types';
import { type Covered, decode } from '../../../lib/vision/decode';
import { floorOf } from '../../../lib/vision/detector';
import { settleCloth, settleFaces, settleNested } from '../../../lib/vision/nms';
import type { Tensor } from '../../../lib/vision/session';

const thresholds = Object.fromEntries(DETECTOR_LABELS.map((label) => [label, 0.4])) as Record<DetectorLabel, number>;
const rule = { thresholds };
/** A picture of 128 × 80 in an input of 128 × 96. */
const covered: Covered = { input: { width: 128, height: 96 }, width: 128, height: 80 };

type Row = readonly [label: DetectorLabel, score: number, left: number, top: number, right: number, bottom: number];

/** The network's rows; sides in pixels of the input. */
function rows(...all: readonly Row[]): Tensor {
  const data = all.flatMap(([label, score, left, top, right, bottom]) => [
    DETECTOR_LABELS.indexOf(label),
    score,
    left / 128,
    top / 96,
    right / 128,
    bottom / 96,
  ]);
  return { data: new Float32Array(data), dims: [all.length, 6] };
}

const shoe: Row = ['footwear', 0.9, 8, 16, 32, 40];

describe('decode', () => {
  it('gives fractions of the picture, not of the padded input', () => {
    const [found, ...others] = decode(rows(shoe), covered, rule);
    expect(others).toEqual([]);
    expect(found?.category).toBe('footwear');
    expect(found?.score).toBeCloseTo(0.9, 6);
    const wanted = { x: 8 / 128, y: 16 / 80, width: 24 / 128, height: 24 / 80 };
    for (const [side, value] of Object.entries(wanted)) {
      expect(found?.box[side as keyof typeof wanted]).toBeCloseTo(value, 6);
    }
  });

  it('puts the best first, whatever their labels', () => {
    const found = decode(rows(['person', 0.6, 0, 0, 40, 80], shoe, ['handbag', 0.7, 60, 20, 80, 40]), covered, rule);
    expect(found.map(({ category }) => category)).toEqual(['footwear', 'handbag', 'person']);
  });

  it('leaves out what is below the threshold unless asked for less, and clamps to the picture', () => {
    const weak: Row = ['footwear', 0.06, -52, 4, 92, 96];
    expect(decode(rows(weak), covered, rule)).toEqual([]);
    const [found] = decode(rows(weak), covered, { ...rule, minScore: 0.05 });
    expect(found?.box).toMatchObject({ x: 0, width: 92 / 128 });
    expect((found?.box.y ?? 0) + (found?.box.height ?? 0)).toBeCloseTo(1, 6);
  });

  it('ignores scores that are no numbers, labels that do not exist and boxes in the padding', () => {
    const strange = rows(['footwear', Number.NaN, 8, 16, 32, 40], ['footwear', 0.9, 8, 82, 32, 95]);
    const other = rows(shoe);
    other.data[0] = 12;
    expect(decode(strange, covered, rule)).toEqual([]);
    expect(decode(other, covered, rule)).toEqual([]);
    expect(decode(rows(), covered, rule)).toEqual([]);
  });

  it('refuses rows of another shape', () => {
    expect(() => decode(undefined, covered, rule)).toThrow('rows');
    expect(() => decode({ data: new Float32Array(13), dims: [1, 13] }, covered, rule)).toThrow('rows');
  });
});

describe('floorOf', () => {
  it('is the first score with which a sure second one just reaches the wanted one', () => {
    const [floor = 0] = floorOf(0.4, { share: 0.6, least: 0.02 }).data;
    expect(floor ** 0.4).toBeCloseTo(0.4, 5);
    expect(floorOf(0.02, { share: 0.6, least: 0.02 }).data[0]).toBeCloseTo(0.02, 6);
  });
});

const detection = (category: DetectorLabel, score: number, x: number, width = 0.2): Detection => ({
  category,
  score,
  box: { x, y: 0, width, height: 1 },
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

describe('settleFaces', () => {
  const person = (width: number): Detection => ({
    category: 'person',
    score: 0.9,
    box: { x: 0.01, y: 0.04, width, height: 0.95 },
  });
  const worn = (category: DetectorLabel, y: number): Detection => ({
    category,
    score: 0.6,
    box: { x: 0, y, width: 1, height: 1 - y },
  });

  it('drops what begins on mouth and chin of a face that fills the picture', () => {
    const face = person(0.98);
    const glasses = worn('eyewear', 0.6);
    expect(settleFaces([face, worn('topwear', 0.64), worn('outerwear', 0.7), glasses])).toEqual([face, glasses]);
  });

  it('keeps what begins at the shoulders or is sure, and what somebody wears who leaves room beside', () => {
    const half = [person(0.98), worn('topwear', 0.45)];
    expect(settleFaces(half)).toEqual(half);
    const collar = [person(0.98), { ...worn('topwear', 0.64), score: 0.75 }];
    expect(settleFaces(collar)).toEqual(collar);
    const seated = [person(0.7), worn('dress', 0.7)];
    expect(settleFaces(seated)).toEqual(seated);
  });
});
