import type { Engine, Person, ProductSearch, SearchFilter, ShopOptions, ShoppedGarment, ShopResult } from '../types';
import type { Models } from '../vision/models';
import type { Picture } from '../vision/pixels';
import { type Analysis, analyse, type OnStage, stopIfAborted, timed } from './analyse';
import { searchToBuy } from './to-buy';

/** Matches of a garment when the request names no number. */
export const TOP = 10;

/** What an engine is built from. */
export interface EngineParts {
  readonly models: Models;
  readonly search: ProductSearch;
  readonly onStage?: OnStage | undefined;
}

/** The engine over decoded pictures: the whole straight line without fetching, queue or cache. */
export function createEngine({ models, search, onStage }: EngineParts): Engine<Picture> {
  return {
    async shop(picture, options = {}) {
      stopIfAborted(options.signal);
      const analysis = await analyse(picture, models, options, onStage);
      stopIfAborted(options.signal);
      return await timed('search', onStage, () => findMatches(analysis, search, options));
    },
  };
}

/** Asks the catalogue for every garment of an analysis. */
export async function findMatches(
  analysis: Analysis,
  search: ProductSearch,
  { top = TOP, genderFilter = 'automatic' }: ShopOptions,
): Promise<ShopResult> {
  const garments = await Promise.all(
    analysis.garments.map(async ({ embedding, ...garment }): Promise<ShoppedGarment> => {
      const wearer = garment.person === null ? undefined : analysis.persons[garment.person];
      const filter = filterFor(wearer, genderFilter);
      const matches = embedding && top > 0 ? await searchToBuy(search, garment.category, embedding, top, filter) : [];
      return { ...garment, matches };
    }),
  );
  return { ...analysis, garments };
}

/** Automatic follows the wearer and, when unsure or without one, leaves nothing out. */
export function filterFor(wearer: Person | undefined, wish: NonNullable<ShopOptions['genderFilter']>): SearchFilter {
  if (wish === 'off') return {};
  if (wish !== 'automatic') return { gender: wish };
  return wearer && wearer.gender !== 'unsure' ? { gender: wearer.gender } : {};
}
