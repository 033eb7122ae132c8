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

/** Only the filters that would change what is shown; none at all where none would. */
export function FilterChips({
  choices: { shops, brands, bands, stock },
  filters,
  left,
  gender,
  onFilters,
  onGender,
}: FilterChipsProps) {
  if (!gender && shops.length === 0 && brands.length === 0 && bands.length === 0 && !stock) return null;
  const { band, inStock = false } = filters;
  const toggle = (change: Filters): void => onFilters({ ...filters, ...change });
  return (
    <fieldset class="chips" aria-label={t('filter')}>
      {gender &&
        (['women', 'men', 'off'] as const).map((one) => (
          <Chip key={one} on={gender === one} word={t(`gender_${one}`)} onClick={() => onGender(one)} />
        ))}
      {bands.map((one, at) => {
        const { band: _band, ...others } = filters;
        const next = band === at ? others : { ...filters, band: at };
        return <Chip key={at} on={band === at} word={bandText(one)} onClick={() => onFilters(next)} />;
      })}
      <NameChips of="shop" names={shops} filters={filters} onFilters={onFilters} />
      <NameChips of="brand" names={brands} filters={filters} onFilters={onFilters} />
      {stock && <Chip on={inStock} word={t('inStock')} onClick={() => toggle({ inStock: !inStock })} />}
      <span class="visually-hidden" role="status">
        {left !== undefined && plural('products', left)}
      </span>
    </fieldset>
  );
}

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

function bandText({ currency, from, to }: PriceBand): string {
  const price = (amount: number): string => roundPriceText({ amount: String(amount), currency });
  if (from === undefined) return t('priceUpTo', price(to ?? 0));
  if (to === undefined) return t('priceFrom', price(from));
  return t('priceBetween', price(from), price(to));
}
