import { sendMessage } from '../messages';
import { isInPrivateWindow } from '../private-window';
import { askEngine } from './remote';

const REMEMBERED = 200;
/** A picture that could not be had is asked for again after this time: the network may be back. */
const AGAIN_MS = 30_000;
const pictures = new Map<string, Promise<ImageBitmap | undefined>>();

/** A product's picture by way of the engine, remembered; undefined where it cannot be had. */
export function loadPicture(imageUrl: string): Promise<ImageBitmap | undefined> {
  const known = pictures.get(imageUrl);
  if (known) return known;
  const oldest = pictures.keys().next().value;
  if (pictures.size >= REMEMBERED && oldest !== undefined) pictures.delete(oldest);
  const picture = fetchPicture(imageUrl);
  pictures.set(imageUrl, picture);
  void picture.then((found) => {
    if (!found) setTimeout(() => pictures.get(imageUrl) === picture && pictures.delete(imageUrl), AGAIN_MS);
  });
  return picture;
}

async function fetchPicture(imageUrl: string): Promise<ImageBitmap | undefined> {
  if (!imageUrl) return undefined;
  try {
    return await createImageBitmap(await askPicture(imageUrl));
  } catch {
    return undefined; // a card without a picture still says everything else
  }
}

/** A product's picture as the engine gives it. Throws what the engine throws. */
export async function askPicture(imageUrl: string): Promise<Blob> {
  const inPrivate = await isInPrivateWindow();
  return await askEngine(() => sendMessage('thumbnail', { imageUrl, inPrivate }));
}
