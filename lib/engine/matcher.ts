import { garmentsRequest, likeRequest } from '../similar';
import { placeOf } from '../store/place';
import type { StoredVector } from '../store/stored-vector';
import type { ImageSource, Match, ProductSearch } from '../types';
import type { Models } from '../vision/models';
import { readPicture } from '../vision/pixels';
import { readSource } from './browser-engine';
import { filterFor } from './engine';
import type { Queue } from './queue';
import { searchToBuy } from './to-buy';
import { createTurns } from './turn';

/** What a matcher is built from; `vectorOf` knows the stored vectors of products. */
export interface MatcherParts {
  readonly models: Models;
  readonly search: ProductSearch;
  readonly queue: Queue;
  readonly vectorOf: (productId: string) => Promise<StoredVector | undefined>;
}

/** Answers what a person asks beyond a picture's own answer. Both check the request and throw when it is malformed. */
export interface Matcher {
  /** Matches of each garment of a `GarmentsRequest`, in order: the crops are embedded anew as the kinds it names. */
  matchGarments(request: unknown, inPrivate?: boolean): Promise<readonly (readonly Match[])[]>;
  /** Matches of a `LikeRequest`, without the product itself; none where it left the catalogue. */
  likeProduct(request: unknown): Promise<readonly Match[]>;
}

/** Creates a matcher; pictures take turns with all others in `queue`. */
export function createMatcher({ models, search, queue, vectorOf }: MatcherParts): Matcher {
  // Nobody waits to hear of these turns; what the models fail over is marked nevertheless.
  const inTurn = createTurns<ImageSource>(() => undefined);
  return {
    async matchGarments(request, inPrivate = false) {
      const { source, garments, top } = garmentsRequest(request);
      const blob = await readSource(source, undefined, { inPrivate });
      const embeddings = await queue.add(() =>
        inTurn(source, async () => models.embed((await readPicture(blob)).pixels, garments)),
      );
      const asked = garments.map(async ({ category, gender, only }, at) => {
        const embedding = embeddings[at];
        const filter = { ...filterFor(undefined, gender), ...only };
        return embedding ? await searchToBuy(search, category, embedding, top, filter) : [];
      });
      return await Promise.all(asked);
    },
    async likeProduct(request) {
      const { productId, gender, top } = likeRequest(request);
      const stored = await vectorOf(productId);
      if (!stored) return [];
      const found = await searchToBuy(search, stored.category, stored.embedding, top + 1, filterFor(undefined, gender));
      // Another source of the shop may have it under another id.
      return found.filter(({ product }) => placeOf(product) !== stored.place).slice(0, top);
    },
  };
}
