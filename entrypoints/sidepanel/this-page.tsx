import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { PagePictures } from '../../components/page-pictures';
import { MATCH_TASKS } from './match-tasks';
import { usePageList } from './page-list';

const TOGGLE = 'toggle-site';

/** The pictures of the tab in front. */
export function ThisPage() {
  const { pictures, ask } = usePageList(true);
  const [keys, setKeys] = useState('');
  useEffect(() => {
    void browser.commands.getAll().then((commands) => {
      setKeys(commands.find(({ name }) => name === TOGGLE)?.shortcut ?? '');
    });
  }, []);
  return (
    <PagePictures
      pictures={pictures}
      keys={keys}
      tasks={MATCH_TASKS}
      onShow={({ frame, id }) => ask(frame, { picture: id, what: 'show' })}
      onSave={({ frame, id }) => ask(frame, { picture: id, what: 'save' })}
    />
  );
}
