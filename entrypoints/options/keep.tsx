import { useCallback, useEffect, useState } from 'preact/hooks';
import { FileDrop } from '../../components/file-drop';
import { datedName, saveFile } from '../../components/save-file';
import { Section } from '../../components/section';
import type { Task } from '../../components/task';
import { askTwice } from '../../lib/engine/remote';
import { sendMessage } from '../../lib/messages';
import { readPreferences, writePreferences } from '../../lib/preferences';
import { readBackup, writeBackup } from '../../lib/store/backup';
import { listLooks, saveLooks } from '../../lib/store/looks';
import { number, plural, t } from '../../lib/words';

/** Room used on this computer; everything as one file and back. */
export function KeepSection({ run }: Pick<Task, 'run'>) {
  const [used, setUsed] = useState<number>();
  const measure = useCallback(async () => setUsed((await navigator.storage.estimate()).usage ?? 0), []);
  useEffect(() => void measure(), [measure]);
  return (
    <Section id="keep" title={t('keep')}>
      <p>{t('keepWhat')}</p>
      {used !== undefined && (
        <p class="used">
          {t('used', number(used / 1e6, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }))}
        </p>
      )}
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

async function backUp(): Promise<string> {
  const [looks, preferences, catalog] = await Promise.all([
    listLooks(),
    readPreferences(),
    askTwice(() => sendMessage('exportPack', undefined)),
  ]);
  saveFile(await writeBackup({ looks, preferences, catalog }), datedName('buy-me-that-look', 'zip'));
  return t('saved');
}

/** The catalogue first: it alone may still be refused, and then nothing else has changed. */
async function restore(file: Blob): Promise<string> {
  const { looks, preferences, catalog } = await readBackup(file);
  await askTwice(() => sendMessage('importPack', catalog));
  await saveLooks(looks);
  await writePreferences(preferences);
  return plural('restored', looks.length);
}
