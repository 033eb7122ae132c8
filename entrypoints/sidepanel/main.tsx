import { useEffect, useState } from 'preact/hooks';
import { FileMenu } from '../../components/file-menu';
import { LookList } from '../../components/look-list';
import { LookView } from '../../components/look-view';
import { ScreenTitle, showScreen } from '../../components/screen';
import { Toasts, useTask } from '../../components/task';
import { loadPicture } from '../../lib/engine/product-pictures';
import { changeLook, deleteLook, saveLook, watchLooks } from '../../lib/store/looks';
import type { Look } from '../../lib/types';
import { t } from '../../lib/words';
import { exportFile, exportPage, importFile } from './files';

function Looks() {
  const [looks, setLooks] = useState<readonly Look[]>();
  const [openId, setOpenId] = useState<string>();
  const [deleted, setDeleted] = useState<Look>();
  const task = useTask();
  const { run } = task;
  useEffect(() => {
    const stop = new AbortController();
    watchLooks(setLooks, (reason) => void run(() => Promise.reject(reason)), stop.signal);
    return () => stop.abort();
  }, [run]);
  const open = looks?.find(({ id }) => id === openId);
  const back = (): void => {
    setOpenId(undefined);
    requestAnimationFrame(() => document.getElementById(`open-${openId}`)?.focus());
  };
  const start = (work: () => Promise<string>): void => {
    setDeleted(undefined);
    void run(work);
  };
  const remove = (look: Look): void => {
    setOpenId(undefined);
    start(async () => {
      await deleteLook(look.id);
      setDeleted(look);
      return t('lookDeleted');
    });
  };
  const undo = (look: Look): void =>
    start(async () => {
      await saveLook(look);
      return t('lookBack');
    });
  const all = looks ?? [];
  return (
    <>
      {!open && <ScreenTitle words={t('savedLooks')} />}
      {open ? (
        <LookView
          key={open.id}
          look={open}
          loadPicture={loadPicture}
          onBack={back}
          onDelete={() => remove(open)}
          onChange={(change) =>
            start(async () => {
              await changeLook(open.id, change);
              return t('changed');
            })
          }
        />
      ) : (
        looks && <LookList looks={all} onOpen={({ id }) => setOpenId(id)} onDelete={remove} />
      )}
      {!open && looks && (
        <FileMenu
          hasLooks={all.length > 0}
          onJson={() => start(() => exportFile(all))}
          onPage={() => start(() => exportPage(all))}
          onFile={(file) => start(() => importFile(file))}
        />
      )}
      <Toasts task={task} offer={deleted && { word: t('undo'), onTake: () => undo(deleted) }} />
    </>
  );
}

showScreen('savedLooks', <Looks />);
