import { browser } from 'wxt/browser';
import { sendMessage } from '../../lib/messages';
import { sayClosed } from './closed-page';

const OVERLAY = '/content-scripts/overlay.js';

/** Frames of a tab that are told something. */
export type Frames = { readonly tabId: number } & ({ readonly frameIds: number[] } | { readonly allFrames: true });

/** Puts the overlay into the frames that lack it, and tells them. False where no extension may work. */
export async function tell(target: Frames, message: () => Promise<void>): Promise<boolean> {
  try {
    const found = await browser.scripting.executeScript({ target, func: isOverlayAlive });
    const without = found.filter(({ result }) => result !== true).map(({ frameId }) => frameId);
    const refused = await putInto(target.tabId, without);
    if (refused.length > 0 && refused.length === found.length) return false;
    await message();
    return true;
  } catch {
    return false;
  }
}

/** Answers the frames that do not take the overlay. Each by itself: one that is gone by now would refuse it for all. */
async function putInto(tabId: number, frameIds: readonly number[]): Promise<readonly number[]> {
  const put = (frameId: number): Promise<unknown> =>
    browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: [OVERLAY] });
  const outcomes = await Promise.allSettled(frameIds.map(put));
  return frameIds.filter((_, at) => outcomes[at]?.status === 'rejected');
}

/** Runs in the frame, beside the overlay: asked for, because a message that nobody hears is an error in the console. */
function isOverlayAlive(): boolean {
  return (globalThis as { isOverlayAlive?: () => boolean }).isOverlayAlive?.() === true;
}

/** Whether the page of a tab was told to show dots. False where no extension may work, and once it was left. */
export async function isShowing(tabId: number): Promise<boolean> {
  const target = { tabId, frameIds: [0] };
  const found = await browser.scripting.executeScript({ target, func: areDotsWanted }).catch(() => []);
  return found[0]?.result === true;
}

/**
 * Whether the focus is in the page of a tab, in whichever of its frames, and a person just did something in it. False where
 * no extension may ask.
 */
export async function isPageUsed(tabId: number | undefined): Promise<boolean> {
  if (tabId === undefined) return false;
  const target = { tabId, frameIds: [0] };
  const func = (): boolean => document.hasFocus() && navigator.userActivation.isActive;
  const found = await browser.scripting.executeScript({ target, func }).catch(() => []);
  return found[0]?.result === true;
}

/** Runs in the frame, beside the overlay: one that an update left behind shows nothing any more. */
function areDotsWanted(): boolean {
  const { isOverlayAlive, areDotsWanted } = globalThis as {
    isOverlayAlive?: () => boolean;
    areDotsWanted?: () => boolean;
  };
  return isOverlayAlive?.() === true && areDotsWanted?.() === true;
}

/** The click grants the tab for once (`activeTab`): the overlay is put there, unless it is, and told which picture. */
export async function shopPicture(tabId: number, frameId: number, srcUrl: string | undefined): Promise<void> {
  const asked = srcUrl === undefined ? {} : { srcUrl };
  const tellFrame = (frame: number): Promise<boolean> =>
    tell({ tabId, frameIds: [frame] }, () => sendMessage('shopPicture', asked, { tabId, frameId: frame }));
  // The one-time grant does not cover a frame of another site.
  if (!(await tellFrame(frameId)) && (frameId === 0 || !(await tellFrame(0)))) await sayClosed(tabId);
}

/** Lets the user choose an area of what the tab shows. */
export async function shopArea(tabId: number): Promise<void> {
  const told = await tell({ tabId, frameIds: [0] }, () => sendMessage('shopArea', undefined, { tabId, frameId: 0 }));
  if (!told) await sayClosed(tabId);
}

/** The focus goes to the dots: to those of the frame that has it, else of the frame that has most. */
export async function goToDots(tabId: number): Promise<void> {
  const target = { tabId, allFrames: true } as const;
  const frames = await browser.scripting.executeScript({ target, func: dotsHere }).catch(() => []);
  const known = frames.map(({ frameId, result }) => ({ frameId, dots: result?.dots ?? 0, focused: !!result?.focused }));
  const most = known.sort((a, b) => Number(b.focused) - Number(a.focused) || b.dots - a.dots);
  const frameId = (most.find(({ dots }) => dots > 0) ?? most[0])?.frameId ?? 0;
  const ask = (): Promise<void> => sendMessage('goToDots', undefined, { tabId, frameId });
  const told = await tell({ tabId, frameIds: [frameId] }, ask);
  // A page that is left while a picture is looked at answers nothing either: that one let scripts in.
  if (!told && frames.length === 0) await sayClosed(tabId);
}

/** Runs in every frame: a frame has the focus when no frame inside of it has. */
function dotsHere(): { dots: number; focused: boolean } {
  const { dotsInView } = globalThis as { dotsInView?: () => number };
  const inside = /^i?frame$/.test(document.activeElement?.localName ?? '');
  return { dots: dotsInView?.() ?? 0, focused: document.hasFocus() && !inside };
}
