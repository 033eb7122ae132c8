import { useEffect, useState } from 'preact/hooks';
import { summaryText } from '../../components/request-list';
import { Section } from '../../components/section';
import type { LedgerEntry } from '../../lib/request';
import { watchEntries } from '../../lib/store/ledger';
import { t } from '../../lib/words';

/** How much was asked of the network, and the way to the whole list. */
export function RequestsSection() {
  const [entries, setEntries] = useState<readonly LedgerEntry[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    // The list's own page says what is wrong with it.
    watchEntries(setEntries, () => {}, stop.signal);
    return () => stop.abort();
  }, []);
  return (
    <Section id="requests" title={t('requests')}>
      <p>{t('requestsWhat')}</p>
      <p class="sum">{summaryText(entries)}</p>
      <a class="button" href="/ledger.html">
        {t('showRequests')}
      </a>
    </Section>
  );
}
