import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { observeChanges } from '../../../lib/page/changes';

/** An element of a page without a browser that is observed itself, so that its events are heard. */
class Fake extends EventTarget {
  readonly localName: string;
  readonly type: string;
  constructor(localName: string, type = '') {
    super();
    this.localName = localName;
    this.type = type;
  }
  matches(selector: string): boolean {
    return this.type !== '' && selector.includes(`"${this.type}"`);
  }
}

let stop: AbortController;
/** Subtrees that are to be walked. */
let walked: unknown[];

beforeEach(() => {
  stop = new AbortController();
  walked = [];
  vi.stubGlobal('Element', Fake);
  vi.stubGlobal(
    'MutationObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(() => {
  stop.abort();
  vi.unstubAllGlobals();
});

/** An observed element on which something happens. */
function happening(event: string, element: Fake): Fake {
  const listener = { subtree: (node: unknown) => walked.push(node), picture() {}, removed() {} };
  observeChanges(listener, stop.signal).observe(element as unknown as Document);
  element.dispatchEvent(new Event(event));
  return element;
}

it('tells of what opens without an attribute', () => {
  const popover = happening('toggle', new Fake('div'));
  expect(walked).toEqual([popover]);
});

it('tells of all around a box that is ticked, and nothing of a field that is filled in', () => {
  const box = happening('change', new Fake('input', 'checkbox'));
  expect(walked).toEqual([box]);
  happening('change', new Fake('input', 'text'));
  expect(walked).toEqual([box]);
});
