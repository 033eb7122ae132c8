import { isForbidden, pageForbids } from '../../lib/page/find';
import type { Point } from '../../lib/page/geometry';
import { likeliestPicture, pictureAt, pictureKnownAs } from '../../lib/page/hit';
import { absolute, type Shows, shownBy } from '../../lib/page/shows';
import { stackAt } from '../../lib/page/tree';
import { t } from '../../lib/words';
import type { Session } from './session';

/** A right-click older than this has nothing to do with what is asked now. */
const FRESH_MS = 60_000;

/** Where the user last asked for the page's context menu. */
export interface LastClick {
  /** The point of the viewport; without a click heard, where the pointer rests, else the middle. */
  point(): Point;
  /** Whether a click was heard of late. */
  heard(): boolean;
}

/** Remembers right-clicks, also those whose menu the page takes away, until `signal` aborts. */
export function rememberClicks(signal: AbortSignal): LastClick {
  let last: (Point & { readonly at: number }) | undefined;
  const note = (event: Event): void => {
    if (!(event instanceof MouseEvent) || event.button !== 2 || !event.isTrusted) return;
    last = { x: event.clientX, y: event.clientY, at: performance.now() };
  };
  for (const name of ['contextmenu', 'pointerdown'])
    addEventListener(name, note, { capture: true, passive: true, signal });
  const fresh = (): boolean => last !== undefined && performance.now() - last.at < FRESH_MS;
  return { heard: fresh, point: () => (last && fresh() ? { x: last.x, y: last.y } : restingPoint()) };
}

/** A script that comes after the click has not heard it; the page still knows what lay under the pointer. */
function restingPoint(): Point {
  const hovered = [...document.querySelectorAll(':hover')].at(-1);
  if (!hovered || hovered === document.body || hovered === document.documentElement) {
    return { x: innerWidth / 2, y: innerHeight / 2 };
  }
  const { left, top, width, height } = hovered.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/**
 * "Shop this look": on the picture that is known under `srcUrl`, else on what lies where the click was, else on the
 * address itself. Says a sentence when there is nothing to shop. Never rejects.
 */
export async function shopAsked(session: Session, click: LastClick, srcUrl?: string): Promise<void> {
  if (pageForbids()) return session.say(t('pictureNotOffered'));
  const address = srcUrl === undefined ? undefined : absolute(srcUrl);
  const point = click.point();
  const { element, shows } = findAsked(address, click, point) ?? {};
  if (!element || !shows) return session.say(t('noPictureHere'));
  if (isForbidden(element)) return session.say(t('pictureNotOffered'));
  await session.shop(element, shows, { asked: true });
}

function findAsked(
  address: string | undefined,
  click: LastClick,
  point: Point,
): { element: Element; shows: Shows } | undefined {
  const element = address
    ? pictureKnownAs(address, point)
    : (pictureAt(point) ?? (click.heard() ? undefined : likeliestPicture(point)));
  const shows = element && shownBy(element);
  if (element && shows) return { element, shows };
  if (!address) return undefined;
  // The browser knows an address that no element of the page admits to: its dots lie on what was clicked.
  const place = element ?? stackAt(point.x, point.y)[0] ?? document.documentElement;
  return { element: place, shows: { place: 'border', address, url: address, layer: 0 } };
}
