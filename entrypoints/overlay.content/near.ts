import { useEffect } from 'preact/hooks';
import type { Shown } from './overlay';

/** Marks the dots of the picture under the pointer, at most once a frame, while `wanted`. */
export function useNear(layer: { readonly current: HTMLElement | null }, shown: readonly Shown[], wanted: boolean) {
  useEffect(() => {
    if (!wanted) return;
    let frame = 0;
    const onMove = ({ clientX, clientY }: PointerEvent): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => mark(layer.current, shown, clientX, clientY));
    };
    document.addEventListener('pointermove', onMove, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('pointermove', onMove, { capture: true });
    };
  }, [layer, shown, wanted]);
}

function mark(layer: HTMLElement | null, shown: readonly Shown[], x: number, y: number): void {
  for (const { id, element } of shown) {
    const box = element.getBoundingClientRect();
    const near = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    for (const dot of layer?.querySelectorAll(`[data-picture="${id}"]`) ?? []) dot.classList.toggle('near', near);
  }
}
