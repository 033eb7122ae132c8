import { describe, expect, it } from 'vitest';
import { fanOut } from '../../../lib/page/fan-out';

describe('dots that fan out', () => {
  const moved = (points: { x: number; y: number }[]) => {
    const moves = fanOut(points, 30);
    return points.map(({ x, y }, at) => ({ x: x + (moves[at]?.x ?? 0), y: y + (moves[at]?.y ?? 0) }));
  };
  const nearest = (points: { x: number; y: number }[]): number =>
    Math.min(...points.flatMap((a, i) => points.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y))));

  it('stay where they are when there is room', () => {
    expect(
      fanOut(
        [
          { x: 0, y: 0 },
          { x: 30, y: 0 },
          { x: 0, y: 40 },
        ],
        30,
      ),
    ).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 0 },
      { x: 0, y: 0 },
    ]);
  });
  it('share the way when two are too near', () => {
    expect(
      moved([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
      ]),
    ).toEqual([
      { x: -10, y: 0 },
      { x: 20, y: 0 },
    ]);
  });
  it('do not overlap even when all of them coincide', () => {
    for (const count of [2, 3, 5, 8]) {
      expect(nearest(moved(Array.from({ length: count }, () => ({ x: 5, y: 5 }))))).toBeGreaterThan(24);
    }
  });
  it('move the same way every time, wherever the picture lies', () => {
    const points = [
      { x: 1, y: 2 },
      { x: 4, y: 9 },
      { x: 8, y: 3 },
    ];
    const there = fanOut(
      points.map(({ x, y }) => ({ x: x + 100, y: y + 100 })),
      30,
    );
    for (const [at, { x, y }] of fanOut(points, 30).entries()) {
      expect(there[at]?.x).toBeCloseTo(x, 6);
      expect(there[at]?.y).toBeCloseTo(y, 6);
    }
  });

  it('find room in a small picture, however many they are', () => {
    const inside = { left: 10, top: 10, width: 300, height: 380 };
    const points = Array.from({ length: 24 }, (_, at) => ({ x: 150 + (at % 3), y: 120 + (at % 5) }));
    const moves = fanOut(points, 32, { inside });
    const there = points.map(({ x, y }, at) => ({ x: x + (moves[at]?.x ?? 0), y: y + (moves[at]?.y ?? 0) }));
    expect(nearest(there)).toBeGreaterThan(28);
    for (const { x, y } of there) {
      expect(x).toBeGreaterThanOrEqual(10);
      expect(x).toBeLessThanOrEqual(310);
      expect(y).toBeGreaterThanOrEqual(10);
      expect(y).toBeLessThanOrEqual(390);
    }
  });
  it.each([
    ['glasses beside it', { x: 101, y: 98 }, { x: 140, y: 98 }],
    ['a hat above it', { x: 100, y: 75 }, { x: 100, y: 60 }],
    ['a collar below it', { x: 100, y: 130 }, { x: 100, y: 140 }],
    ['what is off it not at all', { x: 100, y: 150 }, { x: 100, y: 150 }],
  ])('leave a face: %s', (_what, point, there) => {
    const [move = { x: 0, y: 0 }] = fanOut([point], 32, { faces: [{ x: 100, y: 100, radius: 40 }] });
    expect(point.x + move.x).toBeCloseTo(there.x, 0);
    expect(point.y + move.y).toBeCloseTo(there.y, 0);
  });
  it('leave a face on the side where there is no other dot', () => {
    const points = [
      { x: 100, y: 100 },
      { x: 140, y: 100 },
    ];
    const moves = fanOut(points, 32, { faces: [{ x: 100, y: 100, radius: 40 }] });
    const there = points.map(({ x, y }, at) => ({ x: x + (moves[at]?.x ?? 0), y: y + (moves[at]?.y ?? 0) }));
    expect(nearest(there)).toBeGreaterThan(31);
    for (const { x, y } of there) expect(Math.hypot(x - 100, y - 100)).toBeGreaterThan(39);
  });
});
