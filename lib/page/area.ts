import { isCovered, pointsOf } from './cover';
import { isForbidden, pageForbids } from './find';
import type { Area, Point, Size } from './geometry';
import { picturesAt } from './hit';
import { hasContent } from './shows';
import { stackAt } from './tree';

/** Sides of an area are at least this long, CSS pixels: less shows no garment. */
export const SMALLEST_AREA = 32;
/** Of an area so much lies in the element that it is taken to be a part of. */
const MOSTLY = 0.98;

/** The area in the middle with which choosing by keyboard begins. */
export function middleArea(view: Size): Area {
  const side = (length: number): number => Math.round(Math.min(length, Math.max(SMALLEST_AREA, length * 0.5)));
  const [width, height] = [side(view.width), side(view.height)];
  return { left: Math.round((view.width - width) / 2), top: Math.round((view.height - height) / 2), width, height };
}

/** The area between two corners, inside of the view. */
export function areaBetween(from: Point, to: Point, view: Size): Area {
  const within = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)));
  const [left, right] = [from.x, to.x].map((x) => within(x, view.width)).sort((a, b) => a - b) as [number, number];
  const [top, bottom] = [from.y, to.y].map((y) => within(y, view.height)).sort((a, b) => a - b) as [number, number];
  return { left, top, width: right - left, height: bottom - top };
}

/** The area moved by so much, or as far as the view goes. */
export function movedArea({ left, top, width, height }: Area, by: Point, view: Size): Area {
  const within = (value: number, most: number): number => Math.min(Math.max(0, most), Math.max(0, value));
  return {
    left: within(left + by.x, view.width - width),
    top: within(top + by.y, view.height - height),
    width,
    height,
  };
}

/** The area with its right and bottom edges moved by so much, inside of the view and never too small. */
export function resizedArea({ left, top, width, height }: Area, by: Point, view: Size): Area {
  const within = (value: number, most: number): number => Math.max(SMALLEST_AREA, Math.min(most, value));
  return {
    left,
    top,
    width: within(width + by.x, view.width - left),
    height: within(height + by.y, view.height - top),
  };
}

/** Whether an area is big enough to show something. */
export function isArea({ width, height }: Area): boolean {
  return width >= SMALLEST_AREA && height >= SMALLEST_AREA;
}

/**
 * A part of an element in fractions of its bounding box, which stays true when the page scrolls; `within` is how large
 * the box was then, where the element holds other things and grows with them.
 */
export interface Part extends Area {
  readonly within?: Size;
}

/** Heights that differ by less than this share are the same but for rounding. */
const SAME_HEIGHT = 0.01;

/** A part in fractions of its element's box as large as that is now: what the element got beside it is no part of it. */
export function partIn({ within, ...part }: Part, box: Size): Area {
  if (!within || isScaled(within, box)) return part;
  const [x, y] = [within.width / Math.max(1, box.width), within.height / Math.max(1, box.height)];
  return { left: part.left * x, top: part.top * y, width: part.width * x, height: part.height * y };
}

/** Whether a box became larger or smaller as a picture does, all of it alike. */
function isScaled(before: Size, now: Size): boolean {
  if (Math.abs(now.width - before.width) < 1) return false;
  return Math.abs(now.height - (before.height * now.width) / before.width) <= now.height * SAME_HEIGHT;
}

/**
 * What an area of the viewport is a part of: the innermost element in its middle that holds all of it, else the whole
 * page.
 */
export function anchorOf(area: Area): { readonly element: Element; readonly part: Part } {
  const stack = stackAt(area.left + area.width / 2, area.top + area.height / 2);
  const element = stack.find((one) => shareIn(area, one.getBoundingClientRect()) >= MOSTLY) ?? document.documentElement;
  const box = element.getBoundingClientRect();
  const [width, height] = [Math.max(1, box.width), Math.max(1, box.height)];
  return {
    element,
    part: {
      left: (area.left - box.left) / width,
      top: (area.top - box.top) / height,
      width: area.width / width,
      height: area.height / height,
      ...(hasContent(element) ? {} : { within: { width, height } }),
    },
  };
}

/**
 * Whether the page's owner asks that what an area shows not be used this way: all of the page, what the area is a part
 * of, or a picture that can be seen in it. `ours` is the overlay, which lies above.
 */
export function isAreaForbidden(area: Area, ours: Element | null): boolean {
  if (pageForbids() || isForbidden(anchorOf(area).element)) return true;
  return pointsOf(area).some((at) =>
    picturesAt(at).some((one) => isForbidden(one) && !isCovered(one, at.x, at.y, ours)),
  );
}

function shareIn({ left, top, width, height }: Area, box: DOMRect): number {
  const across = Math.min(left + width, box.right) - Math.max(left, box.left);
  const down = Math.min(top + height, box.bottom) - Math.max(top, box.top);
  return (Math.max(0, across) * Math.max(0, down)) / Math.max(1, width * height);
}

/** An area of the layout viewport as a capture of the tab shows it: pinch zoom shows a part of the viewport only. */
export function onScreen({ left, top, width, height }: Area): {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly viewWidth: number;
} {
  const { offsetLeft = 0, offsetTop = 0, scale = 1, width: seen = innerWidth } = visualViewport ?? {};
  const viewWidth = scale === 1 ? innerWidth : seen;
  return { x: left - offsetLeft, y: top - offsetTop, width, height, viewWidth };
}
