import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { anchorOf, partIn } from '../../../lib/page/area';
import { FakeImage, type FakePage, stubPage } from './fake-page';

let page: FakePage;

beforeEach(() => {
  page = stubPage();
});
afterEach(() => vi.unstubAllGlobals());

const AREA = { left: 150, top: 420, width: 200, height: 100 };
const BOX = { left: 100, top: 20, width: 400, height: 1_000 };

/** Where the area lies that was chosen of an element, when its box is another: CSS pixels of the viewport. */
function later(element: FakeImage, now: Partial<typeof BOX>) {
  page.images.push(element);
  const { part } = anchorOf(AREA);
  const box = { ...BOX, ...now };
  const { left, top, width, height } = partIn(part, box);
  return {
    left: Math.round(box.left + left * box.width),
    top: Math.round(box.top + top * box.height),
    width: Math.round(width * box.width),
    height: Math.round(height * box.height),
  };
}

/** An element that holds other things. */
class FakeBox extends FakeImage {
  override matches(): boolean {
    return false;
  }
}
const holder = (): FakeImage => new FakeBox('', BOX);

it('is where it was chosen, and goes with its element', () => {
  expect(later(holder(), {})).toEqual(AREA);
  expect(later(holder(), { top: -80 })).toEqual({ ...AREA, top: 320 });
});

it.each([{ height: 1_004 }, { height: 5_000 }, { width: 900 }])(
  'stays where it is while what holds it grows: %j',
  (now) => {
    expect(later(holder(), now)).toEqual(AREA);
  },
);

it('is scaled with what holds it when all of that is', () => {
  expect(later(holder(), { width: 200, height: 500 })).toEqual({ left: 125, top: 220, width: 100, height: 50 });
});

it('is scaled with a picture, whatever becomes of that’s shape', () => {
  expect(later(new FakeImage('one.jpg', BOX), { height: 500 })).toEqual({ ...AREA, top: 220, height: 50 });
});
