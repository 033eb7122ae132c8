import { anchorOf, type Part } from '../../lib/page/area';
import type { Area } from '../../lib/page/geometry';
import { type Glimpse, glimpseOf } from '../../lib/page/glimpse';
import { noticesHere, photograph } from '../../lib/page/photograph';
import type { ImageSource } from '../../lib/types';

/** An area that was chosen: what it shows, what it is a part of, and what that showed then. */
export interface ChosenArea {
  readonly element: Element;
  readonly part: Part;
  readonly glimpse: Glimpse;
  readonly source: ImageSource;
}

/** Takes a picture of an area of the viewport, without the overlay on it. Throws as `photograph` does. */
export async function readArea(area: Area, host: HTMLElement): Promise<ChosenArea> {
  const { element, part } = anchorOf(area);
  const glimpse = glimpseOf(element);
  const blob = await photograph(area, () => [host, ...noticesHere()]);
  return { element, part, glimpse, source: { kind: 'blob', blob, pageUrl: location.href } };
}
