import { useRef } from 'preact/hooks';
import { arranged, LOOK_ORDERS, type LookOrder } from '../lib/looks';
import type { Look } from '../lib/types';
import { language, plural, t } from '../lib/words';
import { Icon } from './icon';
import './looks.css';
import { Picture } from './picture';

/** What looks are searched for, how they are sorted, and how many of them are shown. */
export interface LookSearch {
  readonly query: string;
  readonly order: LookOrder;
  readonly shown: number;
}

/** Thousands of pictures at once would take the panel's memory. */
const AT_ONCE = 60;

/** The search to begin with. */
export const ALL_LOOKS: LookSearch = { query: '', order: 'newest', shown: AT_ONCE };

/** Looks, and what may be done with one. */
export interface LookListProps {
  readonly looks: readonly Look[];
  readonly search: LookSearch;
  readonly onSearch: (search: LookSearch) => void;
  readonly onOpen: (look: Look) => void;
  readonly onDelete: (look: Look) => void;
}

/** Saved looks as picture cards, searched and sorted. */
export function LookList({ looks, search: { query, order, shown }, onSearch, onOpen, onDelete }: LookListProps) {
  const list = useRef<HTMLUListElement>(null);
  if (looks.length === 0) {
    return (
      <div class="empty">
        <Icon name="hanger" />
        <h2>{t('noLooksTitle')}</h2>
        <p>{t('noLooks')}</p>
      </div>
    );
  }
  const found = arranged(looks, query, order, language());
  const showMore = (): void => {
    onSearch({ query, order, shown: shown + AT_ONCE });
    // The button may go away: the focus moves on to the first look it brought.
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('.open')[shown]?.focus());
  };
  return (
    <>
      <search class="bar">
        <input
          class="grow"
          type="search"
          value={query}
          placeholder={t('searchLooks')}
          aria-label={t('searchLooks')}
          onInput={({ currentTarget }) => onSearch({ ...ALL_LOOKS, order, query: currentTarget.value })}
        />
        <select
          aria-label={t('order')}
          value={order}
          onChange={({ currentTarget }) => onSearch({ ...ALL_LOOKS, query, order: currentTarget.value as LookOrder })}
        >
          {LOOK_ORDERS.map((one) => (
            <option key={one} value={one}>
              {t(`order_${one}`)}
            </option>
          ))}
        </select>
      </search>
      <p class="visually-hidden" role="status">
        {query && plural('looksFound', found.length)}
      </p>
      {found.length === 0 && <p class="empty">{t('noLookFound')}</p>}
      <ul class="plain looks" ref={list}>
        {found.slice(0, shown).map((look) => (
          <LookCard key={look.id} look={look} onOpen={() => onOpen(look)} onDelete={() => onDelete(look)} />
        ))}
      </ul>
      {found.length > shown && (
        <button type="button" class="button" onClick={showMore}>
          {t('showMore')}
        </button>
      )}
    </>
  );
}

function LookCard({ look, onOpen, onDelete }: { look: Look; onOpen: () => void; onDelete: () => void }) {
  const date = new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(look.savedAt);
  return (
    <li class="look">
      <button type="button" class="open" id={`open-${look.id}`} onClick={onOpen}>
        <Picture blob={look.picture} alt="" />
        <strong dir="auto">{look.title}</strong>
        <span class="soft small">
          {date} · {plural('garments', look.result.garments.length)}
        </span>
      </button>
      <button type="button" class="icon-button" aria-label={`${t('delete')}: ${look.title}`} onClick={onDelete}>
        <Icon name="remove" />
      </button>
    </li>
  );
}
