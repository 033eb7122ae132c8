import { sendMessage } from '../messages';
import { MOST_GARMENTS } from '../most-garments';
import type { GarmentWish } from '../similar';
import type { ImageSource, Match } from '../types';
import { askEngine } from './remote';

/** Matches of garments of a picture, one list for each, however many they are. Throws as messages do. */
export async function matchGarments(
  source: ImageSource,
  wishes: readonly GarmentWish[],
  top: number,
): Promise<readonly (readonly Match[])[]> {
  const found: (readonly Match[])[] = [];
  for (let at = 0; at < wishes.length; at += MOST_GARMENTS) {
    const garments = wishes.slice(at, at + MOST_GARMENTS);
    const answer = await askEngine(() => sendMessage('matchGarments', { source, garments, top }));
    found.push(...garments.map((_, i) => answer[i] ?? []));
  }
  return found;
}
