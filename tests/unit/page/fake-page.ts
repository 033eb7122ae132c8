import { vi } from 'vitest';

/** A box in the viewport. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** An image of a page without a browser: what the watch asks of one. */
export class FakeImage {
  readonly localName = 'img';
  readonly assignedSlot = null;
  readonly parentElement = null;
  readonly shadowRoot = null;
  naturalWidth = 1000;
  srcset = '';
  readonly naturalHeight = 1000;
  complete = true;
  isConnected = true;
  /** Neither `visibility` nor `opacity` hides it. */
  visible = true;
  currentSrc: string;
  box: Box;

  constructor(path: string, box: Box) {
    this.currentSrc = `https://shop.example/${path}`;
    this.box = box;
  }
  get src(): string {
    return this.currentSrc;
  }
  matches(selector: string): boolean {
    return selector.includes('img');
  }
  getBoundingClientRect() {
    const { left, top, width, height } = this.box;
    return { x: left, y: top, left, top, width, height, right: left + width, bottom: top + height };
  }
  checkVisibility(): boolean {
    return this.visible;
  }
  getRootNode(): unknown {
    return document;
  }
  getAttribute(): null {
    return null;
  }
  querySelectorAll(): never[] {
    return [];
  }
}

/** The page on which fake images lie, and what a browser would do with it. */
export interface FakePage {
  /** Images from the lowest to the topmost. */
  readonly images: FakeImage[];
  /** Puts an image on top of the page, as a script would. */
  add(image: FakeImage): void;
  /** Tells observers what is in view now. */
  look(): void;
}

const VIEW = { innerWidth: 1200, innerHeight: 800 };
const STYLE = {
  content: 'none',
  borderImageSource: 'none',
  maskImage: 'none',
  filter: 'none',
  backgroundColor: 'transparent',
  backgroundImage: 'none',
  opacity: '1',
};

type Sight = { target: FakeImage; isIntersecting: boolean; intersectionRatio: number };
type Added = Record<'addedNodes' | 'removedNodes', FakeImage[]> & { type: string; target: unknown };

/** Puts a page of 1200 by 800 pixels in the place of the browser's, until globals are unstubbed. */
export function stubPage(): FakePage {
  const images: FakeImage[] = [];
  const sights = new Set<() => void>();
  const changes = new Set<(records: Added[]) => void>();
  class Observer {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  class Sights {
    readonly observed = new Set<FakeImage>();
    readonly tell: (entries: Sight[]) => void;
    constructor(tell: (entries: Sight[]) => void) {
      this.tell = tell;
      sights.add(() => this.report([...this.observed]));
    }
    report(targets: FakeImage[]): void {
      const entries = targets.map((target) => ({ target, ...seen(target) }));
      if (entries.length > 0) this.tell(entries);
    }
    observe(target: FakeImage): void {
      if (this.observed.has(target)) return;
      this.observed.add(target);
      setTimeout(() => this.observed.has(target) && this.report([target]), 1);
    }
    unobserve(target: FakeImage): void {
      this.observed.delete(target);
    }
    disconnect(): void {
      this.observed.clear();
    }
  }
  class Changes extends Observer {
    constructor(tell: (records: Added[]) => void) {
      super();
      changes.add(tell);
    }
  }
  class Other {}
  const names = ['HTMLElement', 'HTMLPictureElement', 'HTMLInputElement', 'SVGImageElement', 'HTMLCanvasElement'];
  for (const name of [...names, 'HTMLVideoElement', 'HTMLSourceElement', 'ShadowRoot']) vi.stubGlobal(name, Other);
  for (const name of ['Element', 'HTMLImageElement']) vi.stubGlobal(name, FakeImage);
  const window = new EventTarget();
  const globals = { ...VIEW, scrollX: 0, scrollY: 0, window: Object.assign(window, { parent: window }) };
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('NodeFilter', { SHOW_ELEMENT: 1 });
  vi.stubGlobal('getComputedStyle', () => STYLE);
  vi.stubGlobal('requestIdleCallback', (run: (idle: unknown) => void) =>
    setTimeout(run, 0, { timeRemaining: () => 9 }),
  );
  vi.stubGlobal('IntersectionObserver', Sights);
  vi.stubGlobal('MutationObserver', Changes);
  vi.stubGlobal('ResizeObserver', Observer);
  vi.stubGlobal('document', {
    hidden: false,
    head: null,
    baseURI: 'https://shop.example/',
    addEventListener() {},
    querySelectorAll: () => images,
    elementsFromPoint: (x: number, y: number) => images.filter((one) => one.visible && lies(one, x, y)).reverse(),
    createTreeWalker: () => ({ nextNode: () => null }),
  });
  return {
    images,
    look: () => sights.forEach((tell) => void tell()),
    add(image) {
      images.push(image);
      const record = { type: 'childList', target: document, addedNodes: [image], removedNodes: [] };
      for (const tell of changes) tell([record]);
    },
  };
}

function lies(image: FakeImage, x: number, y: number): boolean {
  const { left, top, right, bottom } = image.getBoundingClientRect();
  return x >= left && x < right && y >= top && y < bottom;
}

function seen(image: FakeImage): { isIntersecting: boolean; intersectionRatio: number } {
  const { left, top, right, bottom } = image.getBoundingClientRect();
  const within = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  return { isIntersecting: within, intersectionRatio: within ? 1 : 0 };
}
