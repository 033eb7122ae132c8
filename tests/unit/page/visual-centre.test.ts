import { describe, expect, it } from 'vitest';
import { visualCentres } from '../../../lib/page/visual-centre';
import type { BoundingBox, GarmentCategory } from '../../../lib/types';

const box = (x: number, y: number, width: number, height: number): BoundingBox => ({ x, y, width, height });
const inside = ({ x, y }: { x: number; y: number }, of: BoundingBox): boolean =>
  x >= of.x && x <= of.x + of.width && y >= of.y && y <= of.y + of.height;

const places = (worn: Partial<Record<GarmentCategory, BoundingBox>>) =>
  visualCentres(Object.entries(worn).map(([category, one]) => ({ category: category as GarmentCategory, box: one })));

describe('where a garment shows', () => {
  const coat = box(0.2, 0.3, 0.4, 0.5);

  it('is the middle of its box when nothing lies there', () => {
    const bag = box(0.3, 0.9, 0.1, 0.05);
    const [first, second] = places({ dress: coat, handbag: bag });
    expect(first).toEqual({ x: expect.closeTo(0.4), y: expect.closeTo(0.55) });
    expect(second).toEqual({ x: expect.closeTo(0.35), y: expect.closeTo(0.925) });
  });
  it('is one of two shoes, one of two legs, and the top of a hat', () => {
    const [shoes, legs, hat] = places({ footwear: coat, bottomwear: coat, headwear: coat });
    for (const one of [shoes, legs]) expect(Math.abs((one?.x ?? 0.4) - 0.4)).toBeGreaterThan(0.05);
    expect(hat?.y).toBeLessThan(0.45);
  });
  it('is on the side that the picture cuts off', () => {
    const [left, right] = [box(0, 0.3, 0.4, 0.5), box(0.6, 0.3, 0.4, 0.5)];
    for (const category of ['outerwear', 'bottomwear', 'footwear'] as const) {
      expect(places({ [category]: left })[0]?.x).toBeLessThan(0.2);
      expect(places({ [category]: right })[0]?.x).toBeGreaterThan(0.8);
    }
    const whole = box(0, 0.3, 1, 0.5);
    expect(places({ outerwear: whole })[0]?.x).toBeCloseTo(0.77);
  });
  it('is on the open coat and not on the shirt in it', () => {
    for (const shirt of [box(0.38, 0.32, 0.12, 0.45), box(0.46, 0.32, 0.1, 0.3)]) {
      const [on] = places({ outerwear: coat, topwear: shirt });
      expect(on && inside(on, coat) && !inside(on, shirt)).toBe(true);
    }
  });
  it('is near a smaller garment that lies in its place, where more of it is seen', () => {
    const shirt = box(0.38, 0.32, 0.12, 0.45);
    const [on, within] = places({ dress: coat, topwear: shirt });
    expect(on?.x).toBeLessThan(shirt.x);
    expect(on?.x).toBeGreaterThan(coat.x + 0.09);
    expect(on?.y).toBeCloseTo(0.55);
    expect(within?.x).toBeCloseTo(0.44);
  });
  it('is above a bag that is held in front', () => {
    const bag = box(0.25, 0.5, 0.34, 0.25);
    const [on] = places({ dress: coat, handbag: bag });
    expect(on?.y).toBeLessThan(bag.y);
    expect(on?.x).toBeCloseTo(0.4);
  });
  it('is not on a third garment either', () => {
    const shirt = box(0.36, 0.3, 0.1, 0.48);
    const bag = box(0.2, 0.5, 0.16, 0.2);
    const [on] = places({ dress: coat, topwear: shirt, handbag: bag });
    expect(on && (inside(on, shirt) || inside(on, bag))).toBe(false);
    expect(on && inside(on, coat)).toBe(true);
  });
  it('is below what covers all of its upper part', () => {
    const [hidden] = places({ dress: coat, topwear: box(0.2, 0.3, 0.37, 0.36) });
    expect(hidden?.y).toBeGreaterThan(0.66);
  });
  it('stays in the middle when the other is nearly as large', () => {
    const most = box(0.23, 0.32, 0.34, 0.46);
    const [covered] = places({ dress: coat, topwear: most });
    expect(covered).toEqual({ x: expect.closeTo(0.4), y: expect.closeTo(0.55) });
  });
  it('stays in the middle when only strips of it are free', () => {
    const [covered] = places({ dress: coat, topwear: box(0.24, 0.35, 0.32, 0.4) });
    expect(covered).toEqual({ x: expect.closeTo(0.4), y: expect.closeTo(0.55) });
  });
});
