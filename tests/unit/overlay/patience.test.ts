import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPatience } from '../../../entrypoints/overlay.content/patience';

const MANY = 1_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How often it may return to a page that takes it away every so many milliseconds. */
function returns(every: number): number {
  const mayReturn = createPatience();
  let times = 0;
  for (; times < MANY && mayReturn(); times++) vi.advanceTimersByTime(every);
  return times;
}

it('ends with a page that takes away again and again what comes back', () => {
  expect(returns(0)).toBeLessThan(50);
  expect(returns(50)).toBeLessThan(50);
});

it('lasts with a page that replaces itself now and then', () => {
  expect(returns(2_000)).toBe(MANY);
});

it('does not begin anew', () => {
  const mayReturn = createPatience();
  while (mayReturn());
  vi.advanceTimersByTime(60_000);
  expect(mayReturn()).toBe(false);
});
