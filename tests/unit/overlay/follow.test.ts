import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFollower, type Follower } from '../../../entrypoints/overlay.content/follow';
import { FakeImage, type FakePage, stubPage } from '../page/fake-page';

const BOX = { left: 100, top: 100, width: 300, height: 300 };
let page: FakePage;
let follower: Follower;

beforeEach(() => {
  vi.useFakeTimers();
  page = stubPage();
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('requestAnimationFrame', (run: (now: number) => void) => setTimeout(() => run(performance.now()), 16));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  follower = createFollower({ host: null, moving() {}, rested() {} });
});
afterEach(() => {
  follower.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('hides a dot whose picture left the view between two looks', () => {
  const image = new FakeImage('one.jpg', BOX);
  page.images.push(image);
  const element = image as unknown as Element;
  const button = { hidden: false, style: {} } as unknown as HTMLElement;
  const part = { left: 0, top: 0, width: 1, height: 1 };
  const placed = {
    ...{ element, mover: undefined, shows: { place: 'content', layer: 0 } as const, part, faces: [] },
    ...{ natural: { width: 10, height: 10 }, dots: [{ button, at: { x: 0.5, y: 0.5 } }] },
  };
  follower.set(new Map([[1, placed]]));
  expect(button.hidden).toBe(false);
  image.box = { ...BOX, top: -900 };
  page.look();
  expect(button.hidden).toBe(true);
});
