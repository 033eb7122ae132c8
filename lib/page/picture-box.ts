import type { Clip } from './clips';
import { ofLayer } from './css';
import { type Area, aroundView, backgroundArea, fitted, type Point, type Size, svgArea, viewBoxOf } from './geometry';
import type { Shows } from './shows';
import { parentOf } from './tree';

/**
 * How the pixels of a picture lie in an element: `inner` is their area in fractions of the element's box before
 * transforms; `axes` are the box's sides on the screen where it is turned, `[xx, xy, yx, yy]` in CSS pixels. Of some only a
 * part is drawn: `view`, in fractions of the picture.
 */
export interface Layout {
  readonly inner: Area;
  readonly view?: Area;
  readonly axes?: readonly [number, number, number, number];
}

/** The point of the viewport where a fraction of the picture is drawn; `box` is the element's bounding box now. */
export function project({ inner, axes }: Layout, box: Area, at: Point): Point {
  const x = inner.left + at.x * inner.width - 0.5;
  const y = inner.top + at.y * inner.height - 0.5;
  const [xx, xy, yx, yy] = axes ?? [box.width, 0, 0, box.height];
  // The centre of a box stays the centre of its bounding box under any affine transform.
  return { x: box.left + box.width / 2 + x * xx + y * yx, y: box.top + box.height / 2 + x * xy + y * yy };
}

/** Reads how a picture of `natural` pixels lies in its element; costs style queries, so keep it for a while. */
export function layoutOf(element: Element, natural: Size, shows: Pick<Shows, 'place' | 'layer' | 'density'>): Layout {
  const box = element.getBoundingClientRect();
  const turned = turnOf(element);
  const size = localSize(element, turned ? undefined : box);
  const pixels = naturalSize(element, natural, shows.density);
  const view = shows.place === 'content' ? viewOf(element, pixels) : undefined;
  const inner = innerArea(element, size, pixels, { ...shows, view });
  return {
    ...(view ? { view: shareOf(view, pixels) } : {}),
    inner: shareOf(inner, size),
    ...(turned ? { axes: axesOf(turned, size, box) } : {}),
  };
}

function shareOf({ left, top, width, height }: Area, whole: Size): Area {
  const { width: across, height: down } = whole;
  return { left: left / across, top: top / down, width: width / across, height: height / down };
}

function viewOf(element: Element, natural: Size): Area | undefined {
  if (element instanceof SVGElement) return undefined;
  return viewBoxOf(natural, getComputedStyle(element).getPropertyValue('object-view-box'));
}

/** The size by which object-fit and object-position go: another candidate of the same picture may have been read. */
function naturalSize(element: Element, read: Size, density: number | undefined): Size {
  if (density !== undefined) return { width: read.width / density, height: read.height / density };
  if (element instanceof HTMLImageElement && element.naturalWidth > 0) {
    return { width: element.naturalWidth, height: element.naturalHeight };
  }
  return read;
}

function localSize(element: Element, box: DOMRect | undefined): Size {
  if (element instanceof HTMLElement && element.offsetWidth > 0 && element.offsetHeight > 0) {
    return { width: element.offsetWidth, height: element.offsetHeight };
  }
  if (element instanceof SVGGraphicsElement) {
    const { width, height } = element.getBBox();
    if (width > 0 && height > 0) return { width, height };
  }
  return { width: Math.max(1, box?.width ?? 1), height: Math.max(1, box?.height ?? 1) };
}

function innerArea(
  element: Element,
  size: Size,
  natural: Size,
  { place, layer, view }: Pick<Shows, 'place' | 'layer'> & { readonly view: Area | undefined },
): Area {
  const whole = { left: 0, top: 0, ...size };
  if (element instanceof SVGImageElement) {
    return svgArea(whole, natural, element.getAttribute('preserveAspectRatio') ?? '');
  }
  const style = getComputedStyle(element);
  if (place === 'border') return whole;
  if (place === 'mask') {
    const content = shrunk(whole, style, ofLayer(style.maskOrigin, layer));
    return backgroundArea(content, natural, { size: style.maskSize, position: style.maskPosition, layer });
  }
  if (place === 'background') {
    const content = shrunk(whole, style, ofLayer(style.backgroundOrigin, layer));
    return backgroundArea(content, natural, { size: style.backgroundSize, position: style.backgroundPosition, layer });
  }
  if (place !== 'content') return pseudoArea(element, style, natural, place, layer, whole);
  const content = shrunk(whole, style, 'content-box');
  const drawn = fitted(content, view ?? natural, style.objectFit, style.objectPosition);
  return view ? aroundView(drawn, view, natural) : drawn;
}

/** Pseudo-elements tell no place of their own: an absolute one lies by its offsets, others at the box's start or end. */
function pseudoArea(
  element: Element,
  own: CSSStyleDeclaration,
  natural: Size,
  place: '::before' | '::after',
  layer: number,
  whole: Area,
): Area {
  const style = getComputedStyle(element, place);
  const number = (value: string): number => Number.parseFloat(value) || 0;
  const [width, height] = [number(style.width), number(style.height)];
  const free = style.position === 'absolute' || style.position === 'fixed';
  const frame = shrunk(whole, own, free ? 'padding-box' : 'content-box');
  const area = {
    left: frame.left + (free ? number(style.left) : 0),
    top: frame.top + (free ? number(style.top) : place === '::after' ? frame.height - height : 0),
    width: width || frame.width,
    height: height || frame.height,
  };
  if (style.backgroundImage === 'none') return fitted(area, natural, style.objectFit, style.objectPosition);
  const { backgroundSize, backgroundPosition, backgroundOrigin } = style;
  const content = shrunk(area, style, ofLayer(backgroundOrigin, layer));
  return backgroundArea(content, natural, { size: backgroundSize, position: backgroundPosition, layer });
}

function shrunk(box: Area, style: CSSStyleDeclaration, to: string): Area {
  if (to === 'border-box') return box;
  const inset = (side: string): number =>
    (Number.parseFloat(style.getPropertyValue(`border-${side}-width`)) || 0) +
    (to === 'content-box' ? Number.parseFloat(style.getPropertyValue(`padding-${side}`)) || 0 : 0);
  const [left, top] = [inset('left'), inset('top')];
  return {
    left: box.left + left,
    top: box.top + top,
    width: Math.max(0, box.width - left - inset('right')),
    height: Math.max(0, box.height - top - inset('bottom')),
  };
}

/** The linear part of everything that turns or skews an element; undefined where nothing does. */
function turnOf(element: Element): DOMMatrix | undefined {
  if (element instanceof SVGGraphicsElement) {
    const matrix = element.getScreenCTM();
    return matrix && (matrix.b || matrix.c) ? new DOMMatrix([matrix.a, matrix.b, matrix.c, matrix.d, 0, 0]) : undefined;
  }
  let turned: DOMMatrix | undefined;
  for (let up: Element | null = element; up; up = parentOf(up)) {
    const { transform, rotate, scale } = getComputedStyle(up);
    // Styles of what was just removed are empty.
    if ([transform, rotate, scale].every((one) => one === 'none' || one === '')) continue;
    const { a, b, c, d } = new DOMMatrix(transform);
    turned = new DOMMatrix([a, b, c, d, 0, 0]).multiply(turned ?? new DOMMatrix());
    if (scale !== 'none') turned = scaling(scale).multiply(turned);
    if (rotate !== 'none') turned = rotation(rotate).multiply(turned);
  }
  return turned && (Math.abs(turned.b) > 1e-4 || Math.abs(turned.c) > 1e-4 || turned.a < 0 || turned.d < 0)
    ? turned
    : undefined;
}

/** `30deg`, or an axis before it: a letter or three numbers. Of a turn out of the plane only what it does in it is kept. */
function rotation(rotate: string): DOMMatrix {
  const parts = rotate.split(' ');
  const angle = parts.pop() ?? '0deg';
  const axes: Readonly<Record<string, string>> = { x: '1,0,0', y: '0,1,0', z: '0,0,1', '': '0,0,1' };
  const { a, b, c, d } = new DOMMatrix(`rotate3d(${axes[parts.join(' ')] ?? parts.join(',')},${angle})`);
  return new DOMMatrix([a, b, c, d, 0, 0]);
}

function scaling(scale: string): DOMMatrix {
  const [x = 1, y = x] = scale.split(' ').map(Number);
  return new DOMMatrix([x, 0, 0, y, 0, 0]);
}

/** The sides of a turned box on the screen. Its bounding box says how much zoom there is beyond the transforms. */
function axesOf({ a, b, c, d }: DOMMatrix, { width, height }: Size, box: DOMRect): [number, number, number, number] {
  const across = Math.abs(a) * width + Math.abs(c) * height;
  const zoom = across > 0 ? box.width / across : 1;
  return [a * width * zoom, b * width * zoom, c * height * zoom, d * height * zoom];
}

/**
 * The part of the viewport in which an element can be seen: cut by every clipping ancestor, and by its own box. Of what
 * lies outside, `beyond` CSS pixels count too.
 */
export function visibleArea(clips: readonly Clip[], own: Area | undefined, beyond = 0): Area {
  let [left, top, right, bottom] = [-beyond, -beyond, innerWidth + beyond, innerHeight + beyond];
  const cut = (box: Area, { across, down }: Pick<Clip, 'across' | 'down'>): void => {
    if (across) [left, right] = [Math.max(left, box.left), Math.min(right, box.left + box.width)];
    if (down) [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.top + box.height)];
  };
  if (own) cut(own, { across: true, down: true });
  for (const clip of clips) cut(clip.element.getBoundingClientRect(), clip);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
