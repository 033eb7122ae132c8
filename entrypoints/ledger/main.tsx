import { useEffect, useRef, useState } from 'preact/hooks';
import { RequestList } from '../../components/request-list';
import { datedName, saveFile } from '../../components/save-file';
import { ScreenTitle, showScreen } from '../../components/screen';
import { useFocusOnward } from '../../components/section';
import { Toasts, useTask } from '../../components/task';
import { ledgerCsv } from '../../lib/ledger';
import type { LedgerEntry } from '../../lib/request';
import { clearEntries, watchEntries } from '../../lib/store/ledger';
import { t } from '../../lib/words';

function Ledger() {
  const [entries, setEntries] = useState<readonly LedgerEntry[]>();
  const task = useTask();
  const { run } = task;
  useEffect(() => {
    const stop = new AbortController();
    watchEntries(setEntries, (reason) => void run(() => Promise.reject(reason)), stop.signal);
    return () => stop.abort();
  }, [run]);
  const save = async (): Promise<string> => {
    saveFile(new Blob([ledgerCsv(entries ?? [])], { type: 'text/csv' }), datedName('requests', 'csv'));
    return t('saved');
  };
  const clear = async (): Promise<string> => {
    await clearEntries();
    return t('requestsCleared');
  };
  return (
    <>
      <ScreenTitle words={t('requests')} />
      <p class="soft">{t('requestsWhat')}</p>
      {entries && <RequestList entries={entries} />}
      {entries && entries.length > 0 && <Ends onSave={() => void run(save)} onClear={() => void run(clear)} />}
      <Toasts task={task} />
    </>
  );
}

function Ends({ onSave, onClear }: { onSave: () => void; onClear: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useFocusOnward(box);
  return (
    <div class="bar ends" ref={box}>
      <button type="button" class="button" onClick={onSave}>
        {t('exportRequests')}
      </button>
      <button type="button" class="button quiet danger" onClick={onClear}>
        {t('clearRequests')}
      </button>
    </div>
  );
}

showScreen('requests', <Ledger />);
