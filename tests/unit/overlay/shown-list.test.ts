import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createShownList, MOST_IN_VIEW, MOST_SHOWN } from '../../../entrypoints/overlay.content/shown-list';
import { glimpseOf } from '../../../lib/page/glimpse';
import type { ShopResult } from '../../../lib/types';
import { FakeImage, stubPage } from '../page/fake-page';

const VIEW = 1_000;
const CALLED = vi.fn();
let next = 0;

interface Placed {
  top: number;
}

/** An element of a page without a browser, 200 pixels high. */
function elementAt(place: Placed): Element {
  const getBoundingClientRect = () => {
    const { top } = place;
    return { left: 0, right: 200, width: 200, top, bottom: top + 200, height: 200 };
  };
  return { getBoundingClientRect } as unknown as Element;
}

function shownAt(element: Element) {
  const source = { kind: 'url', url: 'https://shop.example/a.jpg', pageUrl: 'https://shop.example/' } as const;
  return { id: next++, element, shows: { place: 'content', layer: 0 }, source, said: new Map() } as const;
}

beforeEach(() => {
  CALLED.mockReset();
  vi.stubGlobal('innerWidth', VIEW);
  vi.stubGlobal('innerHeight', VIEW);
});
afterEach(() => vi.unstubAllGlobals());

it('takes away what a person asked about once the element shows something else', () => {
  stubPage();
  const list = createShownList({ changed: CALLED, released: CALLED });
  const image = new FakeImage('one.jpg', { left: 0, top: 0, width: 100, height: 100 });
  const element = image as unknown as Element;
  list.put({ ...shownAt(element), glimpse: glimpseOf(element) });
  CALLED.mockReset();
  list.lookAgain();
  expect(list.all).toHaveLength(1);
  expect(CALLED).not.toHaveBeenCalled();
  image.currentSrc = 'https://shop.example/two.jpg';
  list.lookAgain();
  expect(list.all).toEqual([]);
});

it('keeps what is held when its picture is taken away, beside what comes in its place, until nothing holds it', () => {
  const given: Element[] = [];
  const list = createShownList({ changed: CALLED, released: (element) => given.push(element) });
  const element = elementAt({ top: 500 });
  const result = { garments: [] } as unknown as ShopResult;
  const [read, other] = [shownAt(element), shownAt(elementAt({ top: 500 }))];
  list.put({ ...read, result });
  list.put({ ...other, result });
  list.hold(read.id);
  list.forget(element);
  list.forget(other.element);
  expect(list.all.map(({ id, gone }) => [id, gone])).toEqual([[read.id, true]]);
  const next = shownAt(element);
  list.put({ ...next, result });
  list.change(read.id, { saved: true });
  expect(list.all.map(({ id, gone, saved }) => [id, gone, saved])).toEqual([
    [read.id, true, true],
    [next.id, undefined, false],
  ]);
  list.hold(undefined);
  expect(list.all.map(({ id }) => id)).toEqual([next.id]);
  expect(given).toEqual([]);
});

it('gives up what is furthest out of view, and nothing that is in view', () => {
  const given: Element[] = [];
  const list = createShownList({ changed: CALLED, released: (element) => given.push(element) });
  const far = elementAt({ top: 9_000 });
  const further = elementAt({ top: -19_000 });
  const inView = Array.from({ length: MOST_SHOWN + 5 }, () => elementAt({ top: 500 }));
  const order = [inView[0], far, inView[1], further, ...inView.slice(2)].flatMap((one) => one ?? []);
  for (const element of order) list.put(shownAt(element));
  expect(given).toEqual([further, far]);
  expect(list.all.map(({ element }) => element)).toEqual(inView);
});

it('has a limit of pictures in view too', () => {
  const given: Element[] = [];
  const list = createShownList({ changed: CALLED, released: (element) => given.push(element) });
  const elements = Array.from({ length: MOST_IN_VIEW + 3 }, () => elementAt({ top: 0 }));
  for (const element of elements) list.put(shownAt(element));
  expect(list.all).toHaveLength(MOST_IN_VIEW);
  expect(given).toEqual(elements.slice(0, 3));
});

const PART = { left: 0, top: 0, width: 0.5, height: 0.5 };
const GARMENT = { category: 'dress', box: { x: 0, y: 0, width: 1, height: 1 }, score: 1, person: null, matches: [] };
const ANSWER = { width: 10, height: 10, persons: [], garments: [GARMENT] } as unknown as ShopResult;

it('shows a picture and an area of it beside each other', () => {
  const list = createShownList({ changed: CALLED, released: CALLED });
  const element = elementAt({ top: 0 });
  const picture = { ...shownAt(element), result: ANSWER };
  const area = { ...shownAt(element), part: PART };
  list.put(picture);
  list.put(area);
  expect(list.all.map(({ id }) => id)).toEqual([picture.id, area.id]);
  list.giveUp(area.id);
  expect(list.all.map(({ id }) => id)).toEqual([picture.id]);
  list.put(area);
  list.forget(element);
  expect(list.all).toEqual([]);
});

it('puts back what was shown before another question that came to nothing', () => {
  const list = createShownList({ changed: CALLED, released: CALLED });
  const element = elementAt({ top: 0 });
  const before = { ...shownAt(element), result: ANSWER };
  const [again, later] = [shownAt(element), shownAt(element)];
  for (const one of [before, again, later]) list.put(one);
  expect(list.all.map(({ id }) => id)).toEqual([later.id]);
  list.giveUp(again.id);
  list.giveUp(later.id);
  expect(list.all).toEqual([{ ...before, saved: false }]);
  list.put({ ...again, result: ANSWER });
  list.giveUp(again.id);
  expect(list.all).toEqual([]);
});

it('puts nothing back that went meanwhile', () => {
  const list = createShownList({ changed: CALLED, released: CALLED });
  const element = elementAt({ top: 0 });
  list.put({ ...shownAt(element), result: ANSWER });
  const again = shownAt(element);
  list.put(again);
  list.forget(element);
  list.giveUp(again.id);
  expect(list.all).toEqual([]);
});
