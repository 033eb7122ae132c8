import { useRef } from 'preact/hooks';
import { t } from '../lib/words';

/** What may be done with all looks at once. */
export interface FileMenuProps {
  readonly hasLooks: boolean;
  readonly onJson: () => void;
  readonly onPage: () => void;
  readonly onFile: (file: File) => void;
}

/** Saves looks as files and brings them back. */
export function FileMenu({ hasLooks, onJson, onPage, onFile }: FileMenuProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <details class="files">
      <summary>{t('looksFiles')}</summary>
      <div class="bar">
        <button type="button" class="button" disabled={!hasLooks} onClick={onPage}>
          {t('exportPage')}
        </button>
        <button type="button" class="button" disabled={!hasLooks} onClick={onJson}>
          {t('exportJson')}
        </button>
        <button type="button" class="button" onClick={() => input.current?.click()}>
          {t('importLooks')}
        </button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label={t('importLooks')}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) onFile(file);
            currentTarget.value = '';
          }}
        />
      </div>
    </details>
  );
}
