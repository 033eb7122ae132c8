import { describe, expect, it } from 'vitest';
import { parseSrcset, usefulCandidate } from '../../../lib/page/srcset';

describe('a srcset', () => {
  it.each([
    ['a.jpg', [{ url: 'a.jpg', density: 1 }]],
    [
      'a.jpg 320w, b.jpg 640w',
      [
        { url: 'a.jpg', width: 320 },
        { url: 'b.jpg', width: 640 },
      ],
    ],
    [
      'a.jpg 1x,b.jpg 2.5x',
      [
        { url: 'a.jpg', density: 1 },
        { url: 'b.jpg', density: 2.5 },
      ],
    ],
    [
      '/w_320,h_400/a.jpg 320w,\n /w_640,h_800/a.jpg 640w',
      [
        { url: '/w_320,h_400/a.jpg', width: 320 },
        { url: '/w_640,h_800/a.jpg', width: 640 },
      ],
    ],
    [
      'data:image/png;base64,AAAA 1x, b.png 2x',
      [
        { url: 'data:image/png;base64,AAAA', density: 1 },
        { url: 'b.png', density: 2 },
      ],
    ],
    ['a.jpg 320w 200h, b.jpg 0w', [{ url: 'a.jpg', width: 320 }]],
    ['', []],
    [' , ', []],
  ])('%j is read', (text, candidates) => expect(parseSrcset(text)).toEqual(candidates));
});

describe('the candidate to shop', () => {
  const widths = parseSrcset('s 240w, m 640w, l 1200w, xl 2400w');

  it('is the smallest of a useful width where a thumbnail is shown', () => {
    expect(usefulCandidate(widths, 's', { pixels: 240, unit: 240 })).toBe('l');
  });
  it('is the largest where none is wide enough', () => {
    expect(usefulCandidate(widths.slice(0, 2), 's', { pixels: 240, unit: 240 })).toBe('m');
  });
  it('is the shown one where that is good enough, or the largest', () => {
    expect(usefulCandidate(widths, 'shown', { pixels: 900, unit: 900 })).toBe('shown');
    expect(usefulCandidate(widths.slice(0, 1), 's', { pixels: 240, unit: 240 })).toBe('s');
  });
  it('counts densities from the width of the picture at density 1', () => {
    expect(usefulCandidate(parseSrcset('a 1x, b 2x, c 4x'), 'a', { pixels: 300, unit: 300 })).toBe('c');
  });
});
