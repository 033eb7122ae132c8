import { describe, expect, it } from 'vitest';
import { beside } from '../../../components/follow';

const VIEW = { width: 1000, height: 700 };
const SIZE = { width: 300, height: 400 };
const dot = (left: number, top: number) => ({ left, top, width: 32, height: 32 });

describe('the place of a popover', () => {
  it('is beside its dot, on the side to which lines are read', () => {
    expect(beside(dot(400, 100), SIZE, VIEW, false)).toEqual({ x: 436, y: 100 });
    expect(beside(dot(400, 100), SIZE, VIEW, true)).toEqual({ x: 96, y: 100 });
  });

  it('is on the other side where there is no room', () => {
    expect(beside(dot(900, 100), SIZE, VIEW, false)).toEqual({ x: 596, y: 100 });
    expect(beside(dot(50, 100), SIZE, VIEW, true)).toEqual({ x: 86, y: 100 });
  });

  it('is below, else above the dot where neither side has room', () => {
    const narrow = { width: 500, height: 700 };
    expect(beside(dot(240, 60), SIZE, narrow, false)).toEqual({ x: 192, y: 96 });
    expect(beside(dot(240, 600), SIZE, narrow, true)).toEqual({ x: 192, y: 196 });
  });

  it('is inside of the viewport, whatever the dot', () => {
    for (const left of [-50, 0, 480, 990, 1200]) {
      for (const top of [-50, 0, 350, 690, 900]) {
        for (const leftwards of [false, true]) {
          const { x, y } = beside(dot(left, top), SIZE, VIEW, leftwards);
          expect([x >= 8, y >= 8, x + 300 <= 992, y + 400 <= 692]).toEqual([true, true, true, true]);
        }
      }
    }
  });
});
