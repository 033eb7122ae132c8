import { t } from '../lib/words';

/** A command of the extension and the keys it has; no keys where none are set. */
export interface Shortcut {
  readonly what: string;
  readonly keys: string;
}

/** The shortcuts as they are. */
export function ShortcutList({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  return (
    <ul class="plain rows">
      {shortcuts.map(({ what, keys }) => (
        <li key={what}>
          <span class="name">{what}</span>
          {keys ? <kbd dir="ltr">{keys}</kbd> : <span class="soft">{t('notSet')}</span>}
        </li>
      ))}
    </ul>
  );
}
