import { describe, expect, it } from 'vitest';
import { backgroundArea, fanOut, fitted, svgArea } from '../../../lib/page/geometry';
import { project } from '../../../lib/page/picture-box';

const BOX = { left: 10, top: 20, width: 200, height: 100 };
const TALL = { width: 100, height: 200 };

describe('a picture in its box', () => {
  it.each([
    ['fill', '50% 50%', BOX],
    ['contain', '0% 50%', { left: 10, top: 20, width: 50, height: 100 }],
    ['contain', '100% 50%', { left: 160, top: 20, width: 50, height: 100 }],
    ['cover', '50% 25%', { left: 10, top: -55, width: 200, height: 400 }],
    ['none', '10px 0px', { left: 20, top: 20, width: 100, height: 200 }],
    ['scale-down', 'calc(100% - 10px) 0px', { left: 150, top: 20, width: 50, height: 100 }],
  ])('object-fit %s at %s', (fit, position, area) => expect(fitted(BOX, TALL, fit, position)).toEqual(area));

  it.each([
    ['cover', '50% 0%', { left: 10, top: 20, width: 200, height: 400 }],
    ['auto', '0% 0%', { left: 10, top: 20, width: 100, height: 200 }],
    ['50% auto', '0% 100%', { left: 10, top: -80, width: 100, height: 200 }],
    ['auto 50px', '50% 50%', { left: 97.5, top: 45, width: 25, height: 50 }],
    ['100% 100%', '0% 0%', BOX],
    ['contain, 30px 40px', '0% 0%', { left: 10, top: 20, width: 50, height: 100 }],
  ])('background-size %s at %s', (size, position, area) => {
    expect(backgroundArea(BOX, TALL, { size, position, layer: 0 })).toEqual(area);
  });

  it.each([
    ['', { left: 85, top: 20, width: 50, height: 100 }],
    ['none', BOX],
    ['xMinYMid meet', { left: 10, top: 20, width: 50, height: 100 }],
    ['xMidYMax slice', { left: 10, top: -280, width: 200, height: 400 }],
  ])('preserveAspectRatio "%s"', (rule, area) => expect(svgArea(BOX, TALL, rule)).toEqual(area));

  it('is followed through a quarter turn about the middle of its box', () => {
    const inner = { left: 0, top: 0, width: 1, height: 1 };
    const turned = { left: 0, top: 0, width: 100, height: 200 }; // 200 × 100 before
    const axes = [0, 200, -100, 0] as const;
    expect(project({ inner, axes }, turned, { x: 0, y: 0 })).toEqual({ x: 100, y: 0 });
    expect(project({ inner, axes }, turned, { x: 1, y: 0 })).toEqual({ x: 100, y: 200 });
    expect(project({ inner }, turned, { x: 0.25, y: 0.5 })).toEqual({ x: 25, y: 100 });
  });
});

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
});
