import { useCallback, useEffect, useState } from 'preact/hooks';
import { showScreen } from '../../components/screen';
import { askTwice } from '../../lib/engine/remote';
import { sentenceOf } from '../../lib/errors';
import { type EngineInfo, type SourceSummary, sendMessage } from '../../lib/messages';
import { language, t } from '../../lib/words';

const number = (value: number): string => new Intl.NumberFormat(language()).format(value);

function Options() {
  const [sources, setSources] = useState<readonly SourceSummary[]>([]);
  const [info, setInfo] = useState<EngineInfo>();
  const [spoken, setSpoken] = useState('');
  const [error, setError] = useState('');
  const [over, setOver] = useState(false);
  const attempt = useCallback(async (work: () => Promise<string>) => {
    setError('');
    setSpoken(t('working'));
    try {
      setSpoken(await work());
      setSources(await askTwice(() => sendMessage('listSources', undefined)));
    } catch (reason) {
      setSpoken('');
      setError(sentenceOf(reason));
    }
  }, []);
  useEffect(() => {
    void attempt(async () => {
      setInfo(await askTwice(() => sendMessage('engineInfo', undefined)));
      return '';
    });
  }, [attempt]);
  const importFile = (file: File | null | undefined): void => {
    if (!file) return;
    void attempt(async () => {
      const { shop, products } = await askTwice(() => sendMessage('importPack', file));
      return t('imported', shop, number(products));
    });
  };
  const hasShop = sources.some(({ sample }) => !sample);
  return (
    <>
      <p role="status">{spoken}</p>
      {error && <p role="alert">{error}</p>}
      <h2>{t('shops')}</h2>
      <ul class="plain">
        {sources.map(({ id, shop, products, sample }) => (
          <li key={id} class="tile row">
            <span>
              <strong>{shop}</strong> <span class="soft">{t('products', number(products))}</span>
            </span>
            {(!sample || hasShop) && (
              <button
                type="button"
                class="button"
                aria-label={`${t('remove')}: ${shop}`}
                onClick={() =>
                  void attempt(async () => {
                    await askTwice(() => sendMessage('removeSource', id));
                    return '';
                  })
                }
              >
                {t('remove')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <h2>{t('importCatalog')}</h2>
      <label
        class={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          importFile(event.dataTransfer?.files[0]);
        }}
      >
        {t('dropHere')}{' '}
        <input type="file" accept=".zip" onChange={(event) => importFile(event.currentTarget.files?.[0])} />
      </label>
      <div class="buttons">
        <button type="button" class="button" onClick={() => void attempt(exportCatalog)}>
          {t('exportCatalog')}
        </button>
      </div>
      {info && (
        <>
          <h2>{t('engine')}</h2>
          <p>{t('backend', info.backend, number(info.threads))}</p>
          <ul>
            {info.models.map(({ name, version }) => (
              <li key={name}>
                {name} {version}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

async function exportCatalog(): Promise<string> {
  const address = URL.createObjectURL(await askTwice(() => sendMessage('exportPack', undefined)));
  const link = Object.assign(document.createElement('a'), { href: address, download: 'catalog.zip' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return '';
}

showScreen('options', <Options />);
