const CONTROLS = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea';

/** Tab goes round inside of a box: behind it lies the end of the page. Escape is the way out. */
export function keepTab(event: KeyboardEvent, box: HTMLElement | null): void {
  if (event.key !== 'Tab' || !box) return;
  const controls = [...box.querySelectorAll<HTMLElement>(CONTROLS)].filter((one) => one.checkVisibility());
  const [first, last] = [controls[0], controls.at(-1)];
  const focused = (box.getRootNode() as Document | ShadowRoot).activeElement;
  const next = event.shiftKey ? (focused === first || focused === box) && last : focused === last && first;
  if (!next) return;
  event.preventDefault();
  next.focus();
}
