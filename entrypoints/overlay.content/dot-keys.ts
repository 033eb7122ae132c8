const LATER = new Set(['ArrowRight', 'ArrowDown']);
const EARLIER = new Set(['ArrowLeft', 'ArrowUp']);

/** Dots that can be seen, as one reads them: picture by picture, wearer by wearer, from head to foot. */
export function dotsInOrder(layer: ParentNode): HTMLElement[] {
  const dots = [...layer.querySelectorAll<HTMLElement>('button.dot:not([hidden])')].map((dot) => {
    const { top } = dot.getBoundingClientRect();
    return { dot, top, picture: dot.dataset.picture ?? '', wearer: Number(dot.dataset.wearer) };
  });
  const tops = new Map<string, number>();
  for (const { picture, top } of dots) tops.set(picture, Math.min(top, tops.get(picture) ?? top));
  const above = (one: string, other: string): number => (tops.get(one) ?? 0) - (tops.get(other) ?? 0);
  dots.sort(
    (a, b) => above(a.picture, b.picture) || a.picture.localeCompare(b.picture) || a.wearer - b.wearer || a.top - b.top,
  );
  return dots.map(({ dot }) => dot);
}

/** The dot nearest to the middle of the viewport, where a reader looks. */
export function nearestDot(layer: ParentNode): HTMLElement | undefined {
  const off = (dot: HTMLElement): number => {
    const { left, top, width, height } = dot.getBoundingClientRect();
    return Math.hypot(left + width / 2 - innerWidth / 2, top + height / 2 - innerHeight / 2);
  };
  return dotsInOrder(layer).sort((a, b) => off(a) - off(b))[0];
}

/** Arrow keys, Home and End on a dot move the focus to another; Escape leaves the dots. */
export function onDotKey(event: KeyboardEvent, dot: HTMLElement, layer: HTMLElement | null, leave: () => void): void {
  if (!layer) return;
  const dots = dotsInOrder(layer);
  const next = nextDot(event.key, dots, dots.indexOf(dot));
  if (!next && event.key !== 'Escape') return;
  event.preventDefault();
  if (next) next.focus();
  else leave();
}

function nextDot(key: string, dots: readonly HTMLElement[], at: number): HTMLElement | undefined {
  if (LATER.has(key)) return dots[(at + 1) % dots.length];
  if (EARLIER.has(key)) return dots.at(at - 1);
  if (key === 'Home') return dots[0];
  return key === 'End' ? dots.at(-1) : undefined;
}
