import { useLayoutEffect, useRef } from 'preact/hooks';

/** Who hears what happens to dots; they are told apart by `data-name`. */
export interface DotListener {
  onPoint(name: string): void;
  onLeave(): void;
  /** Whether a dot that moves under a pointer that rests does so by itself: then nothing is pointed at or left. */
  slips(): boolean;
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
    const pointer = createPointer();
    on('pointermove', (_, __, event) => void pointer.moved(event));
    on('pointerover', (listener, { dataset }, event) => {
      if (dataset.name && (pointer.moved(event) || !listener.slips())) listener.onPoint(dataset.name);
    });
    on('pointerout', (listener, _, event) => {
      if (pointer.moved(event) || !listener.slips()) listener.onLeave();
    });
    on('click', (listener, { dataset }) => dataset.name && listener.onOpen(dataset.name));
    on('keydown', (listener, dot, event) => listener.onKey(event, dot));
    return () => stop.abort();
  }, [layer]);
}

/** Where the pointer was last heard of. */
interface Pointer {
  /** Notes where it is; whether it was elsewhere before. */
  moved(event: MouseEvent): boolean;
}

function createPointer(): Pointer {
  let last = { x: Number.NaN, y: Number.NaN, at: Number.NaN, moved: true };
  return {
    moved({ clientX: x, clientY: y, timeStamp: at }) {
      // What one dot is left by, another is entered by.
      if (at !== last.at) last = { x, y, at, moved: x !== last.x || y !== last.y };
      return last.moved;
    },
  };
}
