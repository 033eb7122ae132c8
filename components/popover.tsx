import { useEffect, useRef, useState } from 'preact/hooks';
import { isClose } from '../lib/closeness';
import type { Match, Person, ShopOptions, ShoppedGarment } from '../lib/types';
import { t } from '../lib/words';
import { Card, type LoadPicture } from './card';
import { FilterChips } from './filter-chips';
import { choicesOf, type Filters, filtered, genderInForce, genderMatters } from './filters';
import { follow } from './follow';
import { Icon } from './icon';

type GenderFilter = NonNullable<ShopOptions['genderFilter']>;

/** `anchor` is the dot. `takeFocus` moves the focus inside, as after a click or Enter. `gender` is what was asked for. */
export interface PopoverProps {
  readonly garment: ShoppedGarment;
  readonly wearer?: Person | undefined;
  readonly gender: GenderFilter;
  readonly anchor: Element;
  readonly takeFocus: boolean;
  readonly saved: boolean;
  readonly loadPicture: LoadPicture;
  readonly onGender: (gender: GenderFilter) => void;
  readonly onSave: () => void;
  readonly onLooks: () => void;
  readonly onAddShop: () => void;
  readonly onClose: () => void;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Cards shown before "Show more". */
const SHOWN = 6;

/** The products that resemble one garment. */
export function Popover(props: PopoverProps) {
  const { garment, anchor, takeFocus } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => (box.current ? follow(anchor, box.current) : undefined), [anchor]);
  useEffect(() => {
    if (takeFocus) box.current?.focus();
  }, [takeFocus]);
  const name = t(`category_${garment.category}`);
  return (
    <div
      ref={box}
      class="popover"
      role="dialog"
      tabIndex={-1}
      aria-label={t('similarTo', name)}
      onPointerEnter={props.onStay}
      onPointerLeave={props.onLeave}
      onKeyDown={(event) => event.key === 'Escape' && props.onClose()}
    >
      <header>
        <h2>{name}</h2>
        <button type="button" class="icon-button" aria-label={t('close')} onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </header>
      <Matches {...props} />
      <footer>
        <button type="button" class="button primary" onClick={props.onSave} disabled={props.saved}>
          {t(props.saved ? 'lookSaved' : 'saveLook')}
        </button>
        {props.saved && (
          <button type="button" class="button" onClick={props.onLooks}>
            {t('showLooks')}
          </button>
        )}
      </footer>
    </div>
  );
}

type MatchesProps = Pick<PopoverProps, 'garment' | 'wearer' | 'gender' | 'loadPicture' | 'onGender' | 'onAddShop'>;

function Matches({ garment: { matches }, wearer, gender, loadPicture, onGender, onAddShop }: MatchesProps) {
  const [filters, setFilters] = useState<Filters>({});
  const [anyway, setAnyway] = useState(false);
  // Once a person has chosen for whom, the way back stays.
  const [corrected, setCorrected] = useState(false);
  const inForce = genderInForce(gender, wearer);
  const close = isClose(matches);
  const chips = (
    <FilterChips
      choices={choicesOf(matches)}
      filters={filters}
      gender={corrected || genderMatters(matches, inForce) ? inForce : undefined}
      onFilters={setFilters}
      onGender={(one) => {
        setCorrected(true);
        onGender(one);
      }}
    />
  );
  if (matches.length === 0) {
    return (
      <>
        {chips}
        <p>{t('nothingInShops')}</p>
        <button type="button" class="button more" onClick={onAddShop}>
          {t('addShop')}
        </button>
      </>
    );
  }
  if (!close && !anyway) {
    return (
      <>
        <p>{t('nothingClose')}</p>
        <button type="button" class="button more nearest" onClick={() => setAnyway(true)}>
          {t('showNearest')}
        </button>
      </>
    );
  }
  return (
    <>
      {!close && <p>{t('nothingClose')}</p>}
      {chips}
      <Cards matches={filtered(matches, filters)} dimmed={!close} loadPicture={loadPicture} />
    </>
  );
}

function Cards({
  matches,
  dimmed,
  loadPicture,
}: {
  matches: readonly Match[];
  dimmed: boolean;
  loadPicture: LoadPicture;
}) {
  const [all, setAll] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const showAll = (): void => {
    setAll(true);
    // The button goes away: the focus moves on to the first card it brought.
    requestAnimationFrame(() => list.current?.querySelectorAll('a')[SHOWN]?.focus());
  };
  if (matches.length === 0) return <p>{t('nothingPasses')}</p>;
  return (
    <>
      <ul class={dimmed ? 'cards dimmed' : 'cards'} ref={list}>
        {matches.slice(0, all ? undefined : SHOWN).map((match) => (
          <li key={match.product.id}>
            <Card match={match} loadPicture={loadPicture} />
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
