import { request } from '../request';
import { addressesOf, shownBy } from './shows';
import { waysTo } from './source';

const PATIENCE_MS = 15_000;
const MOST_BYTES = 20_000_000;

/** Structured data may name a picture in another size than the page shows. */
const sameFile = (a: string, b: string): boolean => {
  const [one, other] = [a, b].map((address) => (URL.canParse(address) ? new URL(address) : undefined));
  return one !== undefined && one.host === other?.host && one.pathname === other.pathname;
};

async function fetched(address: string, signal: AbortSignal): Promise<Blob | undefined> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const wish = { credentials: 'omit', cache: 'force-cache', signal: late } as const;
  const answer = await request(address, 'product', wish).catch(() => null);
  const picture = answer?.ok ? await answer.blob().catch(() => null) : null;
  return picture && picture.size <= MOST_BYTES ? picture : undefined;
}

/** What the page shows of it: where no address may be read, its place in the visible tab. */
async function seen(address: string): Promise<Blob | undefined> {
  const element = [...document.images].find((one) => [...addressesOf(one)].some((known) => sameFile(known, address)));
  const shows = element && shownBy(element);
  if (!element || !shows) return undefined;
  element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  for (const way of waysTo(element, shows)) {
    const found = await way().catch(() => undefined);
    if (found?.source.kind === 'blob') return found.source.blob;
  }
  return undefined;
}

/**
 * A product's picture as the page itself may read it: by its address, else, with `capture`, as it stands in the visible
 * tab. Undefined where there is no way. Never rejects.
 */
export async function pagePicture(address: string, capture: boolean, signal: AbortSignal): Promise<Blob | undefined> {
  const whole = await fetched(address, signal);
  return whole ?? (capture ? await seen(address).catch(() => undefined) : undefined);
}
