import type { GenderChoice } from './similar';
import type { ImageSource, ShopResult } from './types';

/** A port of this name, with a side panel's own id behind it, calls every frame of a tab: those with an overlay answer by `pageListens`. */
export const PAGE_CALL = 'page-call:';

/**
 * A port of this name, with the same id behind it, joins the side panel and one frame. Frames that share one do not hear
 * when another of them has closed it.
 */
export const PAGE_LIST = 'page-list:';

/**
 * A picture of a page in which something was found. `name` is what the page calls it, '' where it does not; `genders` say
 * for whom the matches of each garment are.
 */
export interface PagePicture {
  readonly id: number;
  readonly name: string;
  readonly source: ImageSource;
  readonly result: ShopResult;
  readonly genders: readonly GenderChoice[];
  readonly saved: boolean;
}

/** What a frame says: the pictures that are new or changed, and all that are there, in the page's order. */
export interface PageReport {
  readonly changed: readonly PagePicture[];
  readonly all: readonly number[];
}

/** What the side panel asks of a frame. */
export type PageRequest = { readonly picture: number; readonly what: 'save' | 'show' };

/** A picture of a frame, which is named by the id of its document. */
export type ListedPicture = PagePicture & { readonly frame: string };

/** Matches that travel with a garment, pictures of a frame that are listed, and frames of a page. */
export const PAGE_LIMITS = { matches: 6, pictures: 60, frames: 50 } as const;

/** What a frame says that is gone. */
export const NOTHING_LEFT: PageReport = { changed: [], all: [] };

/** The list after a frame's report: pictures of other frames stay where they are, those that it does not name any more go. */
export function withReport(
  listed: readonly ListedPicture[],
  frame: string,
  { changed, all }: PageReport,
): readonly ListedPicture[] {
  const known = new Map(listed.filter((one) => one.frame === frame).map((one) => [one.id, one]));
  for (const picture of changed) known.set(picture.id, { ...picture, frame });
  const now = all.slice(0, PAGE_LIMITS.pictures).flatMap((id) => known.get(id) ?? []);
  const others = listed.filter((one) => one.frame !== frame);
  const first = listed.findIndex((one) => one.frame === frame);
  return others.toSpliced(first < 0 ? others.length : first, 0, ...now);
}

/** A report as it came over a port; undefined for anything else. Pages cannot send one, but a broken renderer might. */
export function reportOf(value: unknown): PageReport | undefined {
  const { changed, all } = (value ?? {}) as Partial<PageReport>;
  if (!Array.isArray(changed) || !Array.isArray(all)) return undefined;
  const good = (one: unknown): boolean => {
    const { id, name, source, result, genders } = (one ?? {}) as Partial<PagePicture>;
    const isWhole = Array.isArray(result?.garments) && Array.isArray(genders);
    return typeof id === 'number' && typeof name === 'string' && !!source && isWhole;
  };
  return changed.every(good) ? { changed, all } : undefined;
}
