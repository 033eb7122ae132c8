import { addressesOf, shownBy } from './shows';

/** What an element showed when it was asked about: the address of its picture, and what else that is known as. */
export interface Glimpse {
  readonly address: string | undefined;
  readonly known: ReadonlySet<string>;
}

/** What an element shows now, to be remembered. */
export function glimpseOf(element: Element): Glimpse {
  return { address: shownBy(element)?.address, known: addressesOf(element) };
}

/**
 * Whether an element still shows that picture: another candidate of it does, as the browser chooses by the window's
 * size, and so does an image whose next picture is loading, for it is drawn until then. Where no address was known
 * nobody can tell.
 */
export function showsStill(element: Element, { address, known }: Glimpse): boolean {
  if (address === undefined) return true;
  const now = shownBy(element)?.address;
  if (now === undefined) return element instanceof HTMLImageElement && !element.complete;
  return now === address || known.has(now);
}
