import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { tell } from '../../../entrypoints/background/ask-tab';
import { followChoices, recheckTabs, showState, wakeTabs } from '../../../entrypoints/background/overlay-tabs';
import { setPaused } from '../../../lib/page/sites';

/** A tab of a site that is not granted. */
const OTHER = 9;
const SITE = 'https://shop.example/*';

interface Asked {
  readonly target: { readonly tabId: number; readonly frameIds?: readonly number[] };
  readonly files?: readonly string[];
}

/** Frames of every tab, and those that are gone when something is put into them. */
let frames: readonly number[];
let gone: readonly number[];
/** Tabs that answer nothing. */
let stuck: readonly number[];
/** Frames into which the overlay was put, and what tabs heard. */
let put: number[];
let titles: string[];
/** Whether a page shows dots: answers in the order in which it is asked. */
let showing: Promise<boolean>[];
let heard: { readonly tab: number; readonly type: string; readonly data?: unknown }[];

async function executeScript({ target, files }: Asked): Promise<object[]> {
  if (stuck.includes(target.tabId)) await new Promise(() => {});
  const frameIds = target.frameIds ?? frames;
  const result = (await showing.shift()) ?? false;
  if (!files) return frameIds.map((frameId) => ({ frameId, result }));
  if (frameIds.some((id) => gone.includes(id))) throw new Error('No frame with this id.');
  put.push(...frameIds);
  return [];
}

beforeEach(() => {
  [frames, gone, stuck, put, heard] = [[0], [], [], [], []];
  [titles, showing] = [[], []];
  vi.useFakeTimers();
  const sendMessage = (tab: number, { type, data }: { type: string; data?: unknown }, ...more: unknown[]): unknown => {
    heard.push({ tab, type, data });
    const respond = more.at(-1);
    return typeof respond === 'function' ? respond({}) : Promise.resolve();
  };
  const tabs = [1, 2, 3, OTHER].map((id) => ({ id, url: `https://${id === OTHER ? 'other' : 'shop'}.example/` }));
  const quiet = { setBadgeText: async () => {}, setBadgeBackgroundColor: async () => {} };
  const setTitle = async ({ title }: { title: string }): Promise<void> => void titles.push(title);
  const fakes = {
    scripting: { executeScript },
    action: { ...quiet, setBadgeTextColor: async () => {}, setTitle },
    permissions: { getAll: async () => ({ origins: [SITE] }), contains: async () => true },
    tabs: { query: async ({ url }: { url?: unknown }) => (url ? tabs.slice(0, -1) : tabs), sendMessage },
  };
  for (const [name, fake] of Object.entries(fakes))
    vi.spyOn(browser, name as 'tabs', 'get').mockReturnValue(fake as never);
  vi.stubGlobal('chrome', fakes);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('a tab that is told something', () => {
  const message = vi.fn(async () => {});
  beforeEach(() => message.mockClear());

  it('gets the overlay in every frame that is still there', async () => {
    [frames, gone] = [[0, 4, 7], [4]];
    expect(await tell({ tabId: 1, allFrames: true }, message)).toBe(true);
    expect(put).toEqual([0, 7]);
    expect(message).toHaveBeenCalledOnce();
  });

  it('says so when the one frame that is meant does not take it', async () => {
    gone = [4];
    expect(await tell({ tabId: 1, frameIds: [4] }, message)).toBe(false);
    expect(message).not.toHaveBeenCalled();
  });
});

describe('tabs that are open', () => {
  it('are woken beside each other, however long one of them takes', async () => {
    stuck = [1];
    let done = false;
    void wakeTabs().then(() => {
      done = true;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard.map(({ tab }) => tab)).toEqual([2, 3]);
    expect(heard[0]).toMatchObject({ type: 'setActive', data: { active: true } });
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(done).toBe(true);
  });

  it('look anew at what is allowed when something was taken back', async () => {
    stuck = [1];
    void recheckTabs();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard.map(({ tab, type }) => `${tab} ${type}`)).toEqual([
      '1 recheck',
      '2 recheck',
      '3 recheck',
      '9 recheck',
    ]);
  });

  it('have the state on the button that was asked for last, though an older question is answered later', async () => {
    const later = new Promise<boolean>((resolve) => setTimeout(resolve, 500, false));
    showing = [later, Promise.resolve(true)];
    void showState(OTHER, undefined);
    await showState(OTHER, undefined);
    expect(titles).toEqual([expect.stringContaining('stateOn')]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(titles).toHaveLength(1);
    await showState(OTHER, undefined);
    expect(titles).toEqual([expect.anything(), expect.stringContaining('stateOff')]);
  });

  it('hear of a pause, also those in which the site is a frame only', async () => {
    followChoices();
    await setPaused(SITE, true);
    await vi.advanceTimersByTimeAsync(1_000);
    const told = heard.filter(({ type }) => type === 'setActive');
    expect(told.map(({ tab, data }) => ({ tab, data }))).toEqual(
      [1, 2, 3].map((tab) => ({ tab, data: { active: false } })),
    );
    expect(heard.filter(({ type }) => type === 'recheck').map(({ tab }) => tab)).toContain(OTHER);
  });
});
