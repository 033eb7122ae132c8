import { titleOf } from '../lib/garment-title';
import type { Marks } from '../lib/look-changes';
import type { GenderChoice } from '../lib/similar';
import type { ShoppedGarment } from '../lib/types';
import './looks.css';
import { MatchList, type MatchListProps, type MatchTasks } from './match-list';

/**
 * The garments of a picture, each under `#<prefix>-<place>`. `genders` say for whom matches were asked for, `marks` what
 * changed since the last comparison; with `onChoose` one product a garment can be chosen.
 */
export interface GarmentsProps extends MatchTasks {
  readonly garments: readonly ShoppedGarment[];
  readonly prefix: string;
  readonly genders: readonly GenderChoice[];
  readonly marks?: Marks | undefined;
  readonly chosen?: readonly (string | null)[] | undefined;
  readonly onChoose?: (at: number, productId: string | null) => void;
}

/** See {@link GarmentsProps}. */
export function Garments({ garments, prefix, genders, marks = [], chosen = [], onChoose, ...tasks }: GarmentsProps) {
  return garments.map((garment, at) => (
    <Garment
      key={at}
      id={`${prefix}-${at}`}
      title={titleOf(garments, at)}
      matches={garment.matches}
      gender={genders[at]}
      marks={marks[at]}
      chosen={chosen[at] ?? null}
      onChoose={onChoose && ((productId) => onChoose(at, productId))}
      {...tasks}
    />
  ));
}

function Garment({ id, ...list }: MatchListProps & { readonly id: string }) {
  return (
    <section id={id} class="garment" aria-label={list.title}>
      <h2>{list.title}</h2>
      <MatchList {...list} />
    </section>
  );
}
