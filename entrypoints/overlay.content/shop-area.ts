import { sendMessage } from '../../lib/messages';
import { anchorOf, onScreen } from '../../lib/page/area';
import type { Area } from '../../lib/page/geometry';
import { type Glimpse, glimpseOf } from '../../lib/page/glimpse';
import type { ImageSource } from '../../lib/types';

/** An area that was chosen: what it shows, what it is a part of, and what that showed then. */
export interface ChosenArea {
  readonly element: Element;
  readonly part: Area;
  readonly glimpse: Glimpse;
  readonly source: ImageSource;
}

/** Takes a picture of an area of the viewport, without the overlay on it. Throws as `captureVisible` does. */
export async function readArea(area: Area, host: HTMLElement): Promise<ChosenArea> {
  const { element, part } = anchorOf(area);
  const glimpse = glimpseOf(element);
  host.style.setProperty('visibility', 'hidden', 'important');
  try {
    await drawnTwice();
    const blob = await sendMessage('captureVisible', onScreen(area));
    return { element, part, glimpse, source: { kind: 'blob', blob, pageUrl: location.href } };
  } finally {
    host.style.removeProperty('visibility');
  }
}

/** The second frame begins when the first one is on the screen. */
function drawnTwice(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
