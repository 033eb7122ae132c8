import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isCovered, unmetAbove } from '../../../lib/page/cover';

const PLAIN = {
  ...{ display: 'block', position: 'static', zIndex: 'auto', opacity: '1', pointerEvents: 'auto' },
  ...{ overflow: 'visible', contain: 'none', willChange: 'auto' },
  ...{ transform: 'none', rotate: 'none', scale: 'none', translate: 'none', perspective: 'none', filter: 'none' },
  ...{ backdropFilter: 'none', clipPath: 'none', maskImage: 'none', backgroundColor: 'transparent' },
  ...{ backgroundImage: 'none', backgroundSize: 'auto', backgroundPosition: '50% 50%', backgroundRepeat: 'repeat' },
};
type Style = Partial<typeof PLAIN>;

/** A box of a page without a browser; of two the later one stands later in the document. */
class Box {
  static count = 0;
  readonly at = Box.count++;
  readonly assignedSlot = null;
  readonly shadowRoot = null;
  readonly localName: string;
  readonly parentElement: Box | null;
  readonly style: Style;
  constructor(parentElement: Box | null, style: Style = {}, localName = 'div') {
    this.parentElement = parentElement;
    this.style = style;
    this.localName = localName;
  }
  matches = (selector: string): boolean => selector.includes(this.localName);
  checkVisibility = (): boolean => true;
  getRootNode = (): unknown => document;
  height = 600;
  getBoundingClientRect = () => {
    return { left: 0, top: 0, right: 480, bottom: this.height, width: 480, height: this.height };
  };
  compareDocumentPosition = (other: Box): number => (other.at > this.at ? 4 : 2);
}
class Video extends Box {
  readyState = 0;
  poster = '';
  constructor(parentElement: Box) {
    super(parentElement, {}, 'video');
  }
}
class Other {}

const WHITE = { backgroundColor: 'rgb(255, 255, 255)' };
const LAYER = { position: 'absolute' };
const UNMET = { pointerEvents: 'none' };

let root: Box;
/** What a hit test meets, from the topmost. */
let stack: Box[];

const covered = (picture: Box): boolean => isCovered(picture as unknown as Element, 10, 10, null);

beforeEach(() => {
  root = new Box(null, WHITE, 'body');
  vi.stubGlobal('document', { elementsFromPoint: () => stack, body: root });
  vi.stubGlobal('innerWidth', 1_280);
  vi.stubGlobal('innerHeight', 720);
  vi.stubGlobal('getComputedStyle', ({ style }: Box) => ({ ...PLAIN, ...style }));
  vi.stubGlobal('Node', { DOCUMENT_POSITION_FOLLOWING: 4, DOCUMENT_POSITION_DISCONNECTED: 1 });
  vi.stubGlobal('HTMLVideoElement', Video);
  for (const name of ['HTMLElement', 'HTMLImageElement', 'HTMLCanvasElement', 'ShadowRoot']) vi.stubGlobal(name, Other);
});
afterEach(() => vi.unstubAllGlobals());

/** Whether a picture is covered by something of this style that follows it. */
function under(style: Style): boolean {
  const picture = new Box(root, {}, 'img');
  stack = [new Box(root, { ...LAYER, ...style }), picture, root];
  return covered(picture);
}

it('is by what is opaque, not by what is looked through', () => {
  expect(under(WHITE)).toBe(true);
  expect(under({ backgroundColor: 'rgba(0, 0, 0, 0.3)' })).toBe(false);
});

it('is by ground glass', () => {
  expect(under({ backdropFilter: 'blur(20px) saturate(1.8)' })).toBe(true);
  expect(under({ backdropFilter: 'blur(2px)' })).toBe(false);
});

it('is by a picture that fills a layer, not by the icon in the middle of one', () => {
  const once = { backgroundImage: 'url("https://shop.example/a.png")', backgroundRepeat: 'no-repeat' };
  expect(under({ ...once, backgroundSize: 'cover' })).toBe(true);
  expect(under({ ...once, backgroundSize: '900px 1200px' })).toBe(true);
  expect(under(once)).toBe(false);
  expect(under({ ...once, backgroundSize: '64px 64px' })).toBe(false);
  expect(under({ backgroundImage: 'url("https://shop.example/play.svg")' })).toBe(false);
});

it('is by a video that has something to show', () => {
  const picture = new Box(root, {}, 'img');
  const video = new Video(root);
  stack = [video, picture, root];
  expect(covered(picture)).toBe(false);
  video.readyState = 2;
  expect(covered(picture)).toBe(true);
});

it('is not by what lies behind a picture that takes no pointer', () => {
  const card = new Box(root, { position: 'relative' });
  const skeleton = new Box(card, { ...WHITE, ...LAYER });
  const picture = new Box(card, { ...LAYER, ...UNMET }, 'img');
  stack = [skeleton, card, root];
  expect(covered(picture)).toBe(false);
});

it('is by what lies over a picture that takes no pointer', () => {
  const card = new Box(root);
  const raised = new Box(card, { ...WHITE, ...LAYER, zIndex: '1' });
  const picture = new Box(new Box(card, LAYER), { ...LAYER, ...UNMET }, 'img');
  stack = [raised, card, root];
  expect(covered(picture)).toBe(true);
  const later = new Box(card, { ...WHITE, ...LAYER });
  stack = [later, card, root];
  expect(covered(picture)).toBe(true);
});

it('is where a picture that takes the pointer is cut off', () => {
  const picture = new Box(root, {}, 'img');
  stack = [root];
  expect(covered(picture)).toBe(true);
  stack = [picture, root];
  expect(covered(picture)).toBe(false);
});

it('is not where a row of a table shows a background, of which only cells are met', () => {
  const line = new Box(root, { display: 'table-row' }, 'tr');
  stack = [new Box(line, { display: 'table-cell' }, 'td'), root];
  expect(covered(line)).toBe(false);
});

it('is by what lies over all that is fixed below it, however high a picture lies in that', () => {
  const fixed = new Box(root, { position: 'fixed' });
  const picture = new Box(fixed, { ...LAYER, ...UNMET, zIndex: '5' }, 'img');
  stack = [new Box(root, { ...WHITE, ...LAYER, zIndex: '1' }), root];
  expect(covered(picture)).toBe(true);
});

it('is by a later picture that no hit test meets, as a lens is', () => {
  const frame = new Box(root, { overflow: 'hidden' });
  frame.height = 200;
  const [small, lens] = [new Box(root, {}, 'img'), new Box(frame, { position: 'relative', ...UNMET }, 'img')];
  const all = [small, lens] as unknown as Element[];
  expect(unmetAbove(all[0] as Element, all)).toEqual([{ left: 0, top: 0, width: 480, height: 200 }]);
  expect(unmetAbove(all[1] as Element, all)).toEqual([]);
  const met = [small, new Box(root, LAYER, 'img')] as unknown as Element[];
  expect(unmetAbove(met[0] as Element, met)).toEqual([]);
});
