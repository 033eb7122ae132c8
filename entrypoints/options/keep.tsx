import { useCallback, useEffect, useState } from 'preact/hooks';
import { FileDrop } from '../../components/file-drop';
import { datedName, saveFile } from '../../components/save-file';
import { Section } from '../../components/section';
import { StorageUse, type Used } from '../../components/storage-use';
import type { Task } from '../../components/task';
import { askEngine } from '../../lib/engine/remote';
import { sendMessage } from '../../lib/messages';
import { pausedSites, setPaused } from '../../lib/page/sites';
import { readPreferences, writePreferences } from '../../lib/preferences';
import { readBackup, writeBackup } from '../../lib/store/backup';
import { withDatabase } from '../../lib/store/db';
import { keptShops, restoreShops } from '../../lib/store/kept-shops';
import { listLooks, saveLooks } from '../../lib/store/looks';
import { plural, t } from '../../lib/words';

/** Room used on this computer; everything as one file and back. */
export function KeepSection({ run }: Pick<Task, 'run'>) {
  const [used, setUsed] = useState<Used>();
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
        onFile={(file) => void run(() => restore(file)).then(measure)}
      />
    </Section>
  );
}

/** A look's picture is nearly all of its weight; what the browser counts besides is the catalogue's. */
async function measureStorage(): Promise<Used> {
  const [{ usage = 0 }, looks] = await Promise.all([navigator.storage.estimate(), listLooks()]);
  const ofLooks = looks.reduce((sum, { picture, result }) => sum + picture.size + JSON.stringify(result).length, 0);
  return { all: usage, looks: looks.length, ofLooks: Math.min(usage, ofLooks) };
}

async function backUp(): Promise<string> {
  const [looks, preferences, catalog, shops, paused] = await Promise.all([
    listLooks(),
    readPreferences(),
    askEngine(() => sendMessage('exportPack', undefined)),
    withDatabase(keptShops),
    pausedSites(),
  ]);
  saveFile(await writeBackup({ looks, preferences, catalog, shops, paused }), datedName('buy-me-that-look', 'zip'));
  return t('saved');
}

/** The catalogue first: it alone may still be refused, and then nothing else has changed. */
async function restore(file: Blob): Promise<string> {
  const { looks, preferences, catalog, shops, paused } = await readBackup(file);
  await askEngine(() => sendMessage('importPack', catalog));
  const restored = await withDatabase((db) => restoreShops(db, shops));
  if (restored > 0) await sendMessage('keepShopsFresh', undefined);
  for (const pattern of paused) await setPaused(pattern, true);
  await saveLooks(looks);
  await writePreferences(preferences);
  return plural('restored', looks.length);
}
