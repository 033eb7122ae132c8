import type { ShopStage } from './db';
import type { Tally } from './ingest-store';

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
  /** Products a second and seconds left, while pictures come in. */
  readonly rate?: number;
  readonly left?: number;
  /** When the last run ended well, milliseconds since the epoch; 0 before. */
  readonly refreshedAt: number;
  /** Why the last run ended badly. */
  readonly error?: string;
}
