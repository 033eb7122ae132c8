import { isError, UserError } from '../errors';
import { isLost } from '../lost';
import { request } from '../request';
import type { ImageSource } from '../types';
import { allOfOurs, type Ours, photograph } from './photograph';
import { type Shows, shownBy } from './shows';

const FETCH_MS = 10_000;
const LARGEST_BYTES = 40 * 1024 * 1024;
/** Frames and canvases are read at most this large: pixels. */
const LONGEST_SIDE = 1600;
const MOST_CAPTURES = 3;
/** Side of the copy in which a drawing is looked at for anything but one colour: pixels. */
const GLANCE = 16;
/** A picture that moved by this much, CSS pixels, is another section of the screen. */
const MOVED = 1.5;
/** Two pictures whose width/height differ by more than this factor show different sections. */
const SAME_SHAPE = 1.04;

/** A picture as the engine takes it. `whole` says that it shows the element's box rather than the picture in it. */
export interface Pixels {
  readonly source: ImageSource;
  readonly whole?: true;
}

/** A way to the pixels of a picture. */
export type Way = () => Promise<Pixels>;

/**
 * Every way to the pixels of an element's picture, cheapest first. A way rejects with `PictureForbidden` where the page
 * or the browser does not give them. `ours` is what lies above and is not meant.
 */
export function waysTo(element: Element, shows: Shows, ours: Ours = allOfOurs): Way[] {
  const pageUrl = location.href;
  const ways: Way[] = [];
  const at = async (url: string): Promise<Pixels> => ({ source: { kind: 'url', url, pageUrl } });
  const as = (blob: Blob): Pixels => ({ source: { kind: 'blob', blob, pageUrl } });
  const { url } = shows;
  if (url) ways.push(() => at(url));
  else ways.push(async () => as(await drawn(element)));
  const current = element instanceof HTMLImageElement ? element.currentSrc : undefined;
  if (url && current && current !== url) ways.push(() => at(current));
  if (url) ways.push(async () => as(await fetched(current || url)));
  ways.push(async () => ({ ...as(await captured(element, ours)), whole: true }));
  return ways;
}

/** Whether another way to the pixels may help after this error. */
export function worthAnotherWay(error: unknown): boolean {
  return isError(error, 'PictureForbidden');
}

/** Whether a picture that was read shows another section than the image on the page, as art direction may do. */
export function isOtherSection(element: Element, { width, height }: { width: number; height: number }): boolean {
  if (!(element instanceof HTMLImageElement) || !element.naturalHeight || !height) return false;
  const factor = width / height / (element.naturalWidth / element.naturalHeight);
  return Math.max(factor, 1 / factor) > SAME_SHAPE;
}

/** What an image element shows, by the very address that the browser chose. */
export function asChosen(element: Element): Shows | undefined {
  const shows = shownBy(element);
  if (!shows?.url || !(element instanceof HTMLImageElement) || !element.currentSrc) return undefined;
  return element.currentSrc === shows.url ? undefined : { ...shows, url: element.currentSrc };
}

/** The pixels of a canvas or of the frame at which a video stands. */
async function drawn(element: Element): Promise<Blob> {
  const [width, height] =
    element instanceof HTMLVideoElement
      ? [element.videoWidth, element.videoHeight]
      : element instanceof HTMLCanvasElement
        ? [element.width, element.height]
        : [0, 0];
  if (width < 1 || height < 1) throw withheld();
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  try {
    canvas.getContext('2d')?.drawImage(element as HTMLCanvasElement, 0, 0, canvas.width, canvas.height);
    if (isBlank(canvas)) throw withheld();
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch (cause) {
    throw withheld(cause); // pixels of another site
  }
}

/** Whether a copy holds one colour: WebGL gives its drawing away only while it draws, unless the page asked otherwise. */
function isBlank(canvas: OffscreenCanvas): boolean {
  const context = new OffscreenCanvas(GLANCE, GLANCE).getContext('2d');
  context?.drawImage(canvas, 0, 0, GLANCE, GLANCE);
  const pixels = new Uint32Array(context?.getImageData(0, 0, GLANCE, GLANCE).data.buffer ?? []);
  return pixels.every((one) => one === pixels[0]);
}

async function fetched(url: string): Promise<Blob> {
  try {
    const answer = await request(url, 'picture', { credentials: 'omit', signal: AbortSignal.timeout(FETCH_MS) });
    if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > LARGEST_BYTES) throw withheld();
    return await answer.blob();
  } catch (cause) {
    throw withheld(cause);
  }
}

async function captured(element: Element, ours: Ours): Promise<Blob> {
  // A frame does not know where in the tab it lies.
  if (window !== window.top) throw withheld();
  for (let tries = 0; tries < MOST_CAPTURES; tries++) {
    const box = element.getBoundingClientRect();
    // Only the visible part of a tab can be captured, so a picture that is cut off stays unread.
    if (!isWhole(box)) break;
    const taken = await photograph(box, ours).catch((cause) => {
      if (isLost(cause)) return undefined;
      throw withheld(cause);
    });
    const { x, y } = element.getBoundingClientRect();
    // Captures wait for their turn: what was scrolled meanwhile shows something else at that place.
    if (taken && Math.hypot(x - box.x, y - box.y) < MOVED) return taken;
  }
  throw withheld();
}

/** Whether all of an element's box lies in the viewport. */
export function isWhole({ left, top, right, bottom }: DOMRect): boolean {
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
}

function withheld(cause?: unknown): UserError {
  return new UserError('PictureForbidden', 'This site does not give the picture away.', { cause });
}
