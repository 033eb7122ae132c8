/** A rectangle in CSS pixels of the viewport. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the pixels of a picture of `natural` size are drawn: heeds border, padding, object-fit and object-position. */
export function pictureArea(element: Element, natural: { width: number; height: number }): Area {
  const box = element.getBoundingClientRect();
  if (!(element instanceof HTMLElement)) return box;
  const content = contentArea(element, box);
  const style = getComputedStyle(element);
  const background = !(element instanceof HTMLImageElement || element instanceof HTMLVideoElement);
  const fit = background ? backgroundFit(style.backgroundSize) : style.objectFit;
  const position = background ? style.backgroundPosition : style.objectPosition;
  return fitted(content, natural, fit, position);
}

function contentArea(element: HTMLElement, box: DOMRect): Area {
  const style = getComputedStyle(element);
  // A transform scales border and padding too.
  const sx = element.offsetWidth ? box.width / element.offsetWidth : 1;
  const sy = element.offsetHeight ? box.height / element.offsetHeight : 1;
  const inset = (side: string): number =>
    Number.parseFloat(style.getPropertyValue(`padding-${side}`)) +
    Number.parseFloat(style.getPropertyValue(`border-${side}-width`));
  const left = inset('left') * sx;
  const top = inset('top') * sy;
  return {
    left: box.left + left,
    top: box.top + top,
    width: Math.max(0, box.width - left - inset('right') * sx),
    height: Math.max(0, box.height - top - inset('bottom') * sy),
  };
}

function backgroundFit(size: string): string {
  return size === 'cover' || size === 'contain' ? size : size === 'auto' ? 'none' : 'fill';
}

/** The drawn area of a picture in `content` by CSS' object-fit and object-position (percentages or pixels). */
export function fitted(content: Area, natural: { width: number; height: number }, fit: string, position: string): Area {
  if (fit === 'fill' || natural.width <= 0 || natural.height <= 0) return content;
  const contain = Math.min(content.width / natural.width, content.height / natural.height);
  const cover = Math.max(content.width / natural.width, content.height / natural.height);
  const scale = fit === 'cover' ? cover : fit === 'none' ? 1 : fit === 'scale-down' ? Math.min(1, contain) : contain;
  const width = natural.width * scale;
  const height = natural.height * scale;
  const [x = '50%', y = '50%'] = position.split(' ');
  return {
    left: content.left + offset(x, content.width - width),
    top: content.top + offset(y, content.height - height),
    width,
    height,
  };
}

function offset(position: string, room: number): number {
  const value = Number.parseFloat(position);
  if (Number.isNaN(value)) return room / 2;
  return position.endsWith('%') ? (room * value) / 100 : value;
}

/** The part of the viewport in which an element can be seen: the viewport cut by every clipping ancestor. */
export function visibleArea(clips: readonly Element[]): Area {
  let left = 0;
  let top = 0;
  let right = innerWidth;
  let bottom = innerHeight;
  for (const clip of clips) {
    const box = clip.getBoundingClientRect();
    left = Math.max(left, box.left);
    top = Math.max(top, box.top);
    right = Math.min(right, box.right);
    bottom = Math.min(bottom, box.bottom);
  }
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** Ancestors that clip or scroll their content, the element itself left out. */
export function clippingAncestors(element: Element): Element[] {
  const clips: Element[] = [];
  for (let up = parentOf(element); up && up !== document.documentElement; up = parentOf(up)) {
    if (up !== document.body && getComputedStyle(up).overflow !== 'visible') clips.push(up);
  }
  return clips;
}

function parentOf(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
