import { clippingAncestors, pictureArea, visibleArea } from '../../lib/page/picture-box';
import type { BoundingBox } from '../../lib/types';

/** What is needed to follow one picture. */
export interface Placed {
  readonly element: Element;
  readonly natural: { readonly width: number; readonly height: number };
  readonly dots: readonly { readonly button: HTMLElement; readonly box: BoundingBox }[];
}

/** Moves the dots of one picture to where their garments are drawn now; hides those that cannot be seen. */
export function placeDots({ element, natural, dots }: Placed): void {
  const area = pictureArea(element, natural);
  const frame = visibleArea(clippingAncestors(element));
  const drawn = element.checkVisibility();
  for (const { button, box } of dots) {
    const x = area.left + (box.x + box.width / 2) * area.width;
    const y = area.top + (box.y + box.height / 2) * area.height;
    const seen =
      drawn && x >= frame.left && y >= frame.top && x <= frame.left + frame.width && y <= frame.top + frame.height;
    if (button.hidden === seen) button.hidden = !seen;
    const translate = `${x.toFixed(1)}px ${y.toFixed(1)}px`;
    if (seen && button.style.translate !== translate) button.style.translate = translate;
  }
}
