import { useState } from 'preact/hooks';
import { t } from '../lib/words';

/**
 * Asks for a site; `onSite` hears what was typed, still inside the click, as the permission prompt demands. What it
 * does not answer true to, or fails at, stays in the field.
 */
export function SiteForm({ onSite }: { onSite: (typed: string) => Promise<boolean> }) {
  const [typed, setTyped] = useState('');
  return (
    <form
      class="bar"
      onSubmit={(event) => {
        event.preventDefault();
        const done = () => setTyped((now) => (now === typed ? '' : now));
        onSite(typed).then(
          (went) => went && done(),
          () => undefined,
        );
      }}
    >
      <input
        class="grow"
        type="text"
        dir="ltr"
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
