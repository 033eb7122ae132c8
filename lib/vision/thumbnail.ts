import { fetchPicture, readPackaged } from './fetch-picture';
import { shrinkPicture } from './pixels';

const LONGEST_SIDE = 320;

/** A product's picture, at most 320 px a side, as WebP. Throws what fetching and decoding throw. */
export async function fetchThumbnail(imageUrl: string, inPrivate = false): Promise<Blob> {
  const blob = imageUrl.startsWith('/catalog/')
    ? await readPackaged(imageUrl)
    : await fetchPicture(imageUrl, undefined, { why: 'card', inPrivate });
  return await shrinkPicture(blob, LONGEST_SIDE);
}
