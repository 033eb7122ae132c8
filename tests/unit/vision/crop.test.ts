import { describe, expect, it } from 'vitest';
import { cropBox, crops, fittedSize } from '../../../lib/vision/crop';
import { letterbox } from '../../../lib/vision/letterbox';
import { plain } from './pictures';

const norm = { mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] } as {
  mean: [number, number, number];
  std: [number, number, number];
};
const rule = { ...norm, width: 32, height: 32, margin: 0.1, fit: 'pad' as const, pad: 255 };

describe('letterbox', () => {
  it('scales the long side, pads right and bottom to multiples of 32 with grey 114', () => {
    const { tensor, width, height } = letterbox(plain(200, 100, 0), { ...norm, longSide: 80, multiple: 32, pad: 114 });
    expect([width, height]).toEqual([80, 40]);
    expect(tensor.dims).toEqual([1, 3, 64, 96]);
    expect(tensor.data[0]).toBe(-1);
    expect(tensor.data[79]).toBe(-1);
    expect(tensor.data[80]).toBeCloseTo((114 - 127.5) / 127.5, 6);
    expect(tensor.data[40 * 96]).toBeCloseTo((114 - 127.5) / 127.5, 6);
  });

  it('scales a 1-px picture up', () => {
    const { tensor, width, height } = letterbox(plain(1, 1, 255), { ...norm, longSide: 64, multiple: 32, pad: 114 });
    expect([width, height]).toEqual([64, 64]);
    expect(tensor.data[64 * 64 - 1]).toBe(1);
  });
});

describe('crops', () => {
  it('enlarges by the margin and stays inside the picture', () => {
    const box = cropBox({ x: 0, y: 0.25, width: 0.5, height: 0.5 }, rule, 100, 200);
    expect(box).toEqual({ x0: 0, y0: 40, x1: 55, y1: 160 });
  });

  it('gives a box without area one pixel', () => {
    expect(cropBox({ x: 1, y: 1, width: 0, height: 0 }, rule, 10, 10)).toEqual({ x0: 9, y0: 9, x1: 10, y1: 10 });
  });

  it('keeps the aspect for pad and fills for stretch', () => {
    const box = { x0: 0, y0: 0, x1: 10, y1: 40 };
    expect(fittedSize(box, rule)).toEqual({ width: 8, height: 32 });
    expect(fittedSize(box, { ...rule, fit: 'stretch' })).toEqual({ width: 32, height: 32 });
  });

  it('centres the crop on the pad colour', () => {
    const tensor = crops(plain(10, 40, 0), [{ x: 0, y: 0, width: 1, height: 1 }], rule);
    expect(tensor.dims).toEqual([1, 3, 32, 32]);
    const row = Array.from(tensor.data.subarray(0, 32));
    expect(row.map((value) => (value === -1 ? '#' : '.')).join('')).toBe(`${'.'.repeat(12)}########${'.'.repeat(12)}`);
  });
});
