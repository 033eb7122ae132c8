import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clippingAncestors } from '../../../lib/page/clips';

const PLAIN = {
  ...{
    display: 'block',
    overflowX: 'visible',
    overflowY: 'visible',
    position: 'static',
    contain: 'none',
    willChange: 'auto',
  },
  ...{ transform: 'none', rotate: 'none', scale: 'none', translate: 'none', perspective: 'none' },
  ...{ filter: 'none', backdropFilter: 'none', contentVisibility: 'visible' },
};
type Style = Partial<typeof PLAIN>;

const HIDDEN = { overflowX: 'hidden', overflowY: 'hidden' };

const styles = new Map<unknown, Style>();

/** Elements around each other, the outermost first, none of them in the top layer. Answers the innermost last. */
function nested(...all: readonly Style[]): Element[] {
  let parentElement: unknown = document.documentElement;
  return all.map((style) => {
    const element = { assignedSlot: null, parentElement, matches: () => false };
    styles.set(element, style);
    parentElement = element;
    return element as unknown as Element;
  });
}

function clipsOf(elements: readonly Element[]): number[] {
  const clips = clippingAncestors(elements.at(-1) as Element).map(({ element }) => element);
  return elements.flatMap((one, at) => (clips.includes(one) ? [at] : []));
}

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: {}, body: {} });
  vi.stubGlobal('getComputedStyle', (element: unknown) => ({ ...PLAIN, ...styles.get(element) }));
});
afterEach(() => {
  styles.clear();
  vi.unstubAllGlobals();
});

it('are the boxes around an element that hide what leaves them', () => {
  expect(clipsOf(nested(HIDDEN, {}, { overflowX: 'auto', overflowY: 'auto' }, {}))).toEqual([0, 2]);
});

it.each(['inline', 'contents'])('are no elements that are drawn as %s: overflow is none of theirs', (display) => {
  expect(clipsOf(nested(HIDDEN, { ...HIDDEN, display }, {}))).toEqual([0]);
});

it.each([{ contain: 'content' }, { contain: 'layout paint' }, { contentVisibility: 'auto' }])(
  'are boxes that contain what is painted in them: %o',
  (style) => {
    expect(clipsOf(nested(style, { contain: 'layout' }, {}))).toEqual([0]);
    expect(clipsOf(nested(HIDDEN, style, {}, { position: 'fixed' }))).toEqual([0, 1]);
  },
);

it('leave out what lies between an absolute element and the box that holds it', () => {
  const absolute = { position: 'absolute' };
  const holder = { ...HIDDEN, position: 'relative' };
  expect(clipsOf(nested(HIDDEN, holder, HIDDEN, absolute))).toEqual([0, 1]);
});

it('go on outside of an element without a box, which holds nothing', () => {
  const boxless = { display: 'contents', position: 'relative' };
  expect(clipsOf(nested({ ...HIDDEN, position: 'relative' }, HIDDEN, boxless, { position: 'absolute' }))).toEqual([0]);
});

it('hide on the sides alone what leaves a box that clips these only', () => {
  const elements = nested({ overflowX: 'clip' }, { overflowX: 'clip', contain: 'paint' }, {});
  const [outer, inner] = elements;
  expect(clippingAncestors(elements.at(-1) as Element)).toEqual([
    { element: inner, across: true, down: true },
    { element: outer, across: true, down: false },
  ]);
});
