/**
 * Calls once somebody sees the page: at once, but for one that the browser prepares before it is opened, perhaps in vain.
 * https://developer.chrome.com/docs/web-platform/prerender-pages
 */
export function whenOpened(then: () => void, signal: AbortSignal): void {
  const { prerendering = false } = document as { prerendering?: boolean };
  if (!prerendering) then();
  else document.addEventListener('prerenderingchange', () => then(), { once: true, signal });
}
