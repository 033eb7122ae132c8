import { useCallback, useEffect, useState } from 'preact/hooks';
import { FileDrop } from '../../components/file-drop';
import { datedName, saveFile } from '../../components/save-file';
import { Section } from '../../components/section';
import { StorageUse, type Used } from '../../components/storage-use';
import type { Task } from '../../components/task';
import { readAllCorrections } from '../../lib/corrections';
import { askEngine } from '../../lib/engine/remote';
import { sendMessage } from '../../lib/messages';
import { listGrants, requestSites } from '../../lib/page/grants';
import { pausedSites } from '../../lib/page/sites';
import { readPreferences } from '../../lib/preferences';
import { readBackup, writeBackup } from '../../lib/store/backup';
import { withDatabase } from '../../lib/store/db';
import { keptShops } from '../../lib/store/kept-shops';
import { listLooks, weighLooks } from '../../lib/store/looks';
import { keepTyped } from '../../lib/store/typed';
import { plural, t } from '../../lib/words';
import { restoreBackup } from './restore';
import { savedText } from './saved';

/** Room used on this computer; everything as one file and back. */
export function KeepSection({ run }: Pick<Task, 'run'>) {
  const [used, setUsed] = useState<Used>();
  const [lacking, setLacking] = useState<readonly string[]>([]);
  // The question is put before anything is awaited, else the click no longer counts.
  const allowAgain = (): void => {
    const answer = requestSites([...lacking]);
    void run(async () => {
      const yes = await answer;
      if (yes) setLacking([]);
      return t(yes ? 'allowed' : 'notAllowed');
    });
  };
  const measure = useCallback(async () => setUsed(await measureStorage()), []);
  useEffect(() => void measure().catch(() => undefined), [measure]);
  return (
    <Section id="keep" title={t('keep')}>
      <p>{t('keepWhat')}</p>
      {used && <StorageUse {...used} />}
      <button type="button" class="button" onClick={() => void run(backUp)}>
        {t('backUp')}
      </button>
      <FileDrop
        id="backup"
        words={t('restore')}
        accept=".zip"
        run={run}
        onFile={(file) => void run(() => restore(file, setLacking)).then(measure)}
      />
      {lacking.length > 0 && (
        <button type="button" class="button" onClick={allowAgain}>
          {t('allowSites')}
        </button>
      )}
    </Section>
  );
}

/** What the browser counts besides looks is the catalogue's. */
async function measureStorage(): Promise<Used> {
  const [{ usage = 0 }, { count, bytes }] = await Promise.all([navigator.storage.estimate(), weighLooks()]);
  return { all: usage, looks: count, ofLooks: Math.min(usage, bytes) };
}

async function backUp(): Promise<string> {
  // What was typed last in a side panel that is closed by now.
  await keepTyped();
  const [looks, preferences, exported, shops, paused, grants, corrections] = await Promise.all([
    listLooks(),
    readPreferences(),
    askEngine(() => sendMessage('exportPack', undefined)),
    withDatabase(keptShops),
    pausedSites(),
    listGrants(),
    readAllCorrections(),
  ]);
  const sites = grants.filter((one) => !one.paused).map(({ pattern }) => pattern);
  const backup = { looks, preferences, catalog: exported.pack, shops, paused, sites, corrections };
  saveFile(await writeBackup(backup), datedName('buy-me-that-look', 'zip'));
  return savedText(exported);
}

/** Sites can be allowed by a click only: `tell` hears of those that are not. */
async function restore(file: Blob, tell: (lacking: readonly string[]) => void): Promise<string> {
  const backup = await readBackup(file);
  try {
    await restoreBackup(backup, {
      importPack: (pack) => askEngine(() => sendMessage('importPack', pack)),
      keepFresh: () => sendMessage('keepShopsFresh', undefined),
      addShop: (shop) => askEngine(() => sendMessage('addShop', shop)),
    });
  } finally {
    const granted = (await listGrants()).map(({ pattern }) => pattern);
    tell(backup.sites.filter((pattern) => !granted.includes(pattern)));
  }
  return plural('restored', backup.looks.length);
}
