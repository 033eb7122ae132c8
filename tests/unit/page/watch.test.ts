import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PictureListener, type Watch, watchPictures } from '../../../lib/page/watch';
import { FakeImage, type FakePage, stubPage } from './fake-page';

let page: FakePage;
let stop: AbortController;
/** Names of pictures in the order in which they were shopped. */
let shopped: string[];

type Shopping = ReturnType<PictureListener['shop']>;

/** `answer` is what comes of a picture. */
function watch(answer: () => Shopping = async () => 'done'): Watch {
  const listener = {
    shop(element: Element): Shopping {
      shopped.push((element as HTMLImageElement).currentSrc.split('/').at(-1) ?? '');
      return answer();
    },
    forget() {},
    expect() {},
    near() {},
    mayWork: () => true,
    host: null,
  };
  return watchPictures(listener, stop.signal);
}

/** Lets a page and its observers run for this long, milliseconds. */
async function pass(ms = 100): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  page = stubPage();
  stop = new AbortController();
  shopped = [];
});
afterEach(() => {
  stop.abort();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('shops a picture whose dots were given up only when it comes into view again', async () => {
  const image = new FakeImage('one.jpg', { left: 0, top: 0, width: 300, height: 300 });
  page.images.push(image);
  const { release } = watch();
  await pass();
  expect(shopped).toEqual(['one.jpg']);
  release(image as unknown as Element);
  await pass(3_000);
  expect(shopped).toEqual(['one.jpg']);
  image.box = { ...image.box, top: -900 };
  page.look();
  await pass();
  image.box = { ...image.box, top: 0 };
  page.look();
  await pass();
  expect(shopped).toEqual(['one.jpg', 'one.jpg']);
});

const SMALL = { left: 100, top: 100, width: 300, height: 300 };
const LARGE = { left: 50, top: 20, width: 700, height: 760 };

it('leaves out a picture that another element shows at the same place', async () => {
  page.images.push(new FakeImage('one.jpg', SMALL));
  watch();
  await pass();
  page.add(new FakeImage('one.jpg', { ...SMALL, top: 380 }));
  await pass(3_000);
  expect(shopped).toEqual(['one.jpg']);
});

it.each(['hidden', 'covered'])('shops a picture enlarged over the %s one of the same address', async (how) => {
  const small = new FakeImage('one.jpg', SMALL);
  page.images.push(small);
  watch();
  await pass();
  small.visible = how !== 'hidden';
  page.add(new FakeImage('one.jpg', LARGE));
  await pass(3_000);
  expect(shopped).toEqual(['one.jpg', 'one.jpg']);
});

it('shops a picture that was in view before anything showed it', async () => {
  const image = new FakeImage('one.jpg', SMALL);
  image.visible = false;
  page.images.push(image);
  watch();
  await pass(3_000);
  expect(shopped).toEqual([]);
  image.visible = true;
  await pass(1_500);
  expect(shopped).toEqual(['one.jpg']);
});

it('leaves out a picture as long as something around it blurs it', async () => {
  const image = new FakeImage('one.jpg', SMALL);
  const veil = { matches: () => false, assignedSlot: null, parentElement: null, getRootNode: () => document };
  Object.assign(image, { parentElement: veil });
  let filter = 'blur(30px)';
  const plain = getComputedStyle;
  vi.stubGlobal('getComputedStyle', (one: Element) => ({
    ...plain(one),
    ...((one as unknown) === veil && { filter }),
  }));
  page.images.push(image);
  watch();
  await pass(3_000);
  expect(shopped).toEqual([]);
  filter = 'none';
  await pass(1_500);
  expect(shopped).toEqual(['one.jpg']);
});

describe('a picture that is withheld', () => {
  const online = (): void => {
    vi.stubGlobal('navigator', { onLine: true });
    window.dispatchEvent(new Event('online'));
  };

  beforeEach(() => {
    page.images.push(new FakeImage('one.jpg', SMALL));
    vi.stubGlobal('navigator', { onLine: false });
  });

  it('is tried again once the network is back', async () => {
    watch(async () => 'withheld');
    await pass(3_000);
    expect(shopped).toEqual(['one.jpg']);
    online();
    await pass(3_000);
    expect(shopped).toEqual(['one.jpg', 'one.jpg']);
  });

  it('is tried again where the network came back before the answer', async () => {
    let refuse = (_answer: 'withheld'): void => {};
    watch(() => {
      return new Promise((resolve) => {
        refuse = resolve;
      });
    });
    await pass();
    online();
    await pass(3_000);
    expect(shopped).toEqual(['one.jpg']);
    refuse('withheld');
    await pass(3_000);
    expect(shopped).toEqual(['one.jpg', 'one.jpg']);
    refuse('withheld');
    await pass(3_000);
    expect(shopped).toEqual(['one.jpg', 'one.jpg']);
  });
});
