import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { FileMenu } from '../../components/file-menu';
import { gendersInForce } from '../../components/filters';
import { ALL_LOOKS, LookList } from '../../components/look-list';
import { LookView } from '../../components/look-view';
import type { Offer, Task } from '../../components/task';
import type { Marks } from '../../lib/look-changes';
import { type Preferences, watchPreferences } from '../../lib/preferences';
import { changeLook, chooseProduct, deleteLook, type LookChange, saveLook, watchLooks } from '../../lib/store/looks';
import type { Look } from '../../lib/types';
import { number, t } from '../../lib/words';
import { compareWithShops } from './compare';
import { dotPlaces } from './dot-places';
import { exportFile, exportPage, importFile } from './files';
import { MATCH_TASKS } from './match-tasks';
import { useTyping } from './typing';

/** `onOffer` hears what can be taken back, undefined once that is over. */
export interface SavedLooksProps extends Pick<Task, 'run'> {
  readonly onOffer: (offer: Offer | undefined) => void;
}

/** The saved looks: the list, or the one that is open. */
export function SavedLooks({ run, onOffer }: SavedLooksProps) {
  const [looks, setLooks] = useState<readonly Look[]>();
  const [openId, setOpenId] = useState<string>();
  const [marks, setMarks] = useState<{ readonly id: string; readonly marks: Marks }>();
  const [busy, setBusy] = useState(false);
  const [gender, setGender] = useState<Preferences['gender']>('off');
  const [search, setSearch] = useState(ALL_LOOKS);
  const typed = useTyping();
  useEffect(() => {
    const stop = new AbortController();
    watchPreferences((now) => setGender(now.gender), stop.signal);
    watchLooks(setLooks, (reason) => void run(() => Promise.reject(reason)), stop.signal);
    return () => stop.abort();
  }, [run]);
  const open = looks?.find(({ id }) => id === openId);
  const left = useRef<string | undefined>(undefined);
  const back = (): void => {
    left.current = openId;
    setOpenId(undefined);
  };
  // As soon as the list is there: later, what somebody types already would go elsewhere.
  useLayoutEffect(() => {
    const card = openId === undefined && left.current && document.getElementById(`open-${left.current}`);
    if (card) card.focus();
    // What is there but not shown, for a search or for want of room, shall not take the focus when it is one day.
    if (openId !== undefined || looks?.some(({ id }) => id === left.current)) left.current = undefined;
  }, [openId, looks]);
  useLayoutEffect(() => {
    if (!looks || openId === undefined || open) return;
    // Another window deleted it: if it comes back there, it does not open here by itself.
    setOpenId(undefined);
    if (document.activeElement === document.body) {
      document.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
    }
  }, [looks, openId, open]);
  const start = (work: () => Promise<string>): void => {
    left.current = undefined;
    onOffer(undefined);
    void run(work);
  };
  const change = (id: string, what: LookChange): void =>
    start(async () => {
      await changeLook(id, what);
      return t('changed');
    });
  const remove = (look: Look): void => {
    setOpenId(undefined);
    // The button that was pressed goes away with the look: who pressed it is taken to the way back.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    start(async () => {
      // As it was in the end: a note may have been written since the look was drawn.
      const gone = await deleteLook(look.id);
      if (gone) onOffer({ said: t('lookDeleted'), word: t('undo'), onTake: () => undo(gone) });
      return t('lookDeleted');
    });
  };
  const undo = (look: Look): void =>
    start(async () => {
      // Before it is saved: the list may hear of it sooner than this.
      left.current = look.id;
      await saveLook(look);
      return t('lookBack');
    });
  const compare = (look: Look): void => {
    setBusy(true);
    start(async () => {
      const { garments, marks: found, counts } = await compareWithShops(look).finally(() => setBusy(false));
      await changeLook(look.id, { result: { ...look.result, garments }, checkedAt: Date.now() });
      setMarks({ id: look.id, marks: found });
      const { fresh, cheaper, dearer, gone } = counts;
      if (found.every(({ size }) => size === 0)) return t('lookedAgainSame');
      return t('lookedAgain', number(fresh), number(cheaper), number(dearer), number(gone));
    });
  };
  if (!looks) return null;
  if (open) {
    const choose = (at: number, productId: string | null): void =>
      start(async () => {
        await chooseProduct(open.id, at, productId);
        return t('changed');
      });
    return (
      <LookView
        key={open.id}
        look={open}
        genders={gendersInForce(open.result, gender, open.wanted)}
        marks={marks?.id === open.id ? marks.marks : undefined}
        busy={busy}
        places={dotPlaces(open.result)}
        tasks={MATCH_TASKS}
        onBack={back}
        onDelete={() => remove(open)}
        onChoose={choose}
        onCompare={() => compare(open)}
        onChange={(what) => change(open.id, what)}
        onTyped={(what) => typed(open.id, what)}
      />
    );
  }
  return (
    <>
      <LookList
        looks={looks}
        search={search}
        onSearch={setSearch}
        onOpen={({ id }) => setOpenId(id)}
        onDelete={remove}
      />
      <FileMenu
        hasLooks={looks.length > 0}
        onJson={() => start(() => exportFile(looks))}
        onPage={() => start(() => exportPage(looks))}
        onFile={(file) => start(() => importFile(file))}
      />
    </>
  );
}
