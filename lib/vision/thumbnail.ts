import { fetchPicture } from './fetch-picture';

const LONGEST_SIDE = 320;

/** A product's picture, at most 320 px a side, as WebP. Throws what fetching and decoding throw. */
export async function fetchThumbnail(imageUrl: string): Promise<Blob> {
  const blob = imageUrl.startsWith('/') ? await (await fetch(imageUrl)).blob() : await fetchPicture(imageUrl);
  const full = await createImageBitmap(blob);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(full.width, full.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(full.width * scale)),
    Math.max(1, Math.round(full.height * scale)),
  );
  canvas.getContext('2d')?.drawImage(full, 0, 0, canvas.width, canvas.height);
  full.close();
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
}
