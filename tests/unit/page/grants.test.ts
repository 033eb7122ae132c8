import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { removeSite, watchGrants } from '../../../lib/page/grants';
import { pausedSites, setPaused } from '../../../lib/page/sites';

const SITE = 'https://shop.example/*';
let granted: boolean;
/** Whether the browser or a policy holds the grant. */
let held: boolean;
/** What a page that is told of the pause's end would find. */
let active: boolean[];

beforeEach(async () => {
  fakeBrowser.reset();
  [granted, held, active] = [true, false, []];
  const event = { addListener: () => {}, removeListener: () => {} };
  const permissions = {
    onAdded: event,
    onRemoved: event,
    contains: async () => granted,
    remove: async () => {
      if (!held) granted = false;
      return !held;
    },
  };
  vi.spyOn(browser, 'permissions', 'get').mockReturnValue(permissions as never);
  await setPaused(SITE, true);
  fakeBrowser.storage.local.onChanged.addListener(() => void active.push(granted));
});
afterEach(() => vi.restoreAllMocks());

it('takes a paused site back before its pause ends', async () => {
  expect(await removeSite(SITE)).toBe(true);
  expect(await pausedSites()).toEqual([]);
  expect(active).toEqual([false]);
});

it('leaves a site paused that cannot be taken back', async () => {
  held = true;
  expect(await removeSite(SITE)).toBe(false);
  expect(await pausedSites()).toEqual([SITE]);
});

it('forgets the pause of a site that is not granted any more', async () => {
  granted = false;
  expect(await removeSite(SITE)).toBe(true);
  expect(await pausedSites()).toEqual([]);
});

it('tells of a pause that was chosen elsewhere, until nobody listens', async () => {
  const end = new AbortController();
  let told = 0;
  watchGrants(() => {
    told += 1;
  }, end.signal);
  await fakeBrowser.storage.local.set({ preferences: {} });
  expect(told).toBe(0);
  await setPaused(SITE, false);
  expect(told).toBe(1);
  end.abort();
  await setPaused(SITE, true);
  expect(told).toBe(1);
});
