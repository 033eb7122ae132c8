import { describe, expect, it } from 'vitest';
import { alphaOf } from '../../../lib/page/cover';
import { ofLayer, pictureLayer, pixelsOf, splitLayers } from '../../../lib/page/css';

describe('computed values', () => {
  it('are split at their own commas only', () => {
    expect(splitLayers('linear-gradient(rgb(0, 0, 0), red), url("a,b\\").jpg"), none')).toEqual([
      'linear-gradient(rgb(0, 0, 0), red)',
      'url("a,b\\").jpg")',
      'none',
    ]);
    expect(splitLayers('calc(50% - 8px) 10px', ' ')).toEqual(['calc(50% - 8px)', '10px']);
  });
  it('repeat where a list is shorter than the layers', () => {
    expect(['cover', 'auto', 'cover'].map((_, at) => ofLayer('cover, auto', at))).toEqual(['cover', 'auto', 'cover']);
  });
  it.each([
    ['none', undefined],
    ['linear-gradient(red, blue)', undefined],
    ['url("https://a.example/x.jpg")', { url: 'https://a.example/x.jpg', layer: 0, density: 1 }],
    ['linear-gradient(red, blue), url("b.jpg"), url("c.jpg")', { url: 'b.jpg', layer: 1, density: 1 }],
    ['image-set(url("s.jpg") 1dppx, url("l.jpg") 2dppx)', { url: 'l.jpg', layer: 0, density: 2 }],
    ['url("quote\\".jpg")', { url: 'quote".jpg', layer: 0, density: 1 }],
  ])('%s shows %j', (value, picture) => expect(pictureLayer(value)).toEqual(picture));
  it.each([
    ['12px', 12],
    ['40%', 80],
    ['-8px', -8],
    ['calc(50% - 8px)', 92],
    ['calc(100% + 4px)', 204],
    ['auto', undefined],
  ])('%s of 200 px is %s', (value, length) => expect(pixelsOf(value, 200)).toBe(length));
  it.each([
    ['rgb(0, 0, 0)', 1],
    ['rgba(0, 0, 0, 0)', 0],
    ['rgba(1, 2, 3, 0.4)', 0.4],
    ['color(srgb 1 0 0 / 0.25)', 0.25],
    ['oklch(0.5 0.1 20 / 50%)', 0.5],
    ['transparent', 0],
  ])('%s is opaque by %s', (color, alpha) => expect(alphaOf(color)).toBe(alpha));
});
