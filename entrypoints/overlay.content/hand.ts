/** How long after a person moved the page a picture that moves, or goes, does so by that: milliseconds. */
const HAND_MS = 1_500;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta']);

/**
 * Tells whether a person moves the page: it scrolls, or is told to by wheel or keys, its window has another size, or the
 * browser went back in it. All else that moves does so by itself, as carousels do, whatever a page pretends. What is done
 * in the popover moves nothing. Listens until `signal` aborts.
 */
export function watchHand(popover: () => Element | null | undefined, signal: AbortSignal): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  const options = { capture: true, passive: true, signal };
  // Carousels and lists tell their own parts by an event of the window that it has another size.
  const note = ({ isTrusted }: Event): void => {
    if (isTrusted) last = performance.now();
  };
  addEventListener('scroll', (event) => event.target === document && note(event), options);
  addEventListener('wheel', (event) => !popover()?.matches(':hover') && note(event), options);
  const onKey = (event: KeyboardEvent): void => {
    if (!popover()?.matches(':focus-within') && maySteer(event)) note(event);
  };
  addEventListener('keydown', onKey, options);
  for (const name of ['resize', 'popstate']) addEventListener(name, note, options);
  for (const name of ['scroll', 'resize']) visualViewport?.addEventListener(name, note, options);
  return () => performance.now() - last < HAND_MS;
}

/** What is written in a field moves nothing, nor does a key that only goes with another one. */
function maySteer(event: KeyboardEvent): boolean {
  if (MODIFIERS.has(event.key)) return false;
  const [target] = event.composedPath();
  const writes = target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'));
  return !writes || (event.key.length > 1 && event.key !== 'Backspace');
}
