import { useCallback, useEffect, useState } from 'preact/hooks';
import { Section } from '../../components/section';
import { SiteForm } from '../../components/site-form';
import { SiteList } from '../../components/site-list';
import type { Task } from '../../components/task';
import { type Grant, listGrants, removeSite, requestSites, typedPattern, watchGrants } from '../../lib/page/grants';
import { setPaused } from '../../lib/page/sites';
import { t } from '../../lib/words';

/** Where dots appear by themselves. */
export function SitesSection({ run }: Pick<Task, 'run'>) {
  const [sites, setSites] = useState<readonly Grant[]>();
  const refresh = useCallback(async () => setSites(await listGrants()), []);
  useEffect(() => {
    const stop = new AbortController();
    void refresh();
    watchGrants(() => void refresh(), stop.signal);
    return () => stop.abort();
  }, [refresh]);
  const change = (work: () => Promise<string>): void => void run(work).then(refresh);
  // The question is put before anything is awaited, else the click no longer counts.
  const allow = async (typed: string): Promise<boolean> => {
    const pattern = typedPattern(typed);
    const answer = pattern ? requestSites([pattern]) : undefined;
    change(async () => {
      if (!answer) return t('siteUnknown');
      return t((await answer) ? 'allowed' : 'notAllowed');
    });
    return (await answer) ?? false;
  };
  return (
    <Section id="sites" title={t('sites')}>
      <p>{t('sitesWhat')}</p>
      {sites && (
        <SiteList
          sites={sites}
          onPause={(pattern, paused) =>
            change(async () => {
              await setPaused(pattern, paused);
              return t('changed');
            })
          }
          onRemove={(pattern) => change(async () => t((await removeSite(pattern)) ? 'siteRemoved' : 'siteHeld'))}
        />
      )}
      <SiteForm onSite={allow} />
    </Section>
  );
}
