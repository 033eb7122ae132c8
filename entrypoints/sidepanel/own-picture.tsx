import { useEffect, useState } from 'preact/hooks';
import { FileDrop } from '../../components/file-drop';
import { Garments } from '../../components/garments';
import { LookTotal } from '../../components/look-total';
import { Stage } from '../../components/stage';
import type { Task } from '../../components/task';
import { askEngine, createRemoteEngine } from '../../lib/engine/remote';
import { sendMessage } from '../../lib/messages';
import { readPreferences } from '../../lib/preferences';
import type { ImageSource, ShopResult } from '../../lib/types';
import { plural, t } from '../../lib/words';
import { dotPlaces } from './dot-places';
import { MATCH_TASKS } from './match-tasks';

const PREFIX = 'found';
const TOP = 6;
const engine = createRemoteEngine();

/** A picture that somebody brought, and what became of it. */
export interface OwnPictureProps extends Pick<Task, 'run'> {
  readonly source: ImageSource | undefined;
  readonly onPicture: (source: ImageSource | undefined) => void;
}

/** The classic form: give a picture, see what is worn in it. */
export function OwnPicture({ source, onPicture, run }: OwnPictureProps) {
  const [result, setResult] = useState<ShopResult>();
  const [saved, setSaved] = useState(false);
  const [chosen, setChosen] = useState<readonly (string | null)[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    setResult(undefined);
    setSaved(false);
    setChosen([]);
    const shop = async (): Promise<string> => {
      const { gender, sensitivity } = await readPreferences();
      const options = { top: TOP, genderFilter: gender, sensitivity, signal: stop.signal };
      const found = source && (await engine.shop(source, options));
      if (stop.signal.aborted) return '';
      setResult(found);
      if (found?.garments.length === 0) return t('nothingWorn');
      return found ? plural('garmentsFound', found.garments.length) : '';
    };
    if (source) void run(shop).then((went) => went || stop.signal.aborted || onPicture(undefined));
    return () => stop.abort();
  }, [source, run, onPicture]);
  if (!source) {
    return (
      <div class="own-picture">
        <FileDrop
          id="own-picture"
          words={t('dropPicture')}
          accept="image/*"
          onFile={(blob) => onPicture({ kind: 'blob', blob, pageUrl: '' })}
        />
        <p class="soft">{t('pictureWhat')}</p>
      </div>
    );
  }
  const save = async (): Promise<string> => {
    if (!result) return '';
    await askEngine(() =>
      sendMessage('saveLook', { title: t('yourPicture'), pageUrl: '', pageTitle: '', result, source, chosen }),
    );
    setSaved(true);
    return t('lookSaved');
  };
  return (
    <article class="own-picture">
      <div class="bar">
        <button type="button" class="button" onClick={() => onPicture(undefined)}>
          {t('anotherPicture')}
        </button>
        {result && result.garments.length > 0 && (
          <button type="button" class="button primary" disabled={saved} onClick={() => void run(save)}>
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
          chosen={chosen}
          {...MATCH_TASKS}
          onChoose={(at, id) => setChosen(result.garments.map((_, i) => (i === at ? id : (chosen[i] ?? null))))}
        />
      )}
    </article>
  );
}
