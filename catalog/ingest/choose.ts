import type { Listed, Validators } from '../../lib/store/ingest-store';
import type { Detection, PixelImage } from '../../lib/types';
import type { PictureBytes, ReadPicture } from '../fetch/picture';
import { isPassing } from '../source';
import { isNamedDetail, rankPictures, showsWell } from '../understand/picture-choice';
import type { LookParts } from './look';

/** Most pictures of one product that are tried, and that are looked at. */
const [TRIES, LOOKS] = [3, 3];

/** The models failed, which is no picture's fault; `cause` is what they threw. */
export class ModelFailure extends Error {}

/** A picture on its way; it never rejects. `picture` is undefined where it is still the known one. */
export type Fetched = Promise<{ address: string; picture: PictureBytes | undefined } | { error: unknown }>;

/** A product's picture that was looked at. */
export interface Chosen {
  readonly address: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly image: PixelImage;
  readonly detections: readonly Detection[];
  readonly validators: Validators;
}

/** The pictures in the order in which they are asked for: the known one, the shop's own order, details last. */
function inOrder({ pictures, known }: Listed): string[] {
  const rank = (address: string) => (address === known?.address ? 0 : isNamedDetail(address) ? 2 : 1);
  return [...pictures].sort((a, b) => rank(a) - rank(b));
}

/** Starts reading a product's first picture that answers. */
export async function fetchFirst(listed: Listed, read: ReadPicture, signal?: AbortSignal) {
  const { known, pictures } = listed;
  const knownAddress = known?.address ?? pictures[0];
  let failure: unknown;
  for (const address of inOrder(listed).slice(0, TRIES)) {
    try {
      return { address, picture: await read(address, signal, address === knownAddress ? known : undefined) };
    } catch (error) {
      if (signal?.aborted) break;
      // One that may come later is worth more than one that is gone.
      if (failure === undefined || (isPassing(error) && !isPassing(failure))) failure = error;
    }
  }
  return { error: failure };
}

async function look(address: string, picture: PictureBytes, { eyes }: LookParts): Promise<Chosen> {
  const { bytes, ...said } = picture;
  const image = await eyes.decode(bytes);
  const detections = await eyes.detect?.(image).catch((cause: unknown) => {
    throw new ModelFailure('The models failed', { cause });
  });
  return { address, bytes, image, detections: detections ?? [], validators: { ...said, address } };
}

/**
 * The picture that shows a product best, of at most three: product only before worn, whole before detail. Further ones
 * are read only where the first leaves something to wish. Undefined where the picture is still the known one.
 * @throws whatever kept the first from being read, rather what may pass; `ModelFailure`.
 */
export async function choosePicture(listed: Listed, first: Fetched, parts: LookParts): Promise<Chosen | undefined> {
  const got = await first;
  if ('error' in got) throw got.error;
  if (!got.picture) return undefined;
  const { category } = listed.row;
  let best = await look(got.address, got.picture, parts);
  const further = parts.eyes.detect ? inOrder(listed).filter((address) => address !== got.address) : [];
  for (const address of further.slice(0, LOOKS - 1)) {
    if (showsWell(best, category)) break;
    parts.signal?.throwIfAborted();
    try {
      const picture = await parts.ways.read(address, parts.signal);
      const next = picture && (await look(address, picture, parts));
      // The earlier one where they are alike.
      if (next && rankPictures([best, next], category)[0]?.index === 1) best = next;
    } catch {
      // The product has a picture already.
    }
  }
  return best;
}
