import type { ImageSource, ShopResult } from './types';

/** Ports of this name, with a listener's own id behind it, connect the side panel with every frame of a tab. */
export const PAGE_LIST = 'page-list:';

/** A picture of a page in which something was found. `name` is what the page calls it, '' where it does not. */
export interface PagePicture {
  readonly id: number;
  readonly name: string;
  readonly source: ImageSource;
  readonly result: ShopResult;
  readonly saved: boolean;
}

/** What a frame says: the pictures that are new or changed, and all that are there, in the page's order. */
export interface PageReport {
  readonly frame: string;
  readonly changed: readonly PagePicture[];
  readonly all: readonly number[];
}

/** What the side panel asks of a frame. */
export type PageRequest = { readonly frame: string; readonly picture: number; readonly what: 'save' | 'show' };

/** A picture of a frame. */
export type ListedPicture = PagePicture & { readonly frame: string };

/** Matches that travel with a garment, and pictures of a page that are listed. */
export const PAGE_LIMITS = { matches: 6, pictures: 60 } as const;

/** The list after a report: pictures of other frames stay, those that the frame does not name any more go. */
export function withReport(listed: readonly ListedPicture[], report: PageReport): readonly ListedPicture[] {
  const { frame, changed, all } = report;
  const known = new Map(listed.filter((one) => one.frame === frame).map((one) => [one.id, one]));
  for (const picture of changed) known.set(picture.id, { ...picture, frame });
  const now = all.slice(0, PAGE_LIMITS.pictures).flatMap((id) => known.get(id) ?? []);
  return [...listed.filter((one) => one.frame !== frame), ...now];
}

/** A report as it came over a port; undefined for anything else. Pages cannot send one, but a broken renderer might. */
export function reportOf(value: unknown): PageReport | undefined {
  const { frame, changed, all } = (value ?? {}) as Partial<PageReport>;
  if (typeof frame !== 'string' || !Array.isArray(changed) || !Array.isArray(all)) return undefined;
  const good = (one: unknown): boolean => {
    const { id, name, source, result } = (one ?? {}) as Partial<PagePicture>;
    return typeof id === 'number' && typeof name === 'string' && !!source && Array.isArray(result?.garments);
  };
  return changed.every(good) ? { frame, changed, all } : undefined;
}
