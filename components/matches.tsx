import { useRef, useState } from 'preact/hooks';
import { isClose } from '../lib/closeness';
import type { GenderChoice } from '../lib/similar';
import type { Match, Product, ShoppedGarment } from '../lib/types';
import { t } from '../lib/words';
import { Card, type LoadPicture } from './card';
import { FilterChips } from './filter-chips';
import { choicesOf, type Filters, genderMatters, stillOffered } from './filters';
import { type Narrow, useNarrowed } from './narrow';
import { NoMatches, type NoMatchesProps } from './no-matches';

/** The matches of a garment and what may be asked about them; `busy` while they are asked for anew. */
export interface MatchesProps extends NoMatchesProps {
  readonly garment: ShoppedGarment;
  readonly gender: GenderChoice;
  readonly busy: boolean;
  readonly loadPicture: LoadPicture;
  readonly onGender: (gender: GenderChoice) => void;
  readonly onMore: (product: Product) => void;
  readonly onNarrow: Narrow;
}

const NO_CHOICES = { shops: [], brands: [], bands: [], stock: false } as const;

/** Filters and cards; where nothing is close, the nearest behind one click. */
export function Matches({
  garment: { matches },
  gender,
  busy,
  loadPicture,
  onGender,
  onMore,
  onNarrow,
  hasShops,
  onAddShop,
}: MatchesProps) {
  const [wanted, setFilters] = useState<Filters>({});
  const [anyway, setAnyway] = useState(false);
  // Once a person has chosen for whom, the way back stays.
  const [chosen, setChosen] = useState(false);
  const close = isClose(matches);
  const shown = close || anyway;
  const choices = choicesOf(matches);
  const filters = stillOffered(wanted, choices);
  const narrowed = useNarrowed(matches, filters, onNarrow);
  const showNearest = ({ currentTarget }: MouseEvent): void => {
    const around = currentTarget instanceof Element ? currentTarget.parentElement : null;
    setAnyway(true);
    // The button goes away: the focus moves on to the first card it brought.
    requestAnimationFrame(() => around?.querySelector<HTMLElement>('.cards a')?.focus({ preventScroll: true }));
  };
  const chips = (
    <FilterChips
      choices={shown ? choices : NO_CHOICES}
      filters={filters}
      left={narrowed.left}
      gender={chosen || genderMatters(matches, gender) ? gender : undefined}
      onFilters={setFilters}
      onGender={(one) => {
        setChosen(true);
        // Another answer has other shops and prices: a filter of the one before could leave nothing and be gone itself.
        setFilters({});
        onGender(one);
      }}
    />
  );
  if (matches.length === 0) {
    return (
      <>
        {chips}
        <NoMatches hasShops={hasShops} onAddShop={onAddShop} gender={gender} />
      </>
    );
  }
  // What is cheap or of one shop may be far from what is worn, also where the first matches are not.
  const dimmed = !(shown && narrowed.matches.length > 0 ? isClose(narrowed.matches) : close);
  return (
    <>
      {chips}
      {dimmed && <p>{t('nothingClose')}</p>}
      {shown ? (
        <Cards matches={narrowed.matches} busy={busy || narrowed.waiting} {...{ dimmed, loadPicture, onMore }} />
      ) : (
        <button type="button" class="button more nearest" onClick={showNearest}>
          {t('showNearest')}
        </button>
      )}
    </>
  );
}

/** Cards shown before "Show more". */
const SHOWN = 6;

/** A list of cards, dimmed where they are not close. */
export interface CardsProps extends Pick<MatchesProps, 'busy' | 'loadPicture' | 'onMore'> {
  readonly matches: readonly Match[];
  readonly dimmed: boolean;
}

/** See {@link CardsProps}. */
export function Cards({ matches, dimmed, busy, loadPicture, onMore }: CardsProps) {
  const [all, setAll] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const showAll = (): void => {
    setAll(true);
    // The button goes away: the focus moves on to the first card it brought.
    requestAnimationFrame(() => list.current?.querySelectorAll('a')[SHOWN]?.focus());
  };
  if (matches.length === 0) return <p>{t('nothingPasses')}</p>;
  const look = [dimmed && 'dimmed', busy && 'busy'].filter(Boolean).join(' ');
  return (
    <>
      <ul class={`cards ${look}`} ref={list}>
        {matches.slice(0, all ? undefined : SHOWN).map((match) => (
          <li key={match.product.id}>
            <Card match={match} loadPicture={loadPicture} onMore={onMore} />
          </li>
        ))}
      </ul>
      {!all && matches.length > SHOWN && (
        <button type="button" class="button quiet more" onClick={showAll}>
          {t('showMore')}
        </button>
      )}
    </>
  );
}
