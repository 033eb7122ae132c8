import { useCallback, useEffect, useState } from 'preact/hooks';
import { FileDrop } from '../../components/file-drop';
import { datedName, saveFile } from '../../components/save-file';
import { Section } from '../../components/section';
import { SourceList } from '../../components/source-list';
import type { Task } from '../../components/task';
import { askEngine } from '../../lib/engine/remote';
import { type SourceSummary, sendMessage } from '../../lib/messages';
import { plural, t } from '../../lib/words';
import { savedText } from './saved';
import { ShopKeeper } from './shop-keeper';

/** Shops that were added by address have a list of their own. */
const isFile = ({ id }: SourceSummary): boolean => !id.startsWith('web.');

/** Shops: those there are, adding one, the whole catalogue as a file. */
export function ShopsSection({ run }: Pick<Task, 'run'>) {
  const [sources, setSources] = useState<readonly SourceSummary[]>();
  /** Shops that were added by address, those without a product yet included; undefined until that is known. */
  const [kept, setKept] = useState<number>();
  const refresh = useCallback(async (said = ''): Promise<string> => {
    setSources(await askEngine(() => sendMessage('listSources', undefined)));
    return said;
  }, []);
  useEffect(() => {
    void run(refresh);
  }, [run, refresh]);
  const importFile = async (file: File): Promise<string> => {
    const { shop, products } = await askEngine(() => sendMessage('importPack', file));
    return refresh(plural('imported', products, shop));
  };
  const remove = async ({ id, shop }: SourceSummary): Promise<string> => {
    await askEngine(() => sendMessage('removeSource', id));
    return refresh(t('shopRemoved', shop));
  };
  const exportAll = async (): Promise<string> => {
    const exported = await askEngine(() => sendMessage('exportPack', undefined));
    saveFile(exported.pack, datedName('catalog', 'zip'));
    return savedText(exported);
  };
  const hasOwn = sources?.some(({ sample }) => !sample) ?? false;
  return (
    <Section id="shops" title={t('shops')}>
      <p>{t('shopsWhat')}</p>
      {sources && (
        <SourceList
          sources={sources.filter(isFile)}
          hasOwn={hasOwn}
          coming={kept !== 0}
          onRemove={(source) => void run(() => remove(source))}
        />
      )}
      <ShopKeeper run={run} onChange={refresh} onShops={setKept} />
      <FileDrop
        id="pack"
        words={t('dropHere')}
        accept=".zip"
        run={run}
        onFile={(file) => void run(() => importFile(file))}
      />
      <button type="button" class="button" onClick={() => void run(exportAll)}>
        {t('exportCatalog')}
      </button>
    </Section>
  );
}
