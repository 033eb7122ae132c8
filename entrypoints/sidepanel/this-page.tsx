import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { PagePictures } from '../../components/page-pictures';
import { watchPreferences } from '../../lib/preferences';
import { MATCH_TASKS } from './match-tasks';
import { usePageList } from './page-list';

const TOGGLE = 'toggle-site';

/** The pictures of the tab in front. */
export function ThisPage() {
  const { pictures, ask } = usePageList(true);
  const [keys, setKeys] = useState('');
  const [never, setNever] = useState(false);
  useEffect(() => {
    void browser.commands.getAll().then((commands) => {
      setKeys(commands.find(({ name }) => name === TOGGLE)?.shortcut ?? '');
    });
    const stop = new AbortController();
    watchPreferences(({ dots }) => setNever(dots === 'off'), stop.signal);
    return () => stop.abort();
  }, []);
  return (
    <PagePictures
      pictures={pictures}
      keys={keys}
      never={never}
      tasks={MATCH_TASKS}
      onOptions={() => void browser.runtime.openOptionsPage()}
      onShow={({ frame, id }) => ask(frame, { picture: id, what: 'show' })}
      onSave={({ frame, id }) => ask(frame, { picture: id, what: 'save' })}
    />
  );
}
