import { useLayoutEffect, useRef } from 'preact/hooks';

/** Who hears what happens to dots; they are told apart by `data-name`. */
export interface DotListener {
  onPoint(name: string): void;
  onLeave(): void;
  onOpen(name: string): void;
  onKey(event: KeyboardEvent, dot: HTMLElement): void;
}

/** Listens once for all dots of a layer: an endless page has many. */
export function useDotEvents(layer: { readonly current: HTMLElement | null }, now: DotListener): void {
  const latest = useRef(now);
  latest.current = now;
  useLayoutEffect(() => {
    const stop = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      tell: (listener: DotListener, dot: HTMLElement, event: HTMLElementEventMap[K]) => void,
    ): void => {
      const hear = (event: HTMLElementEventMap[K]): void => {
        const dot = event.target instanceof Element && event.target.closest<HTMLElement>('button.dot');
        if (dot) tell(latest.current, dot, event);
      };
      layer.current?.addEventListener(type, hear, { signal: stop.signal });
    };
    on('pointerover', (listener, { dataset }) => dataset.name && listener.onPoint(dataset.name));
    on('pointerout', (listener) => listener.onLeave());
    on('click', (listener, { dataset }) => dataset.name && listener.onOpen(dataset.name));
    on('keydown', (listener, dot, event) => listener.onKey(event, dot));
    return () => stop.abort();
  }, [layer]);
}
