import { useEffect, useState } from 'preact/hooks';
import { Section } from '../../components/section';
import { Segments } from '../../components/segments';
import type { Task } from '../../components/task';
import { CHOICES, type Preferences, watchPreferences, writePreferences } from '../../lib/preferences';
import { t } from '../../lib/words';

/** Each choice under the key of its legend; `gender_off` and its like are the words of the values. */
const KEYS = ['dots', 'sensitivity', 'gender'] as const satisfies readonly (keyof Preferences)[];

/** Dots and matches as the user wants them; pages that are open follow at once. */
export function WishesSection({ run }: Pick<Task, 'run'>) {
  const [now, setNow] = useState<Preferences>();
  useEffect(() => {
    const stop = new AbortController();
    watchPreferences(setNow, stop.signal);
    return () => stop.abort();
  }, []);
  // That it went well is seen at once; words over the choices would be in the way of the next.
  const choose = (change: Partial<Preferences>): void =>
    void writePreferences(change).catch((reason: unknown) => run(() => Promise.reject(reason)));
  return (
    <Section id="wishes" title={t('wishes')}>
      {now &&
        KEYS.map((key) => (
          <Segments<string>
            key={key}
            name={key}
            legend={t(`${key}_legend`)}
            hint={t(`${key}_hint`)}
            value={now[key]}
            choices={CHOICES[key].map((value) => ({ value, word: t(`${key}_${value}`) }))}
            onChoose={(value) => choose({ [key]: value })}
          />
        ))}
    </Section>
  );
}
