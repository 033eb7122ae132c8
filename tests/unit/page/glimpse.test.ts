import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { glimpseOf, showsStill } from '../../../lib/page/glimpse';
import { FakeImage, stubPage } from './fake-page';

const BOX = { left: 0, top: 0, width: 300, height: 300 };
let image: FakeImage;
const element = (): Element => image as unknown as Element;

beforeEach(() => {
  stubPage();
  image = new FakeImage('one.jpg', BOX);
});
afterEach(() => vi.unstubAllGlobals());

it('knows a picture again, and another one', () => {
  const before = glimpseOf(element());
  expect(showsStill(element(), before)).toBe(true);
  image.currentSrc = 'https://shop.example/two.jpg';
  expect(showsStill(element(), before)).toBe(false);
});

it('takes candidates of one srcset for one picture', () => {
  image.srcset = 'one.jpg 400w, two.jpg 900w';
  const before = glimpseOf(element());
  expect(before.address).toBe('https://shop.example/two.jpg');
  image.srcset = '';
  expect(showsStill(element(), before)).toBe(true);
  image.currentSrc = 'https://shop.example/three.jpg';
  expect(showsStill(element(), before)).toBe(false);
});

it('waits for the next picture of an image, and says nothing of what had no address', () => {
  const before = glimpseOf(element());
  image.complete = false;
  expect(showsStill(element(), before)).toBe(true);
  const unknown = glimpseOf(element());
  image.complete = true;
  expect(showsStill(element(), unknown)).toBe(true);
});

it('sees that a picture was taken away', () => {
  const before = glimpseOf(element());
  image.naturalWidth = 0;
  expect(showsStill(element(), before)).toBe(false);
});
