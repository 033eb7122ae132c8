import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { roundPriceText } from '../lib/price';
import type { GenderChoice } from '../lib/similar';
import { plural, t } from '../lib/words';
import type { Choices, Filters, PriceBand } from './filters';

/** `gender` is undefined where it would change nothing; `left` is how many products pass, where filters are set. */
export interface FilterChipsProps {
  readonly choices: Choices;
  readonly filters: Filters;
  readonly left: number | undefined;
  readonly gender: GenderChoice | undefined;
  readonly onFilters: (filters: Filters) => void;
  readonly onGender: (gender: GenderChoice) => void;
}

/** So many chips lie above the products; shops and brands beyond them are brought by one more. */
const FEW = 6;

/** Only the filters that would change what is shown; none at all where none would. */
export function FilterChips({
  choices: { shops, brands, bands, stock },
  filters,
  left,
  gender,
  onFilters,
  onGender,
}: FilterChipsProps) {
  const [all, setAll] = useState(false);
  const box = useRef<HTMLFieldSetElement>(null);
  const before = useRef<ReadonlySet<Element>>(new Set());
  // The button goes away: the focus moves on to the first chip it brought, before anything else is pressed.
  useLayoutEffect(() => {
    if (all) [...(box.current?.querySelectorAll('button') ?? [])].find((one) => !before.current.has(one))?.focus();
  }, [all]);
  const count = (gender ? 3 : 0) + bands.length + shops.length + brands.length + (stock ? 1 : 0);
  if (count === 0) return null;
  const isWhole = all || count <= FEW;
  const { band, shop, brand, inStock = false } = filters;
  const showAll = (): void => {
    before.current = new Set(box.current?.querySelectorAll('button'));
    setAll(true);
  };
  const toggle = (change: Filters): void => onFilters({ ...filters, ...change });
  return (
    <fieldset class="chips" ref={box} aria-label={t('filter')}>
      {gender &&
        (['women', 'men', 'off'] as const).map((one) => (
          <Chip key={one} on={gender === one} word={t(`gender_${one}`)} onClick={() => onGender(one)} />
        ))}
      {bands.map((one, at) => {
        const { band: _band, ...others } = filters;
        const next = band === at ? others : { ...filters, band: at };
        return <Chip key={at} on={band === at} word={bandText(one)} onClick={() => onFilters(next)} />;
      })}
      {stock && <Chip on={inStock} word={t('inStock')} onClick={() => toggle({ inStock: !inStock })} />}
      <NameChips of="shop" names={isWhole ? shops : chosenOf(shops, shop)} filters={filters} onFilters={onFilters} />
      <NameChips
        of="brand"
        names={isWhole ? brands : chosenOf(brands, brand)}
        filters={filters}
        onFilters={onFilters}
      />
      {!isWhole && <MoreChip word={t('allFilters')} onClick={showAll} />}
      <span class="visually-hidden" role="status">
        {left !== undefined && plural('products', left)}
      </span>
    </fieldset>
  );
}

const chosenOf = (names: readonly string[], chosen: string | undefined): readonly string[] =>
  names.filter((one) => one === chosen);

interface NameChipsProps extends Pick<FilterChipsProps, 'filters' | 'onFilters'> {
  readonly of: 'shop' | 'brand';
  readonly names: readonly string[];
}

/** One of several names, or none. */
function NameChips({ of, names, filters, onFilters }: NameChipsProps) {
  const { [of]: chosen, ...others } = filters;
  return names.map((one) => (
    <Chip
      key={one}
      on={chosen === one}
      word={one}
      onClick={() => onFilters(chosen === one ? others : { ...filters, [of]: one })}
    />
  ));
}

/** A small button; with `on` it is one that stays pressed. */
export function Chip({ on, word, onClick }: { on?: boolean; word: string; onClick: () => void }) {
  return (
    <button type="button" class="chip" dir="auto" aria-pressed={on} onClick={onClick}>
      {word}
    </button>
  );
}

/** A chip that brings all others and goes; `word` says so to those who do not see it. */
export function MoreChip({ word, onClick }: { word: string; onClick: () => void }) {
  return (
    <button type="button" class="chip" aria-label={word} aria-expanded="false" onClick={onClick}>
      …
    </button>
  );
}

function bandText({ currency, from, to }: PriceBand): string {
  const price = (amount: number): string => roundPriceText({ amount: String(amount), currency });
  if (from === undefined) return t('priceUpTo', price(to ?? 0));
  if (to === undefined) return t('priceFrom', price(from));
  return t('priceBetween', price(from), price(to));
}
