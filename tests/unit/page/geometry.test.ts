import { describe, expect, it } from 'vitest';
import { aroundView, backgroundArea, fitted, svgArea, viewBoxOf } from '../../../lib/page/geometry';
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

  it.each([
    ['none', undefined],
    ['inset(10% 20% 30% 5%)', { left: 5, top: 20, width: 75, height: 120 }],
    ['inset(20% calc(50% - 10px) calc(80% - 40px) 10px)', { left: 10, top: 40, width: 50, height: 40 }],
    ['inset(10px 5px round 4px)', { left: 5, top: 10, width: 90, height: 180 }],
    ['inset(60%)', undefined],
  ])('object-view-box %s', (style, area) => expect(viewBoxOf(TALL, style)).toEqual(area));

  it('lies around the part of it that is shown', () => {
    const view = { left: 50, top: 0, width: 50, height: 100 };
    expect(aroundView(BOX, view, TALL)).toEqual({ left: -190, top: 20, width: 400, height: 200 });
  });

  it('is followed through a quarter turn about the middle of its box', () => {
    const inner = { left: 0, top: 0, width: 1, height: 1 };
    const turned = { left: 0, top: 0, width: 100, height: 200 }; // 200 × 100 before
    const axes = [0, 200, -100, 0] as const;
    expect(project({ inner, axes }, turned, { x: 0, y: 0 })).toEqual({ x: 100, y: 0 });
    expect(project({ inner, axes }, turned, { x: 1, y: 0 })).toEqual({ x: 100, y: 200 });
    expect(project({ inner }, turned, { x: 0.25, y: 0.5 })).toEqual({ x: 25, y: 100 });
  });
});
