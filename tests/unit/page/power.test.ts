import { afterEach, expect, it, vi } from 'vitest';
import { isSparing, watchPower } from '../../../lib/page/power';

afterEach(() => vi.unstubAllGlobals());

it.each([
  [{ charging: true, level: 0.05 }, false],
  [{ charging: false, level: 0.2 }, true],
  [{ charging: false, level: 0.21 }, false],
])('%o is spared: %s', (battery, sparing) => {
  expect(isSparing(battery)).toBe(sparing);
});

it('tells of every change until it is stopped, and of nothing where no battery is known', async () => {
  const battery = Object.assign(new EventTarget(), { charging: false, level: 0.1 });
  vi.stubGlobal('navigator', { getBattery: async () => battery });
  const told: boolean[] = [];
  const stop = new AbortController();
  await watchPower((sparing) => told.push(sparing), stop.signal);
  battery.charging = true;
  battery.dispatchEvent(new Event('chargingchange'));
  stop.abort();
  battery.dispatchEvent(new Event('levelchange'));
  expect(told).toEqual([true, false]);
  for (const getBattery of [undefined, () => Promise.reject(new Error('forbidden by the page'))]) {
    vi.stubGlobal('navigator', { getBattery });
    await watchPower(() => told.push(true), new AbortController().signal);
  }
  expect(told).toEqual([true, false]);
});
