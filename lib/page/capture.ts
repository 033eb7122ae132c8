import { browser } from 'wxt/browser';
import { readLocal } from '../request';

const PAUSE_MS = 550; // Chrome allows two captures a second
const READ_MS = 10_000;
let last: Promise<unknown> = Promise.resolve();

/** Crops the visible tab of a window to an area in CSS pixels; at most two a second. Throws where no permission is. */
export function captureArea(
  area: { x: number; y: number; width: number; height: number; devicePixelRatio: number },
  windowId: number | undefined,
): Promise<Blob> {
  const turn = last.then(() => capture(area, windowId));
  last = turn.catch(() => {}).then(() => new Promise((done) => setTimeout(done, PAUSE_MS)));
  return turn;
}

async function capture(
  { x, y, width, height, devicePixelRatio: ratio }: Parameters<typeof captureArea>[0],
  windowId: number | undefined,
): Promise<Blob> {
  const shot =
    windowId === undefined
      ? browser.tabs.captureVisibleTab({ format: 'png' })
      : browser.tabs.captureVisibleTab(windowId, { format: 'png' });
  const whole = await createImageBitmap(await (await readLocal(await shot, AbortSignal.timeout(READ_MS))).blob());
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio)));
  canvas.getContext('2d')?.drawImage(whole, -x * ratio, -y * ratio);
  return canvas.convertToBlob({ type: 'image/png' });
}
