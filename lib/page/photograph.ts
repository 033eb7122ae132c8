import { UserError } from '../errors';
import { unlessRestored } from '../lost';
import { sendMessage } from '../messages';
import { onScreen } from './area';
import type { Area } from './geometry';
import { OVERLAY_NAME } from './tree';

/** What of the extension lies over an area of the viewport. */
export type Ours = (area: Area) => readonly HTMLElement[];

/** Captures wait for their turn, two a second, milliseconds. */
const ANSWER_MS = 15_000;
/** A page that is not drawn draws no frame, milliseconds. */
const FRAMES_MS = 1_000;
const NOTICE = 'buy-me-that-look-notice';

/** The words at the foot of the page. */
export const noticesHere = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(NOTICE)];

/** All that the extension has in this document. */
export const allOfOurs: Ours = () => [...document.querySelectorAll<HTMLElement>(OVERLAY_NAME), ...noticesHere()];

/**
 * Takes a picture of an area of the viewport without what the extension has there. Throws as `captureVisible` does,
 * `PictureForbidden` where it takes too long, and an error that `isLost` knows when the page was left meanwhile.
 */
export async function photograph(area: Area, ours: Ours): Promise<Blob> {
  const above = ours(area);
  const show = hide(above);
  try {
    if (above.length > 0) await drawnTwice();
    return await inTime(unlessRestored(sendMessage('captureVisible', onScreen(area))));
  } finally {
    show();
  }
}

const hidden = new WeakMap<HTMLElement, number>();

/** Two pictures may be taken at once. What only is not seen keeps the focus and the pointer, unlike what is hidden. */
function hide(elements: readonly HTMLElement[]): () => void {
  const count = (element: HTMLElement, by: number): void => {
    const times = (hidden.get(element) ?? 0) + by;
    hidden.set(element, times);
    element.style.setProperty('opacity', times > 0 ? '0' : '1', 'important');
  };
  for (const element of elements) count(element, 1);
  return () => {
    for (const element of elements) count(element, -1);
  };
}

/** The second frame begins when the first one is on the screen. */
function drawnTwice(): Promise<void> {
  return new Promise((resolve) => {
    const waiting = setTimeout(resolve, FRAMES_MS);
    const done = (): void => {
      clearTimeout(waiting);
      resolve();
    };
    requestAnimationFrame(() => requestAnimationFrame(done));
  });
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new UserError('PictureForbidden', 'This part of the page cannot be seen now.');
    waiting = setTimeout(() => reject(error), ANSWER_MS);
  });
  return await Promise.race([answer, late]).finally(() => clearTimeout(waiting));
}
