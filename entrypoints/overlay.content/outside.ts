import { useLayoutEffect, useRef } from 'preact/hooks';
import { sendMessage } from '../../lib/messages';

/** The focus that goes to another frame arrives there a moment after it left. */
const ARRIVAL_MS = 60;

/** While a popover is open, Escape closes it wherever the focus is, and so does a click beside it, in whichever frame. */
export function useOutside(host: Element, isOpen: boolean, onEscape: () => void, onClick: () => void): void {
  const told = useRef({ onEscape, onClick });
  told.current = { onEscape, onClick };
  useLayoutEffect(() => {
    if (!isOpen) return;
    const stop = new AbortController();
    const { signal } = stop;
    const outside = ({ clientX, clientY, isTrusted }: PointerEvent): void => {
      if (!isTrusted) return;
      // In a closed root of the page the event would not tell that it is ours.
      const scope = host.getRootNode();
      if (!isScope(scope) || scope.elementFromPoint(clientX, clientY) !== host) told.current.onClick();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !event.isTrusted) return;
      // The page's own dialog stays open: this Escape was meant for the popover.
      event.preventDefault();
      event.stopPropagation();
      told.current.onEscape();
    };
    let away = false;
    // Of a click into another frame only the focus tells that goes there. Gone to the side panel it is nowhere in the page.
    const onBlur = async ({ isTrusted }: Event): Promise<void> => {
      if (!isTrusted) return;
      away = true;
      await new Promise((resolve) => setTimeout(resolve, ARRIVAL_MS));
      if (away && !signal.aborted && (await isPageUsed()) && away && !signal.aborted) told.current.onClick();
    };
    const onFocus = ({ isTrusted }: Event): void => {
      if (isTrusted) away = false;
    };
    addEventListener('blur', (event) => void onBlur(event), { signal });
    addEventListener('focus', onFocus, { signal });
    document.addEventListener('pointerdown', outside, { capture: true, signal });
    document.addEventListener('keydown', onKey, { capture: true, signal });
    return () => stop.abort();
  }, [host, isOpen]);
}

/** While a popover is open, hears where the pointer moves: of a dot that went, or moved away under it, no event tells. */
export function usePointer(isOpen: boolean, onMove: () => void): void {
  const told = useRef(onMove);
  told.current = onMove;
  useLayoutEffect(() => {
    if (!isOpen) return;
    const hear = ({ isTrusted }: PointerEvent): void => {
      if (isTrusted) told.current();
    };
    document.addEventListener('pointermove', hear, { capture: true, passive: true });
    return () => document.removeEventListener('pointermove', hear, { capture: true });
  }, [isOpen]);
}

/**
 * Whether the focus is in the page, in whichever of its frames, and a person just did something in it: frames also take
 * the focus by themselves. Of what is done in a frame those around it know. Never rejects.
 */
async function isPageUsed(): Promise<boolean> {
  if (window === window.top) return document.hasFocus() && navigator.userActivation.isActive;
  return await sendMessage('isPageUsed', undefined).catch(() => false);
}

function isScope(root: Node): root is Document | ShadowRoot {
  return root instanceof Document || root instanceof ShadowRoot;
}
