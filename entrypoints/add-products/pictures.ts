import { pagePicture } from '../../lib/page/page-pictures';

/** A message may be 64 MiB. */
const MOST_BYTES = 48_000_000;
const AT_ONCE = 4;
/** Of a single product the visible tab may be captured: each takes half a second. */
const MOST_CAPTURED = 3;

/** A picture and the address it has for the shop. */
export interface HandedPicture {
  readonly address: string;
  readonly picture: Blob;
}

/** The pictures that the page may read, a few at once; the engine asks for the others itself. */
export async function picturesOf(addresses: readonly string[], signal: AbortSignal): Promise<HandedPicture[]> {
  const found: HandedPicture[] = [];
  const line = [...addresses];
  let bytes = 0;
  const capture = addresses.length <= MOST_CAPTURED;
  const work = async (): Promise<void> => {
    for (let address = line.shift(); address !== undefined && !signal.aborted; address = line.shift()) {
      const picture = await pagePicture(address, capture, signal);
      if (!picture || bytes + picture.size > MOST_BYTES) continue;
      bytes += picture.size;
      found.push({ address, picture });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}
