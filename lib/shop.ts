/** Words about shops that the user added by address. */

/** Where a shop's products come from. Kind and address are for the adapter that reads it. */
export interface ShopSpec {
  readonly kind: string;
  readonly address: string;
  readonly currency?: string | undefined;
}

/** The kind of a shop whose products were added page by page: nothing of it is read again by itself. */
export const PAGE_KIND = 'page';

/** Which part of its work a shop is at; `resting` has nothing to do. */
export type ShopStage = 'listing' | 'pictures' | 'index' | 'resting';

/** What a run did so far. `found` counts everything the source yielded. */
export interface Tally {
  readonly found: number;
  readonly fresh: number;
  readonly changed: number;
  readonly cheaper: number;
  readonly same: number;
  readonly gone: number;
  readonly refused: number;
}

/** A product that was left out, or went in (`kept`) although its picture shows another kind of thing than its words say. */
export interface ReportLine {
  readonly where: string;
  readonly productId: string;
  /** In English, see `refusals.ts`. */
  readonly reason: string;
  readonly kept?: boolean;
}

/** A shop as the options page shows it. */
export interface ShopSummary {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly kind: string;
  /** Products in the catalogue. */
  readonly products: number;
  readonly stage: ShopStage;
  readonly paused: boolean;
  /** Of the run at hand or the last one. */
  readonly tally: Tally;
  /** Products that need their picture in this run, and how many of them are done. */
  readonly total: number;
  readonly done: number;
  readonly rejected: number;
  /** Products whose picture shows another kind of thing than their words say. */
  readonly doubtful: number;
  /** Whether some went in without a price, for nothing says its currency: the list of what was left out names them. */
  readonly unpriced: boolean;
  /** Products a second and seconds left, while pictures come in. */
  readonly rate?: number;
  readonly left?: number;
  /** When the last run ended well, milliseconds since the epoch; 0 before. */
  readonly refreshedAt: number;
  /** Why the last run ended badly. */
  readonly error?: string;
}
