import { findPictures, isShopworthy, pageForbids, pictureAddress } from './find';

/** What a watcher tells. */
export interface PictureListener {
  /** A picture came into view: do the work; the signal aborts when it leaves, changes or is removed. */
  shop(element: Element, signal: AbortSignal): Promise<void>;
  /** A picture was removed or shows something else now. */
  forget(element: Element): void;
}

const IN_FLIGHT = 2;
const SCAN_DELAY_MS = 150;

interface Seen {
  address: string | undefined;
  visible: boolean;
  state: 'new' | 'working' | 'done';
  abort?: AbortController;
}

/** Watches the page until `signal` aborts; at most two pictures are worked on, nearest to the viewport's centre first. */
export function watchPictures(listener: PictureListener, signal: AbortSignal): void {
  if (pageForbids()) return;
  const seen = new Map<Element, Seen>();
  let working = 0;

  const start = (element: Element, entry: Seen): void => {
    entry.state = 'working';
    entry.abort = new AbortController();
    working += 1;
    listener
      .shop(element, AbortSignal.any([signal, entry.abort.signal]))
      .catch(() => {})
      .finally(() => {
        working -= 1;
        if (entry.state === 'working') entry.state = entry.abort?.signal.aborted ? 'new' : 'done';
        pump();
      });
  };
  const pump = (): void => {
    if (signal.aborted || document.hidden) return;
    const waiting = [...seen].filter(
      ([element, entry]) => entry.state === 'new' && entry.visible && isShopworthy(element),
    );
    waiting.sort(([a], [b]) => distance(a) - distance(b));
    for (const [element, entry] of waiting.slice(0, Math.max(0, IN_FLIGHT - working))) {
      entry.address = pictureAddress(element);
      if (entry.address || element instanceof HTMLCanvasElement) start(element, entry);
    }
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const entry = seen.get(target);
      if (!entry) continue;
      entry.visible = isIntersecting;
      if (!isIntersecting && entry.state === 'working') entry.abort?.abort();
    }
    pump();
  });
  const drop = (element: Element, entry: Seen): void => {
    entry.abort?.abort();
    sight.unobserve(element);
    seen.delete(element);
    listener.forget(element);
  };
  const scan = (): void => {
    for (const [element, entry] of seen) {
      const changed = entry.state !== 'new' && entry.address !== pictureAddress(element);
      if (!element.isConnected || changed) drop(element, entry);
    }
    for (const element of findPictures(document)) {
      if (seen.has(element)) continue;
      seen.set(element, { address: undefined, visible: false, state: 'new' });
      sight.observe(element);
    }
    pump();
  };
  const later = delayed(scan, signal);
  const changes = new MutationObserver(later);
  changes.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['src', 'srcset', 'poster', 'style', 'href'],
  });
  // `load` does not bubble, but can be caught on its way down.
  document.addEventListener('load', later, { capture: true, signal });
  document.addEventListener('visibilitychange', pump, { signal });
  signal.addEventListener('abort', () => {
    changes.disconnect();
    sight.disconnect();
  });
  scan();
}

function delayed(work: () => void, signal: AbortSignal): () => void {
  let waiting = false;
  return () => {
    if (waiting || signal.aborted) return;
    waiting = true;
    setTimeout(() => {
      requestIdleCallback(
        () => {
          waiting = false;
          if (!signal.aborted) work();
        },
        { timeout: 500 },
      );
    }, SCAN_DELAY_MS);
  };
}

function distance(element: Element): number {
  const box = element.getBoundingClientRect();
  return Math.abs(box.top + box.height / 2 - innerHeight / 2) + Math.abs(box.left + box.width / 2 - innerWidth / 2);
}
