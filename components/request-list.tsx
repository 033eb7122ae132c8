import { useEffect, useRef, useState } from 'preact/hooks';
import { foundEntries, hostOf, summaryOf } from '../lib/ledger';
import { type LedgerEntry, REASONS, type Reason } from '../lib/request';
import { language, number, plural, sizeText, t } from '../lib/words';
import { Icon } from './icon';

const AT_ONCE = 100;

/** Requests, newest first; with search and reasons to choose from. */
export function RequestList({ entries }: { entries: readonly LedgerEntry[] }) {
  const [query, setQuery] = useState('');
  const [why, setWhy] = useState<Reason>();
  const [shown, setShown] = useState(AT_ONCE);
  const [heard, setHeard] = useState('');
  const found = foundEntries(entries, query, why);
  // While a shop is read requests come without end: how many there are is told to whoever asks, once.
  useEffect(() => setHeard(query || why ? plural('requestCount', found.length) : ''), [query, why]);
  const more = useRef<HTMLButtonElement>(null);
  if (entries.length === 0) {
    return (
      <div class="empty">
        <Icon name="lock" />
        <h2>{t('noRequestsTitle')}</h2>
        <p>{t('noRequests')}</p>
      </div>
    );
  }
  const showMore = (): void => {
    const around = more.current?.parentElement;
    setShown(shown + AT_ONCE);
    // With the last of them the button goes away: the focus moves on to the first row it brought.
    requestAnimationFrame(
      () => more.current ?? around?.querySelectorAll<HTMLElement>('.requests > li')[shown]?.focus(),
    );
  };
  return (
    <>
      <search class="bar">
        <input
          class="grow"
          type="search"
          value={query}
          placeholder={t('searchRequests')}
          aria-label={t('searchRequests')}
          onInput={({ currentTarget }) => setQuery(currentTarget.value)}
        />
        <select
          aria-label={t('why')}
          value={why ?? ''}
          onChange={({ currentTarget }) => setWhy(REASONS.find((one) => one === currentTarget.value))}
        >
          <option value="">{t('whyAny')}</option>
          {REASONS.map((one) => (
            <option key={one} value={one}>
              {t(`why_${one}`)}
            </option>
          ))}
        </select>
      </search>
      <p class="soft sum">{summaryText(found)}</p>
      <p class="visually-hidden" role="status">
        {heard}
      </p>
      {found.length === 0 && <p class="empty">{t('noRequestFound')}</p>}
      {daysOf(found.slice(0, shown)).map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <h2>{day}</h2>
          <ul class="plain requests">
            {ofDay.map((entry) => (
              <Row key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      ))}
      {found.length > shown && (
        <button type="button" class="button" ref={more} onClick={showMore}>
          {t('showMore')}
        </button>
      )}
    </>
  );
}

/** "12 requests · 3.4 MB received · 2 sites". */
export function summaryText(entries: readonly LedgerEntry[]): string {
  const { requests, bytes, hosts } = summaryOf(entries);
  return [plural('requestCount', requests), t('received', sizeText(bytes)), plural('hostCount', hosts)].join(' · ');
}

function Row({ entry: { at, address, landed = '', why, status, bytes } }: { entry: LedgerEntry }) {
  const time = new Intl.DateTimeFormat(language(), { timeStyle: 'medium' }).format(at);
  const host = hostOf(address);
  return (
    <li tabIndex={-1}>
      <span class="name">
        {host ? <strong dir="ltr">{host}</strong> : <em>{t('privateAddress')}</em>}
        {host && (
          <span class="soft small path" dir="ltr" title={address}>
            {address.slice(address.indexOf(host) + host.length)}
          </span>
        )}
        {landed && (
          <span class="soft small path" title={landed}>
            {t('answeredFrom', `\u2066${hostOf(landed) === host ? landed : hostOf(landed)}\u2069`)}
          </span>
        )}
        <span class="small">{t(`why_${why}`)}</span>
      </span>
      <span class="soft small facts">
        <time dateTime={new Date(at).toISOString()}>{time}</time>
        <span>{outcome(status, bytes)}</span>
      </span>
    </li>
  );
}

function outcome(status: number | undefined, bytes: number): string {
  if (status === undefined) return t('awaited');
  if (status === 0) return t('noAnswer');
  return status < 400 ? sizeText(bytes) : t('answerStatus', number(status, { useGrouping: false }));
}

/** Entries by the day they belong to, in their order. */
function daysOf(entries: readonly LedgerEntry[]): readonly (readonly [string, readonly LedgerEntry[]])[] {
  const format = new Intl.DateTimeFormat(language(), { dateStyle: 'full' });
  const days = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const day = format.format(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
