import { browser } from 'wxt/browser';
import { UserError } from '../errors';
import { readLocal } from '../request';

const PAUSE_MS = 550; // Chrome allows two captures a second
const READ_MS = 10_000;
/** Longest side of what is handed on, pixels: more of a 4K screen only costs time. */
const LONGEST = 2_048;
let last: Promise<unknown> = Promise.resolve();

/** A part of what a tab shows, in CSS pixels of its viewport, whose width says how many pixels of the screen one is. */
export interface CaptureArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly viewWidth: number;
}

/** The tab that asks. */
export interface CaptureTab {
  readonly id?: number | undefined;
  readonly windowId: number;
}

/**
 * Crops what a tab shows, as PNG; at most two a second. Throws where no permission is, and `PictureForbidden` where
 * another tab is in front: its content is nobody's business.
 */
export function captureArea(area: CaptureArea, tab: CaptureTab | undefined): Promise<Blob> {
  const turn = last.then(() => capture(area, tab));
  last = turn.catch(() => {}).then(() => new Promise((done) => setTimeout(done, PAUSE_MS)));
  return turn;
}

async function capture({ x, y, width, height, viewWidth }: CaptureArea, tab: CaptureTab | undefined): Promise<Blob> {
  if (!(width >= 1 && height >= 1 && viewWidth >= 1)) throw notInFront();
  const shot = await visibleTab(tab);
  const whole = await createImageBitmap(await (await readLocal(shot, AbortSignal.timeout(READ_MS))).blob());
  const ratio = whole.width / viewWidth;
  const scale = ratio * Math.min(1, LONGEST / (Math.max(width, height) * ratio));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const section = [x * ratio, y * ratio, width * ratio, height * ratio] as const;
  canvas.getContext('2d')?.drawImage(whole, ...section, 0, 0, canvas.width, canvas.height);
  whole.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

async function visibleTab(tab: CaptureTab | undefined): Promise<string> {
  const isInFront = async (): Promise<boolean> => !!tab?.id && (await browser.tabs.get(tab.id)).active;
  if (!tab || !(await isInFront())) throw notInFront();
  const shot = await browser.tabs.captureVisibleTab(tab.windowId, { format: 'png' });
  if (!(await isInFront())) throw notInFront();
  return shot;
}

function notInFront(): UserError {
  return new UserError('PictureForbidden', 'This part of the page cannot be seen now.');
}
