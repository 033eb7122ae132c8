/** How long after a person moved the page a picture that moves, or goes, does so by that: milliseconds. */
const HAND_MS = 1_500;

/**
 * Tells whether a person moves the page: it scrolls, or is told to by wheel or keys, or its window has another size.
 * All else that moves does so by itself, as carousels do. What is done in the popover moves nothing. Listens until
 * `signal` aborts.
 */
export function watchHand(popover: () => Element | null | undefined, signal: AbortSignal): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  const options = { capture: true, passive: true, signal };
  const note = (): void => {
    last = performance.now();
  };
  addEventListener('scroll', ({ target }) => target === document && note(), options);
  addEventListener('wheel', ({ isTrusted }) => isTrusted && !popover()?.matches(':hover') && note(), options);
  addEventListener('keydown', ({ isTrusted }) => isTrusted && !popover()?.matches(':focus-within') && note(), options);
  addEventListener('resize', note, options);
  for (const name of ['scroll', 'resize']) visualViewport?.addEventListener(name, note, options);
  return () => performance.now() - last < HAND_MS;
}
