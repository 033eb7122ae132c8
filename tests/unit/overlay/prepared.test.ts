import { afterEach, expect, it, vi } from 'vitest';
import { whenOpened } from '../../../entrypoints/overlay.content/prepared';

afterEach(() => vi.unstubAllGlobals());

function prepare(prerendering: boolean | undefined): EventTarget {
  const page = Object.assign(new EventTarget(), { prerendering });
  vi.stubGlobal('document', page);
  return page;
}

it.each([false, undefined])('begins at once where the page is seen: prerendering %s', (prerendering) => {
  prepare(prerendering);
  const begin = vi.fn();
  whenOpened(begin, new AbortController().signal);
  expect(begin).toHaveBeenCalledOnce();
});

it('begins once a page that was prepared is opened', () => {
  const page = prepare(true);
  const begin = vi.fn();
  whenOpened(begin, new AbortController().signal);
  expect(begin).not.toHaveBeenCalled();
  page.dispatchEvent(new Event('prerenderingchange'));
  page.dispatchEvent(new Event('prerenderingchange'));
  expect(begin).toHaveBeenCalledOnce();
});

it('never begins where another script took its place meanwhile', () => {
  const page = prepare(true);
  const begin = vi.fn();
  const stop = new AbortController();
  whenOpened(begin, stop.signal);
  stop.abort();
  page.dispatchEvent(new Event('prerenderingchange'));
  expect(begin).not.toHaveBeenCalled();
});
