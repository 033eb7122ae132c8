import { afterEach, describe, expect, it, vi } from 'vitest';
import { beside, follow } from '../../../components/follow';

const VIEW = { width: 1000, height: 700 };
const SIZE = { width: 300, height: 400 };
const dot = (left: number, top: number) => ({ left, top, width: 32, height: 32 });

afterEach(() => vi.unstubAllGlobals());

/** How a popover is put beside a dot in a window of 1000 by 700 pixels of which this is seen. */
function styleBeside(left: number, top: number, visualViewport: object): Record<string, string> {
  vi.stubGlobal('visualViewport', visualViewport);
  vi.stubGlobal('innerWidth', VIEW.width);
  vi.stubGlobal('innerHeight', VIEW.height);
  vi.stubGlobal('document', { documentElement: { clientWidth: VIEW.width } });
  vi.stubGlobal('getComputedStyle', () => ({ direction: 'ltr' }));
  vi.stubGlobal('requestAnimationFrame', () => 0);
  const style: Record<string, string> = {};
  const box = { style, offsetWidth: 300, offsetHeight: 400, classList: { toggle() {}, add() {} } };
  const { width, height } = dot(left, top);
  const anchor = { getBoundingClientRect: () => ({ left, top, x: left, y: top, width, height }) };
  follow(anchor as unknown as Element, box as unknown as HTMLElement, { byHand: () => false, gone: () => {} });
  return style;
}

describe('a popover', () => {
  const whole = { scale: 1, offsetLeft: 0, offsetTop: 0, ...VIEW };

  it('is beside its dot', () => {
    expect(styleBeside(400, 100, whole)).toEqual({ scale: '', translate: '436px 100px' });
  });

  it('stays inside of what is seen of the window, as large as ever, where two fingers enlarged it', () => {
    const pinched = { scale: 2, offsetLeft: 200, offsetTop: 100, width: 500, height: 350 };
    expect(styleBeside(400, 420, pinched)).toEqual({ scale: '0.5', translate: '434px 246px' });
    expect(styleBeside(640, 120, pinched)).toEqual({ scale: '0.5', translate: '488px 120px' });
  });
});

describe('the place of a popover', () => {
  it('is beside its dot, on the side to which lines are read', () => {
    expect(beside(dot(400, 100), SIZE, VIEW, false)).toEqual({ x: 436, y: 100 });
    expect(beside(dot(400, 100), SIZE, VIEW, true)).toEqual({ x: 96, y: 100 });
  });

  it('is on the other side where there is no room', () => {
    expect(beside(dot(900, 100), SIZE, VIEW, false)).toEqual({ x: 596, y: 100 });
    expect(beside(dot(50, 100), SIZE, VIEW, true)).toEqual({ x: 86, y: 100 });
  });

  it('is below, else above the dot where neither side has room', () => {
    const narrow = { width: 500, height: 700 };
    expect(beside(dot(240, 60), SIZE, narrow, false)).toEqual({ x: 192, y: 96 });
    expect(beside(dot(240, 600), SIZE, narrow, true)).toEqual({ x: 192, y: 196 });
  });

  it('is inside of the viewport, whatever the dot', () => {
    for (const left of [-50, 0, 480, 990, 1200]) {
      for (const top of [-50, 0, 350, 690, 900]) {
        for (const leftwards of [false, true]) {
          const { x, y } = beside(dot(left, top), SIZE, VIEW, leftwards);
          expect([x >= 8, y >= 8, x + 300 <= 992, y + 400 <= 692]).toEqual([true, true, true, true]);
        }
      }
    }
  });
});

describe('a popover whose dot moves', () => {
  const there = { left: 100, top: 100, x: 100, y: 100, width: 32, height: 32 };
  const away = { ...there, left: 300, x: 300 };
  const nowhere = { left: 0, top: 0, x: 0, y: 0, width: 0, height: 0 };

  /** Where the popover is put for each place of its dot, one a frame; `gone` how often it heard that it is. */
  function watched(places: readonly (typeof there)[], byHand: boolean): { at: (string | undefined)[]; gone: number } {
    const frames: (() => void)[] = [];
    vi.stubGlobal('visualViewport', { scale: 1 });
    vi.stubGlobal('innerWidth', VIEW.width);
    vi.stubGlobal('innerHeight', VIEW.height);
    vi.stubGlobal('document', { documentElement: { clientWidth: VIEW.width } });
    vi.stubGlobal('getComputedStyle', () => ({ direction: 'ltr' }));
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
    const style: Record<string, string> = {};
    const box = { style, offsetWidth: 300, offsetHeight: 400, classList: { toggle() {}, add() {} } };
    const gone = vi.fn();
    let now = there;
    const anchor = { getBoundingClientRect: () => now };
    const at = places.map((place, step) => {
      now = place;
      if (step > 0) frames.shift()?.();
      else follow(anchor as unknown as Element, box as unknown as HTMLElement, { byHand: () => byHand, gone });
      return style.translate;
    });
    return { at, gone: gone.mock.calls.length };
  }

  it('follows where a person moves the page, and goes with the dot', () => {
    const { at, gone } = watched([there, away, nowhere], true);
    expect(at).toEqual(['136px 100px', '336px 100px', '336px 100px']);
    expect(gone).toBe(1);
  });

  it('stays where the dot moves by itself, or goes', () => {
    const { at, gone } = watched([there, away, nowhere, there], false);
    expect(at).toEqual(Array(4).fill('136px 100px'));
    expect(gone).toBe(0);
  });

  it('does not open in a corner where the dot went before', () => {
    const { at, gone } = watched([nowhere], false);
    expect(at).toEqual([undefined]);
    expect(gone).toBe(1);
  });
});
