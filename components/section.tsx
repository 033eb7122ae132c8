import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** A titled part of a screen. */
export function Section({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section id={id} class="section" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** When `box` goes away with the focus in it, the heading of its section has the focus, or that of the screen. */
export function useFocusOnward(box: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const gone = box.current;
    return () => {
      if (!gone?.contains(document.activeElement)) return;
      (gone.closest('section')?.querySelector('h2') ?? document.querySelector('h1'))?.focus();
    };
  }, [box]);
}
