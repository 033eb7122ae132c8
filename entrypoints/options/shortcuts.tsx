import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { Section } from '../../components/section';
import { type Shortcut, ShortcutList } from '../../components/shortcut-list';
import { t } from '../../lib/words';

const CHANGE_THEM = 'chrome://extensions/shortcuts';

/** The keys as the browser knows them now: only the browser's own page can change them. */
export function ShortcutsSection() {
  const [shortcuts, setShortcuts] = useState<readonly Shortcut[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      const commands = await browser.commands.getAll();
      setShortcuts(
        commands.map(({ description, shortcut }) => ({
          what: description || t('toolbarButton'),
          keys: shortcut ?? '',
        })),
      );
    };
    void read();
    // They may have been changed in the browser's page meanwhile.
    addEventListener('focus', () => void read(), { signal: stop.signal });
    return () => stop.abort();
  }, []);
  return (
    <Section id="shortcuts" title={t('shortcutsTitle')}>
      <p>{t('shortcutHint')}</p>
      <ShortcutList shortcuts={shortcuts} />
      <button type="button" class="button" onClick={() => void browser.tabs.create({ url: CHANGE_THEM })}>
        {t('shortcuts')}
      </button>
    </Section>
  );
}
