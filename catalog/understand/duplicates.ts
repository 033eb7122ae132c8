import { isSamePicture, type PictureHash } from './same-picture';

/** What tells whether a product came before. */
export interface Sighting {
  readonly source: string;
  readonly productId: string;
  readonly url: string;
  readonly picture?: PictureHash | undefined;
}

/** Remembers products. */
export interface Duplicates {
  /** Remembers a product and says nothing, or says why it is a repetition and remembers nothing. */
  reasonToRefuse(product: Sighting): string | undefined;
}

/** Pictures compared with a new one, the latest: where thousands of blank ones agree, one of them says enough. */
const MOST_ALIKE = 256;
const TRACKING = /^(utm_.*|gclid|fbclid|msclkid|awc|ref|source|campaign|_pos|_sid|_ss|pr_.*)$/i;

/** An address without what shops add to count clicks, so that one page has one address. */
export function pageAddress(url: string): string {
  if (!URL.canParse(url)) return url;
  const page = new URL(url);
  page.hash = '';
  for (const name of [...page.searchParams.keys()]) if (TRACKING.test(name)) page.searchParams.delete(name);
  page.searchParams.sort();
  return page.href;
}

/**
 * Finds products that came before: the same (source, id); the same page of a source; the same picture of a source.
 * Colours of one product share a page, so a page counts only together with the picture where both have one.
 */
export function createDuplicates(): Duplicates {
  const ids = new Set<string>();
  const pages = new Map<string, (PictureHash | undefined)[]>();
  // Hashes that differ in at most three bits agree in one of four words.
  const words: readonly Map<string, PictureHash[]>[] = [new Map(), new Map(), new Map(), new Map()];
  const hasPicture = (source: string, picture: PictureHash) =>
    words.some((map, i) => map.get(`${source} ${picture.bits[i]}`)?.some((one) => isSamePicture(one, picture)));
  const remember = ({ source, productId, picture }: Sighting, page: string) => {
    ids.add(`${source}/${productId}`);
    const there = pages.get(page);
    if (there) there.push(picture);
    else pages.set(page, [picture]);
    for (const [i, map] of words.entries()) {
      if (!picture) break;
      const key = `${source} ${picture.bits[i]}`;
      const same = map.get(key);
      if (same && same.length >= MOST_ALIKE) same.shift();
      if (same) same.push(picture);
      else map.set(key, [picture]);
    }
  };
  return {
    reasonToRefuse: (product) => {
      const { source, productId, picture } = product;
      if (ids.has(`${source}/${productId}`)) return 'repeated product_id';
      const page = `${source} ${pageAddress(product.url)}`;
      const there = pages.get(page);
      if (there && (!picture || there.some((one) => !one))) return 'the page of another product';
      if (picture && hasPicture(source, picture)) return 'the picture of another product';
      remember(product, page);
      return undefined;
    },
  };
}
