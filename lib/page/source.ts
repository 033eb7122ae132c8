import { isError } from '../errors';
import { sendMessage } from '../messages';
import type { ImageSource } from '../types';
import { pictureAddress } from './find';

const FETCH_MS = 10_000;
const LARGEST_BYTES = 40 * 1024 * 1024;

/** The picture of an element by address, or its pixels where it is a canvas; undefined while there is none. */
export async function sourceOf(element: Element): Promise<ImageSource | undefined> {
  const pageUrl = location.href;
  if (element instanceof HTMLCanvasElement) {
    const blob = await canvasPixels(element);
    return blob && { kind: 'blob', blob, pageUrl };
  }
  const url = pictureAddress(element);
  return url ? { kind: 'url', url, pageUrl } : undefined;
}

/** Other ways to the same pixels, cheapest first, for a picture whose address the engine may not read. */
export async function* otherSources(element: Element, source: ImageSource): AsyncGenerator<ImageSource> {
  const fetched = source.kind === 'url' ? await fetchPicture(source.url) : undefined;
  if (fetched) yield { kind: 'blob', blob: fetched, pageUrl: location.href };
  const { x, y, width, height } = element.getBoundingClientRect();
  // Only the visible part of a tab can be captured, so a picture that is cut off stays unread.
  if (x < 0 || y < 0 || x + width > innerWidth || y + height > innerHeight) return;
  const blob = await sendMessage('captureVisible', { x, y, width, height, devicePixelRatio });
  yield { kind: 'blob', blob, pageUrl: location.href };
}

/** Whether another way to the pixels may help after this error. */
export function worthAnotherWay(error: unknown): boolean {
  return isError(error, 'PictureForbidden');
}

async function canvasPixels(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  try {
    return await new Promise<Blob | undefined>((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined)));
  } catch {
    return undefined; // a tainted canvas
  }
}

async function fetchPicture(url: string): Promise<Blob | undefined> {
  try {
    const answer = await fetch(url, { credentials: 'omit', signal: AbortSignal.timeout(FETCH_MS) });
    if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > LARGEST_BYTES) return undefined;
    return await answer.blob();
  } catch {
    return undefined;
  }
}
