/** Smaller pictures are icons, avatars or decoration: CSS pixels. */
const LEAST_SIDE = 160;

/** Whether a rendered picture is worth shopping: large enough, loaded, and its page or author did not opt out. */
export function isShopworthy(image: HTMLImageElement): boolean {
  const { width, height } = image.getBoundingClientRect();
  if (!image.complete || image.naturalWidth === 0 || Math.min(width, height) < LEAST_SIDE) return false;
  return !image.hasAttribute('nopin') && image.dataset.pinNopin === undefined;
}

/** Whether the whole page asked to be left alone. */
export function pageOptedOut(root: Document): boolean {
  return root.querySelector('meta[name="pinterest" i][content="nopin" i]') !== null;
}

/** Where the picture's pixels lie inside its element, CSS pixels of the viewport; follows `object-fit`, centred. */
export function contentBox(image: HTMLImageElement): DOMRect {
  const box = image.getBoundingClientRect();
  const fit = getComputedStyle(image).objectFit;
  if (fit !== 'cover' && fit !== 'contain') return box;
  const [x, y] = [box.width / image.naturalWidth, box.height / image.naturalHeight];
  const scale = fit === 'cover' ? Math.max(x, y) : Math.min(x, y);
  const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
  return new DOMRect(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
}

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
