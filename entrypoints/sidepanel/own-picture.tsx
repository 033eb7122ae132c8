import { useEffect, useRef, useState } from 'preact/hooks';
import { FileDrop } from '../../components/file-drop';
import { gendersInForce } from '../../components/filters';
import { Garments } from '../../components/garments';
import { LookTotal } from '../../components/look-total';
import { Stage } from '../../components/stage';
import type { Task } from '../../components/task';
import { askEngine, createRemoteEngine } from '../../lib/engine/remote';
import { sendMessage } from '../../lib/messages';
import { type Preferences, readPreferences } from '../../lib/preferences';
import { changeLook, hasLook } from '../../lib/store/looks';
import type { ImageSource, ShopResult } from '../../lib/types';
import { uniqueId } from '../../lib/unique-id';
import { plural, t } from '../../lib/words';
import { dotPlaces } from './dot-places';
import { MATCH_TASKS } from './match-tasks';

const PREFIX = 'found';
const FILE = 'own-picture';
const TOP = 6;
const engine = createRemoteEngine();

/** A picture that somebody brought, and what became of it. */
export interface OwnPictureProps extends Pick<Task, 'run'> {
  readonly source: ImageSource | undefined;
  /** Whether it is in front now. */
  readonly shown: boolean;
  readonly onPicture: (source: ImageSource | undefined) => void;
}

/** The classic form: give a picture, see what is worn in it. */
export function OwnPicture({ source, shown, onPicture, run }: OwnPictureProps) {
  const [result, setResult] = useState<ShopResult>();
  /** For whom it was asked about. */
  const [gender, setGender] = useState<Preferences['gender']>('off');
  /** The look that it was saved as, until that is deleted. */
  const [saved, setSaved] = useState<string>();
  const [chosen, setChosen] = useState<readonly (string | null)[]>([]);
  /** The picture whose look is on its way to the store, and what is in front and chosen by then. */
  const saving = useRef<ImageSource | undefined>(undefined);
  const now = useRef({ source, chosen, shown });
  now.current = { source, chosen, shown };
  const next = useRef<HTMLButtonElement>(null);
  const given = source !== undefined;
  useEffect(() => {
    // Where a file was chosen, or what was pressed, is gone: the focus goes on, never from anybody's hands.
    if (!now.current.shown || document.activeElement !== document.body) return;
    (given ? next.current : document.getElementById(FILE))?.focus();
  }, [given]);
  useEffect(() => {
    const stop = new AbortController();
    setResult(undefined);
    setSaved(undefined);
    setChosen([]);
    const shop = async (): Promise<string> => {
      const { gender, sensitivity } = await readPreferences();
      const options = { top: TOP, genderFilter: gender, sensitivity, signal: stop.signal };
      const found = source && (await engine.shop(source, options));
      if (stop.signal.aborted) return '';
      setResult(found);
      setGender(gender);
      if (found?.garments.length === 0) return t('nothingWorn');
      return found ? plural('garmentsFound', found.garments.length) : '';
    };
    // A picture that gave way to another one has not failed.
    const unlessGone = (error: unknown): string => {
      if (stop.signal.aborted) return '';
      throw error;
    };
    if (source) {
      void run(() => shop().catch(unlessGone)).then((went) => went || stop.signal.aborted || onPicture(undefined));
    }
    return () => stop.abort();
  }, [source, run, onPicture]);
  useEffect(() => {
    const check = async (id: string): Promise<void> => {
      if (!(await hasLook(id))) setSaved((now) => (now === id ? undefined : now));
    };
    if (shown && saved) void check(saved).catch(() => undefined);
  }, [shown, saved]);
  if (!source) {
    return (
      <div class="own-picture">
        <FileDrop
          id={FILE}
          words={t('dropPicture')}
          accept="image/*"
          run={run}
          onFile={(blob) => onPicture({ kind: 'blob', blob, pageUrl: '' })}
        />
        <p class="soft">{t('pictureWhat')}</p>
      </div>
    );
  }
  const save = async (): Promise<string> => {
    if (!result) return '';
    const draft = { id: uniqueId(), title: t('yourPicture'), pageUrl: '', pageTitle: '', result, source, chosen };
    saving.current = source;
    try {
      const id = await askEngine(() => sendMessage('saveLook', draft));
      // Meanwhile another picture may have come, or something else been chosen.
      if (now.current.source !== source) return t('lookSaved');
      setSaved(id);
      if (now.current.chosen !== chosen) await changeLook(id, { chosen: now.current.chosen });
      return t('lookSaved');
    } finally {
      if (saving.current === source) saving.current = undefined;
    }
  };
  // A double click is one wish.
  const saveOnce = (): void => {
    if (saved === undefined && saving.current !== source) void run(save);
  };
  const choose = (garments: ShopResult['garments'], at: number, id: string | null): void => {
    const now = garments.map((_, i) => (i === at ? id : (chosen[i] ?? null)));
    setChosen(now);
    if (!saved) return;
    void run(async () => {
      await changeLook(saved, { chosen: now });
      return t('changed');
    });
  };
  return (
    <article class="own-picture">
      <div class="bar">
        <button type="button" class="button" ref={next} onClick={() => onPicture(undefined)}>
          {t('anotherPicture')}
        </button>
        {result && result.garments.length > 0 && (
          <button type="button" class="button primary" aria-disabled={saved !== undefined} onClick={saveOnce}>
            {t(saved ? 'lookSaved' : 'saveLook')}
          </button>
        )}
      </div>
      <div class={result ? '' : 'looking'} aria-busy={!result}>
        <Stage
          picture={source}
          alt={t('yourPicture')}
          garments={result?.garments ?? []}
          places={result ? dotPlaces(result) : []}
          prefix={PREFIX}
          load={MATCH_TASKS.loadPicture}
        />
        {!result && <p class="soft">{t('lookingAt')}</p>}
      </div>
      {result && <LookTotal look={{ result, chosen }} />}
      {result && (
        <Garments
          garments={result.garments}
          prefix={PREFIX}
          genders={gendersInForce(result, gender)}
          chosen={chosen}
          {...MATCH_TASKS}
          onChoose={(at, id) => choose(result.garments, at, id)}
        />
      )}
    </article>
  );
}
