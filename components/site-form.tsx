import { useState } from 'preact/hooks';
import { t } from '../lib/words';

/** Asks for a site; `onSite` hears what was typed, still inside the click, as the permission prompt demands. */
export function SiteForm({ onSite }: { onSite: (typed: string) => void }) {
  const [typed, setTyped] = useState('');
  return (
    <form
      class="bar"
      onSubmit={(event) => {
        event.preventDefault();
        onSite(typed);
        setTyped('');
      }}
    >
      <input
        class="grow"
        type="text"
        inputMode="url"
        autocomplete="off"
        required
        value={typed}
        placeholder="example.org"
        aria-label={t('siteAddress')}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <button type="submit" class="button">
        {t('allowSite')}
      </button>
    </form>
  );
}
