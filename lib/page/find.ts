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
