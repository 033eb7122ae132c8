import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { POPOVER } from '../../components/popover-style';
import { ScreenTitle, showScreen } from '../../components/screen';
import { SiteForm } from '../../components/site-form';
import { Toasts, useTask } from '../../components/task';
import { WELCOME } from '../../components/welcome-style';
import { EVERY_SITE, listGrants, removeSite, requestSites, typedPattern } from '../../lib/page/grants';
import { t } from '../../lib/words';
import { useInSight } from './in-sight';
import { TryIt } from './try-it';
import { coversAll, type Way, wayOf } from './way';

const PRIVACY = ['privacyLocal', 'privacyNobody', 'privacySites'] as const;

function Welcome() {
  /** What holds, and what was asked for last. */
  const [way, setWay] = useState<Way>();
  const [wished, setWished] = useState<Way>();
  const task = useTask();
  const inSight = useInSight();
  useEffect(() => {
    const stop = new AbortController();
    // Somebody who comes back, also from the options or a site, sees what holds.
    const look = (): void => {
      if (document.hidden) return;
      activeGrants().then(
        (patterns) => setWay((now) => wayOf(now, patterns)),
        () => undefined,
      );
    };
    look();
    document.addEventListener('visibilitychange', look, { signal: stop.signal });
    return () => stop.abort();
  }, []);
  // The question is put before anything is awaited, else the click no longer counts.
  const ask = async (origins: string[], next: Way): Promise<boolean> => {
    const answer = requestSites(origins);
    void task.run(async () => {
      const yes = await answer;
      // A question that was declined changes nothing: who names single sites still can.
      if (yes) {
        setWished(next);
        setWay(next);
      }
      return t(yes ? 'allowed' : 'notAllowed');
    });
    return await answer;
  };
  const allow = async (typed: string): Promise<boolean> => {
    const pattern = typedPattern(typed);
    if (pattern) return await ask([pattern], 'some');
    void task.run(async () => t('siteUnknown'));
    return false;
  };
  /** A narrower choice takes back what goes beyond it. */
  const narrow = (next: Way): void => {
    setWished(next);
    setWay(next);
    void task.run(async () => {
      const beyond = (await activeGrants()).filter((pattern) => next === 'click' || coversAll(pattern));
      const gone = await Promise.all(beyond.map(removeSite));
      const held = beyond.filter((_, at) => !gone[at]);
      // What is shown as chosen is what holds.
      if (held.length > 0) setWay(held.some(coversAll) ? 'every' : 'some');
      if (beyond.length === 0) return '';
      return t(held.length > 0 ? 'siteHeld' : 'siteRemoved');
    });
  };
  return (
    <>
      <ScreenTitle words={t('extensionName')} />
      <div class="hero">
        <TryIt run={task.run} />
        <div>
          <p class="lead">{t('welcomeWhat')}</p>
          <ul class="plain promises">
            {PRIVACY.map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
        </div>
      </div>
      <h2>{t('whereTitle')}</h2>
      <div class="ways">
        <Choice
          title={t('everySite')}
          words={t('everySiteHow')}
          on={way === 'every'}
          onClick={() => void ask(EVERY_SITE, 'every').catch(() => undefined)}
        />
        <Choice
          title={t('chooseSites')}
          words={t('chooseSitesHow')}
          on={way === 'some'}
          onClick={() => narrow('some')}
        />
        <Choice
          title={t('rightClick')}
          words={t('rightClickHow')}
          on={way === 'click'}
          onClick={() => narrow('click')}
        />
      </div>
      {!inSight && <p class="soft">{t('pinIt')}</p>}
      {(wished ?? way) === 'some' && <SiteForm onSite={allow} />}
      <h2>{t('shops')}</h2>
      <p class="soft">{t('sampleWhat')}</p>
      <button type="button" class="button" onClick={() => void browser.runtime.openOptionsPage()}>
        {t('addShop')}
      </button>
      <Toasts task={task} />
    </>
  );
}

/** Patterns of the sites where dots appear; a paused one is there for a shop perhaps. */
async function activeGrants(): Promise<readonly string[]> {
  return (await listGrants()).filter(({ paused }) => !paused).map(({ pattern }) => pattern);
}

function Choice({ title, words, on, onClick }: { title: string; words: string; on: boolean; onClick: () => void }) {
  return (
    <button type="button" class="way" aria-pressed={on} onClick={onClick}>
      <strong>{title}</strong>
      <span>{words}</span>
    </button>
  );
}

showScreen('welcome', <Welcome />, POPOVER + WELCOME);
