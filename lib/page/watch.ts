import { isShopworthy } from './find';

/** Calls `onPicture` once for every shopworthy picture that comes into view, also later ones, until the signal fires. */
export function watchPictures(onPicture: (image: HTMLImageElement) => void, signal: AbortSignal): void {
  const told = new Set<string>();
  const offer = (image: HTMLImageElement): void => {
    const address = image.currentSrc || image.src;
    if (!isShopworthy(image) || told.has(address)) return;
    told.add(address);
    onPicture(image);
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting && target instanceof HTMLImageElement) offer(target);
    }
  });
  const look = (root: ParentNode): void => {
    for (const image of root.querySelectorAll('img')) sight.observe(image);
  };
  const changes = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (node instanceof HTMLImageElement) sight.observe(node);
        else if (node instanceof Element) look(node);
      }
    }
  });
  look(document);
  changes.observe(document.documentElement, { childList: true, subtree: true });
  // Observing anew makes the observer speak again: the picture may have arrived after its place came into view.
  const onLoad = ({ target }: Event): void => {
    if (!(target instanceof HTMLImageElement)) return;
    sight.unobserve(target);
    sight.observe(target);
  };
  document.addEventListener('load', onLoad, { capture: true, signal });
  signal.addEventListener('abort', () => {
    sight.disconnect();
    changes.disconnect();
  });
}
