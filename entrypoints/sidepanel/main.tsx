import { useEffect, useState } from 'preact/hooks';
import { LookTile } from '../../components/look-tile';
import { showScreen } from '../../components/screen';
import { sentenceOf } from '../../lib/errors';
import { deleteLook, saveLook, watchLooks } from '../../lib/store/looks';
import type { Look } from '../../lib/types';
import { t } from '../../lib/words';

function Looks() {
  const [looks, setLooks] = useState<readonly Look[]>();
  const [deleted, setDeleted] = useState<Look>();
  const [error, setError] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    watchLooks(setLooks, (reason) => setError(sentenceOf(reason)), stop.signal);
    return () => stop.abort();
  }, []);
  const attempt = (work: Promise<void>): void => void work.catch((reason) => setError(sentenceOf(reason)));
  return (
    <>
      {error && <p role="alert">{error}</p>}
      <p role="status">
        {deleted && (
          <>
            {t('lookDeleted')}{' '}
            <button
              type="button"
              class="button"
              onClick={() => {
                attempt(saveLook(deleted));
                setDeleted(undefined);
              }}
            >
              {t('undo')}
            </button>
          </>
        )}
      </p>
      {looks?.length === 0 && <p class="soft">{t('noLooks')}</p>}
      <ul class="plain">
        {looks?.map((look) => (
          <LookTile
            key={look.id}
            look={look}
            onDelete={() => {
              attempt(deleteLook(look.id));
              setDeleted(look);
            }}
          />
        ))}
      </ul>
    </>
  );
}

showScreen('savedLooks', <Looks />);
